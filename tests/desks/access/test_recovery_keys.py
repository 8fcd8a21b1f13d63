"""Recovery keys and ceremonies that are not what they should be: not of the house, not whole, not signed, of nothing."""

from dataclasses import replace

import pytest

from safeconduct.access.desk import entrusting, overseeing, recovering, safeguarded, safeguarding
from safeconduct.access.models import CeremonyPart, Compartment, RecoveryKey, RecoveryPart
from safeconduct.access.recovery import RECOVERY, REHEARSAL
from safeconduct.sealing.record import new_key
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import HARBOUR, LIGHTHOUSE
from tests.recovering import (
    HOLDERS,
    WAITING,
    a_key,
    a_signed_key,
    hand_in,
    join,
    make,
    opened,
    shown_key,
    sign,
    the_key,
    waited,
)


@pytest.mark.parametrize(
    ("purpose", "compartment"),
    [(RECOVERY, "of nobody"), (RECOVERY, LIGHTHOUSE), (RECOVERY, ""), (REHEARSAL, HARBOUR), ("another", "")],
    ids=["of nobody", "of another house", "recovery of nothing", "rehearsal of something", "no such purpose"],
)
def test_a_recovery_is_of_a_compartment_of_the_house_and_a_rehearsal_of_none(embedded, purpose, compartment):
    a_key(embedded)
    if compartment in (HARBOUR, LIGHTHOUSE):
        here = embedded.office(compartment).ref
        compartment = Compartment.objects.get(organisation=here, name="Protection").ref
    before = embedded.dump()
    with pytest.raises(Refused, match="no such compartment"):
        recovering.open_ceremony(purpose, compartment, embedded.keyring("mara"), has_proved=True, at=embedded.now)
    assert embedded.dump() == before


def test_where_nothing_was_wrapped_nothing_is_recovered_and_it_is_said(embedded):
    a_key(embedded, wrap=())
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    before = embedded.dump()
    with pytest.raises(Refused, match="Nothing of this compartment was ever wrapped"):
        join(embedded, ref)
    assert embedded.dump() == before


# A key that is not what it should be


def test_a_key_is_made_once_and_signed_after_it_was_made(embedded):
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    with pytest.raises(NotFound):
        sign(embedded, ref)
    make(embedded, ref)
    before = embedded.dump()
    with pytest.raises(NotFound):
        make(embedded, ref)
    assert embedded.dump() == before


@pytest.mark.as_owner
def test_a_key_whose_parts_were_changed_before_the_second_signature_is_not_signed(embedded):
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    make(embedded, ref)
    RecoveryPart.objects.filter(key=ref, holder=1).update(digest=bytes(32))
    before = embedded.dump()
    with pytest.raises(Refused, match="do not belong together"):
        sign(embedded, ref)
    assert embedded.dump() == before


@pytest.mark.as_owner
def test_a_key_that_no_registrar_proposed_is_not_made(embedded):
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    row, mara = RecoveryKey.objects.get(ref=ref), embedded.keyring("mara")
    signature = mara.identity.sign(safeguarded.proposal(row, safeguarded.holders_of(row)))
    RecoveryKey.objects.update(proposed_by=mara.member, signature=signature)
    with pytest.raises(Refused, match="not those whom an administrator of today proposed"):
        make(embedded, ref)
    assert not RecoveryPart.objects.exists()


@pytest.mark.as_owner
def test_a_part_that_is_missing_is_noticed_by_its_holder(embedded):
    key = a_key(embedded)
    RecoveryPart.objects.filter(key=key, purpose=REHEARSAL, holder=2).first().delete()
    with pytest.raises(Refused, match="do not open or were changed"):
        safeguarding.check_parts(key, embedded.keyring("vera"), has_proved=True, at=embedded.now)


@pytest.mark.as_owner
def test_a_part_of_a_holder_whom_there_is_not_counts_for_nothing(embedded):
    a_key(embedded)
    ref = waited(embedded)
    hand_in(embedded, ref, "vera")
    CeremonyPart.objects.create(ceremony=ref, group="1-9", holder=9, sealed=b"planted")
    with pytest.raises(Refused, match="does not fit together"):
        join(embedded, ref)


def test_parts_that_lead_to_another_secret_than_the_keys_open_nothing(embedded, monkeypatch):
    """Whoever made the key split something else: a rehearsal shows it."""
    split = safeguarding.split
    monkeypatch.setattr(safeguarding, "split", lambda secret, *how: split(new_key(), *how))
    a_key(embedded)
    ref = opened(embedded, REHEARSAL)
    hand_in(embedded, ref, "vera", "amal")
    with pytest.raises(Refused, match="does not fit together"):
        join(embedded, ref)


def test_who_is_certified_no_more_entrusts_nothing(embedded):
    key = a_signed_key(embedded)
    before, shown = embedded.dump(), shown_key(embedded, key)
    with pytest.raises(Refused, match="No certificate stands"):
        mara = replace(embedded.keyring("mara"), role="")
        entrusting.entrust(key, mara, shown=shown, has_proved=True, at=embedded.now)
    assert embedded.dump() == before


@pytest.mark.recovery_key
def test_overseeing_shows_a_key_and_a_ceremony_to_those_whom_they_concern_and_to_no_other(embedded):
    """What is of others and what is not there are one answer."""
    ceremony, when = opened(embedded), {"waiting": WAITING, "at": embedded.now}
    for name in ("ines", "vera"):
        assert overseeing.key(the_key(embedded), embedded.keyring(name)).ref == the_key(embedded)
        assert overseeing.ceremony(ceremony, embedded.keyring(name), **when).ref == ceremony
    for name, key, one in (("luka", the_key(embedded), ceremony), ("ines", "0" * 32, "0" * 32)):
        with pytest.raises(NotFound):
            overseeing.key(key, embedded.keyring(name))
        with pytest.raises(NotFound):
            overseeing.ceremony(one, embedded.keyring(name), **when)
