"""Whoever can write into the database can add rows, but nothing new is ever sealed to a key of theirs."""

from datetime import date

import pytest

from safeconduct.access.models import CompartmentEpoch, CompartmentWrap, Member
from safeconduct.cases.desk import casework as desk
from safeconduct.dossiers.models import CardSegment, Dossier, Entry, EntryKey, Grant, SegmentKey
from safeconduct.dossiers.scope import ScopeKey, wrapped_for
from safeconduct.dossiers.signing import Checked
from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import returning
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.place import place
from safeconduct.sealing.record import new_key, new_ref, unwrap_key
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import Refused
from tests.embedded import PROTECTION, Embedded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.as_owner]


@pytest.mark.parametrize("scope", ["messages", "coordination"])
def test_a_scope_key_that_no_signed_entry_vouches_for_is_not_written_with(embedded: Embedded, scope: str) -> None:
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    desk.open_case(call.ref, mara, at=embedded.now)
    forged = ScopeKey(new_ref(), scope, new_key())
    holder = Dossier.objects.get(ref=call.ref).compartment
    epoch = CompartmentEpoch.objects.get(compartment=holder)
    Grant.objects.create(
        dossier=call.ref,
        scope_ref=forged.ref,
        compartment=holder,
        epoch=epoch.epoch,
        wrapped=wrapped_for(bytes(epoch.public_seal), call.ref, forged),
    )
    desk.answer(call.ref, "The lawyer comes at nine.", mara, at=embedded.now)
    desk.note(call.ref, "The mill road.", mara, at=embedded.now)
    for row in EntryKey.objects.filter(dossier=call.ref):
        with pytest.raises(Unopened):
            unwrap_key(forged.key, bytes(row.wrapped), place("entry-key", call.ref, row.seq))
    assert not Entry.objects.filter(scope_ref=forged.ref).exists()


def test_a_fresh_key_of_the_messages_is_given_to_the_code_as_well(embedded: Embedded, monkeypatch) -> None:
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    monkeypatch.setattr(Checked, "keys_for_writing", lambda checked, dossier: ())
    desk.answer(call.ref, "The lawyer comes at nine.", mara, at=embedded.now)
    seen = returning.look(call.visit()).offices[0].dossier
    assert seen is not None
    assert [message.text for message in seeing.messages(seen)] == ["The lawyer comes at nine."]


def test_a_compartment_secret_that_nobody_certified_is_passed_over(embedded: Embedded) -> None:
    embedded.call()
    member = Member.objects.get(name=PROTECTION)
    mara = embedded.keyring(PROTECTION)
    held = mara.epochs[0]
    forged = Identity(new_key())
    CompartmentWrap.objects.create(
        compartment=held.compartment,
        epoch=held.epoch + 1,
        member=member.ref,
        wrapped=wrap(
            mara.identity.public_seal,
            forged.secret,
            place("compartment-secret", held.compartment, held.epoch + 1, member.ref),
        ),
    )
    CompartmentEpoch.objects.create(
        compartment=held.compartment,
        epoch=held.epoch + 1,
        public_seal=forged.public_seal,
        certified_by=member.ref,
        signature=b"nobody",
        made_on=date(2026, 11, 22),
    )
    assert embedded.keyring(PROTECTION).epochs == mara.epochs


@pytest.mark.parametrize("table", [CompartmentWrap, Grant], ids=["a member's wrap", "a dossier's grant"])
def test_one_bad_row_closes_nothing_else(embedded: Embedded, table: type) -> None:
    call = embedded.call()
    held = embedded.keyring(PROTECTION).epochs[0]
    if table is CompartmentWrap:
        member = Member.objects.get(name=PROTECTION)
        CompartmentWrap.objects.create(compartment=held.compartment, epoch=9, member=member.ref, wrapped=b"x" * 1168)
    else:
        Grant.objects.create(
            dossier=call.ref, scope_ref=new_ref(), compartment=held.compartment, epoch=held.epoch, wrapped=b"x" * 1200
        )
    case, _ = desk.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert case.story["happened"]


def test_nothing_is_written_into_a_dossier_that_was_changed_outside_the_program(embedded: Embedded) -> None:
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    Entry.objects.filter(dossier=call.ref, seq=2).update(day=date(2020, 1, 1))
    before = embedded.dump()
    with pytest.raises(Refused, match="changed outside the program"):
        desk.note(call.ref, "The mill road.", mara, at=embedded.now)
    assert embedded.dump() == before


def test_segments_stay_with_the_certified_key(embedded: Embedded) -> None:
    for _ in range(70):
        embedded.call()
    mara = embedded.keyring(PROTECTION)
    assert len(desk.cards(mara, at=embedded.now)[0]) == 70
    assert CardSegment.objects.count() == SegmentKey.objects.count() == 1
    assert SegmentKey.objects.get().epoch == mara.epochs[0].epoch
