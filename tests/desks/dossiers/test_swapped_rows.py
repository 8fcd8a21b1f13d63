"""Whoever can edit the database can move sealed bytes between rows: no such byte opens in its new place."""

from itertools import permutations

import pytest
from django.db.models import Model

from safeconduct.access.desk import signing_in
from safeconduct.access.models import CompartmentWrap
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.card import NOTES_BEFORE_FOLDING
from safeconduct.dossiers.desk import listing, reading, writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.models import CardNote, CardNoteKey, CardSegment, Entry, EntryKey, Grant, SegmentKey
from safeconduct.intake.desk import returning
from safeconduct.intake.models import Box, Progress
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, PROTECTION

pytestmark = pytest.mark.as_owner


def put(row: Model, column: str, value: object) -> None:
    type(row).objects.filter(pk=row.pk).update(**{column: value})


def opens(open_it) -> bool:
    try:
        return open_it() is not None
    except (Unopened, NotFound):
        return False


def scopes_of(ref: str, keyring) -> set[str]:
    """The references of the scopes that still open."""
    try:
        return {key.ref for key in reading.open_with_keyring(ref, keyring).scope_keys}
    except NotFound:
        return set()


TABLES = {
    "body of an entry": (Entry, "body"),
    "key of an entry": (EntryKey, "wrapped"),
}


@pytest.mark.parametrize(("model", "column"), TABLES.values(), ids=list(TABLES))
def test_no_row_of_a_dossier_opens_in_the_place_of_another(embedded, model, column):
    calls = [embedded.call(telling=a_telling(name="N. (invented)")) for _ in range(2)]
    keyring = embedded.keyring(PROTECTION)
    rows = list(model.objects.all())
    assert len(rows) > 7
    for here, there in permutations(rows, 2):
        put(here, column, getattr(there, column))
        if model is Grant:
            assert here.scope_ref not in scopes_of(here.dossier, keyring)
        else:
            assert not opens(lambda here=here: reading.open_with_keyring(here.dossier, keyring))
        put(here, column, getattr(here, column))
    assert all(opens(lambda call=call: reading.open_with_keyring(call.ref, keyring)) for call in calls)


def opened_scopes(ref, keyring):
    """The references of the scopes that a keyring opens; a grant that does not open is passed over."""
    try:
        return {key.ref for key in reading.open_with_keyring(ref, keyring).scope_keys}
    except NotFound:
        return set()


def test_no_grant_opens_in_the_place_of_another(embedded):
    for _ in range(2):
        embedded.call(telling=a_telling(name="N. (invented)"))
    keyring, rows = embedded.keyring(PROTECTION), list(Grant.objects.exclude(compartment=""))
    assert len(rows) > 7
    for here, there in permutations(rows, 2):
        put(here, "wrapped", there.wrapped)
        assert here.scope_ref not in opened_scopes(here.dossier, keyring)
        put(here, "wrapped", here.wrapped)
    assert all(row.scope_ref in opened_scopes(row.dossier, keyring) for row in rows)


def test_a_code_s_grant_opens_in_no_other_dossier_and_for_no_other_code(embedded):
    mine, other = embedded.call(), embedded.call()
    wrapped = Grant.objects.get(dossier=other.ref, compartment="").wrapped
    Grant.objects.filter(dossier=mine.ref, compartment="").update(wrapped=wrapped)
    for call in (mine, other):
        assert reading.open_with_code(mine.ref, call.code.identity_with(call.own_word)) is None


def test_a_grant_that_is_given_to_another_compartment_opens_nothing(embedded):
    call = embedded.call()
    visas = next(iter(embedded.keyring("petra").compartments))
    Grant.objects.filter(dossier=call.ref).exclude(compartment="").update(compartment=visas)
    assert opened_scopes(call.ref, embedded.keyring("petra")) == set()


def test_a_scope_s_reference_cannot_be_changed_under_its_grant(embedded):
    call = embedded.call(telling=a_telling(name="N. (invented)"))
    story, identity = Grant.objects.filter(dossier=call.ref).exclude(compartment="").order_by("pk")[1:3]
    Grant.objects.filter(pk=story.pk).update(scope_ref=identity.scope_ref)
    opened = reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION))
    assert story.pk and not opened.written("told")


CARD_TABLES = {"body of a note": (CardNote, "body"), "key of a note": (CardNoteKey, "wrapped")}


@pytest.mark.parametrize(("model", "column"), CARD_TABLES.values(), ids=list(CARD_TABLES))
def test_no_card_s_note_opens_in_the_place_of_another(embedded, model, column):
    embedded.call(), embedded.call()
    keyring = embedded.keyring(PROTECTION)
    for here, there in permutations(model.objects.all(), 2):
        put(here, column, getattr(there, column))
        with pytest.raises(Unopened):
            listing.cards(keyring, on=embedded.now.date())
        put(here, column, getattr(here, column))
    assert len(listing.cards(keyring, on=embedded.now.date())) == 2


@pytest.mark.parametrize(("model", "column"), [(CardSegment, "body"), (SegmentKey, "wrapped")], ids=["body", "key"])
def test_a_segment_opens_under_no_other_number_and_for_no_other_compartment(embedded, model, column):
    call, keyring = embedded.call(), embedded.keyring(PROTECTION)
    for _ in range(NOTES_BEFORE_FOLDING):
        writing.append(call.ref, (), {"waiting": True}, held=(), by=None, at=embedded.now)
    assert len(listing.cards(keyring, on=embedded.now.date())) == 1
    row = model.objects.get()
    CardSegment.objects.update(number=2)
    SegmentKey.objects.update(number=2)
    with pytest.raises(Unopened):
        listing.cards(keyring, on=embedded.now.date())
    CardSegment.objects.update(number=1)
    SegmentKey.objects.update(number=1)
    sealed = bytes(getattr(row, column))
    put(row, column, sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(Unopened):
        listing.cards(keyring, on=embedded.now.date())


def test_a_box_leads_nowhere_under_another_locator(embedded):
    mine, other = embedded.call(), embedded.call()
    Box.objects.filter(locator=mine.code.locator()).update(body=Box.objects.get(locator=other.code.locator()).body)
    assert returning.look(mine.visit()).offices == ()


def test_how_far_things_are_does_not_open_for_another_dossier_or_code(embedded):
    mine, other = embedded.call(), embedded.call()
    Progress.objects.filter(dossier=mine.ref).update(body=Progress.objects.get(dossier=other.ref).body)
    assert returning.look(mine.visit(own_word="")).offices == ()


def test_a_compartment_s_secret_opens_for_no_other_member(embedded):
    mara, tomas = (embedded.presence(name) for name in (PROTECTION, COLLEAGUE))
    wrapped = CompartmentWrap.objects.get(member=mara.who).wrapped
    CompartmentWrap.objects.filter(member=tomas.who).update(wrapped=wrapped)
    assert signing_in.keyring_of(tomas).epochs == ()
    assert signing_in.keyring_of(mara).epochs


def test_an_entry_in_a_member_s_name_that_the_member_did_not_sign_is_shown_as_unsigned(embedded):
    call, mara, tomas = embedded.call(), embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    dossier = reading.open_with_keyring(call.ref, mara)
    forged = Author("member", tomas.member, tomas.member_name, tomas.post, tomas.post_name, mara.identity)
    entry = NewEntry("coordination", "note", {"text": "Tomas says so."})
    writing.append(call.ref, [entry], {}, held=dossier.scope_keys, by=forged, at=embedded.now)
    case, _ = cases.open_case(call.ref, mara, at=embedded.now)
    assert case.unsigned == {one.seq for one in case.entries if one.kind == "note"}
