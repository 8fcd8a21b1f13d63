"""A case opens when the entries that the rest stands on are signed, and what is written apart has a key of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from safeconduct.access import lookup
from safeconduct.cases.desk import casework, receiving, sharing
from safeconduct.cases.desk.opening import append, author, opened
from safeconduct.dossiers.desk import writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.models import Entry, EntryKey, Grant
from safeconduct.intake.box import Holder
from safeconduct.sealing.code import new_code
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.desks.cases.test_sharing import agreed, asked, shared, terms
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.organising import leave, rekeyed

pytestmark = pytest.mark.as_owner


def forged(embedded, *, is_signed):
    """The first entry names a code of the forger's own, by which what was told is signed."""
    here = embedded.office().ref
    recipient, own = lookup.recipient_for(here, "requests"), Holder(new_code(), own_word="thistle")
    first = {**own.arrival(), "organisation": here, "compartment": recipient.compartment, "entries": 2}
    first |= {"about": "self", "read_by": embedded.now.isoformat()}
    signed = Author("defender", identity=own.own)
    by = signed if is_signed else Author("defender")
    ref = writing.receive(recipient, here, [NewEntry("messages", "arrived", first)], {}, by=by, at=embedded.now)
    told = {"codename": "Ibis", "urgency": "", "country": "", "needs": [], "source": "form", "language": "en"}
    writing.append(ref, [NewEntry("story", "told", told)], {}, held=(), by=signed, at=embedded.now)
    return ref


def test_opened_is_nothing_whose_first_entry_or_story_is_not_believed(embedded):
    """It is Unopened where `arrived` is not signed, and where `told` is not there."""
    mara = embedded.keyring(PROTECTION)
    casework.open_case(forged(embedded, is_signed=True), mara, at=embedded.now)
    unsigned = forged(embedded, is_signed=False)
    with pytest.raises(Unopened):
        casework.open_case(unsigned, mara, at=embedded.now)
    call = embedded.call()
    EntryKey.objects.filter(dossier=call.ref, seq=2).delete()
    with pytest.raises(Unopened):
        casework.open_case(call.ref, mara, at=embedded.now)


def put(embedded, call, *, apart=""):
    """The reference of the key under which something new of the story is written."""
    keyring = embedded.keyring(PROTECTION)
    with transaction.atomic():
        one = opened(call.ref, keyring)
        append(one, keyring, [NewEntry("story", "noted", {"text": "More."})], apart=apart, at=embedded.now)
    return Entry.objects.filter(dossier=call.ref).order_by("-seq").first().scope_ref


def key_in_use(call):
    return Entry.objects.get(dossier=call.ref, seq=2).scope_ref


def test_append_puts_what_is_apart_under_a_key_that_is_not_in_use(embedded):
    call = embedded.call()
    assert put(embedded, call) == key_in_use(call)
    assert put(embedded, call, apart="story") not in (key_in_use(call), "")


def test_not_shared_is_the_key_of_what_comes_after_a_share_even_if_its_grants_are_gone(embedded):
    """_not_shared asks the signed entries: the key is not in use any more."""
    call = shared(embedded)
    Grant.objects.exclude(expires_on=None).delete()
    assert put(embedded, call) != key_in_use(call)


def test_since_the_last_epoch_a_key_from_before_is_not_in_use(embedded):
    """_since_the_last_epoch: who left may have it."""
    call = embedded.call()
    embedded.clock.pass_by(timedelta(days=3))
    leave(embedded, COLLEAGUE)
    rekeyed(embedded)
    assert put(embedded, call) != key_in_use(call)


def test_author_is_who_is_certified_today(embedded):
    mara = embedded.keyring(PROTECTION)
    assert author(mara).ref == mara.member
    with pytest.raises(Refused):
        author(replace(mara, role=""))


def test_open_received_is_told_to_the_holder_once_and_write_back_is_not_empty(embedded):
    call, amal = shared(embedded), embedded.keyring(OTHER_OFFICE)
    receiving.open_received(call.ref, amal, at=embedded.now)
    number = Entry.objects.filter(dossier=call.ref).count()
    receiving.open_received(call.ref, amal, at=embedded.now)
    with pytest.raises(Refused, match="Nothing is written yet"):
        receiving.write_back(call.ref, " ", amal, at=embedded.now)
    assert Entry.objects.filter(dossier=call.ref).count() == number


def test_witness_consent_is_not_for_a_yes_without_words(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    with pytest.raises(Refused, match="Nothing is written about the yes"):
        sharing.witness_consent(call.ref, terms(embedded), "call", " ", mara, at=embedded.now)
    assert "consent_witnessed" not in {entry.kind for entry in embedded.case(call.ref).written}


def test_ask_consent_is_not_for_what_waits_already(embedded):
    call = embedded.call()
    asked(embedded, call)
    with pytest.raises(Refused, match="waits for an answer already"):
        asked(embedded, call)


def test_share_as_agreed_is_of_a_yes_that_is_there_and_with_has_proved(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    consent = agreed(embedded, call)
    before = embedded.dump()
    with pytest.raises(NotFound):
        sharing.share_as_agreed(call.ref, "9f" * 16, mara, has_proved=True, at=embedded.now)
    assert embedded.dump() == before
    with pytest.raises(Refused):
        sharing.share_as_agreed(call.ref, consent, mara, has_proved=False, at=embedded.now)
    assert embedded.case(call.ref).sharing.shares == ()
    sharing.share_as_agreed(call.ref, consent, mara, has_proved=True, at=embedded.now)
    assert len(embedded.case(call.ref).sharing.shares) == 1


def test_scopes_that_an_organisation_reads_today_are_not_in_a_further_share_with_it(embedded):
    """_scopes: with another organisation they are, and so they are when the last day has passed."""
    call, mara = shared(embedded), embedded.keyring(PROTECTION)
    late = embedded.now + timedelta(days=60)

    def names(*, at=embedded.now, **changes):
        with transaction.atomic():
            return {key.name for key in sharing._scopes(opened(call.ref, mara), terms(embedded, **changes), at=at)}

    assert "story" not in names()
    assert names(organisation="0e" * 16) == names(at=late) == {"story"}


def test_write_to_partner_goes_into_the_channel_of_a_share_that_reads_and_into_no_other(embedded):
    call, mara = shared(embedded, parts=("story",)), embedded.keyring(PROTECTION)
    agreed(embedded, call, parts=("contact",))
    sharing.share(call.ref, terms(embedded, parts=("contact",)), mara, has_proved=True, at=embedded.now)
    first, second = embedded.case(call.ref).sharing.shares
    for made, other in ((first, second), (second, first)):
        sharing.write_to_partner(call.ref, made.ref, "We call her.", mara, at=embedded.now)
        newest = Entry.objects.filter(dossier=call.ref).order_by("-seq").first()
        assert newest.scope_ref in made.scope_refs and newest.scope_ref not in other.scope_refs
    before = Entry.objects.filter(dossier=call.ref).count()
    for ref, text, at, error in (
        ("9f" * 16, "We call her.", embedded.now, NotFound),
        (first.ref, "We call her.", embedded.now + timedelta(days=60), NotFound),
        (first.ref, " ", embedded.now, Refused),
    ):
        with pytest.raises(error):
            sharing.write_to_partner(call.ref, ref, text, mara, at=at)
    with pytest.raises(NotFound):
        sharing.end_share(call.ref, "9f" * 16, mara, at=embedded.now)
    assert Entry.objects.filter(dossier=call.ref).count() == before
