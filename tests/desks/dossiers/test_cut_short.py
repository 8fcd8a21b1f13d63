"""Entries that were taken away from a chain's end are missed, and what may lawfully go is not."""

from datetime import timedelta

import pytest
from django.db import transaction

from safeconduct.access import lookup as access
from safeconduct.cases.desk import casework, receiving, relief
from safeconduct.coordination.desk import opening
from safeconduct.dossiers.desk import keeping, reading
from safeconduct.dossiers.models import Entry, EntryKey, Grant
from safeconduct.dossiers.reach import NOWHERE
from safeconduct.dossiers.scope import ScopeKey, wrapped_for
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.jobs import sweeping
from safeconduct.reports import desk as reports
from safeconduct.sealing.code import new_code
from safeconduct.sealing.record import new_key
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import Refused
from tests.coordinating import a_group
from tests.desks.cases.test_sharing import agreed, share
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.organising import certify_key, leave, make_keys, rewrap
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)
by_hand = pytest.mark.as_owner
"""No role that serves may do what this test does to the database."""


def a_file(embedded):
    """A case that was opened, noted on, and opened again: how many entries it has."""
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    embedded.case(call.ref)
    casework.accept(call.ref, mara, at=embedded.now)
    casework.note(call.ref, "We promised the lawyer for Monday.", mara, at=embedded.now)
    embedded.case(call.ref)
    return call, Entry.objects.filter(dossier=call.ref).count()


def cut(ref, *, to):
    for table in (Entry, EntryKey):
        table.objects.filter(dossier=ref, seq__gt=to).delete()


def wrap_of_office(ref):
    first = Entry.objects.get(dossier=ref, seq=1).scope_ref
    return Grant.objects.exclude(compartment="").get(dossier=ref, scope_ref=first)


def put_back(row):
    """As whoever has an older copy of the database can."""
    Grant.objects.filter(pk=row.pk).update(wrapped=row.wrapped)


# What is missed


@by_hand
@pytest.mark.parametrize("left", ["all but one", "what the defender sent"])
def test_an_end_that_was_cut_off_is_missed_and_nothing_is_written_after_it(embedded, left):
    call, many = a_file(embedded)
    cut(call.ref, to=many - 1 if left == "all but one" else 5)
    case = embedded.case(call.ref)
    assert (case.broken_at, case.cut_short) == (None, many)
    before = embedded.dump()
    for write in (casework.note, casework.answer):
        with pytest.raises(Refused, match="changed outside the program"):
            write(call.ref, "On Monday.", embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


@by_hand
def test_what_the_defender_took_back_is_missed_once_an_office_has_read_it(embedded):
    call = embedded.call()
    embedded.case(call.ref)
    allowing.change_consents(call.visit(), (), language="en", at=embedded.now)
    many = Entry.objects.filter(dossier=call.ref).count()
    cut(call.ref, to=many - 1)
    assert embedded.case(call.ref).cut_short is None  # nobody had read it: the limit that the threat model names
    allowing.change_consents(call.visit(), (), language="en", at=embedded.now)
    embedded.case(call.ref)
    cut(call.ref, to=many - 1)
    assert embedded.case(call.ref).cut_short == many


@by_hand
def test_entries_written_after_the_cut_do_not_cover_it(embedded):
    call, many = a_file(embedded)
    cut(call.ref, to=many - 1)
    for number in range(3):
        returning.write(call.visit(), Word(f"Once more, {number}."), at=embedded.now)
    for _ in range(2):
        case = embedded.case(call.ref)
        assert (case.broken_at, case.cut_short) == (None, many)


@by_hand
def test_the_number_cannot_be_written_anew_by_who_holds_no_key_of_the_file(embedded):
    call, many = a_file(embedded)
    cut(call.ref, to=many - 1)
    grant = wrap_of_office(call.ref)
    public = access.recipient(grant.compartment).public_seal
    forged = ScopeKey(grant.scope_ref, "messages", new_key())
    for how in ({"wrapped": wrapped_for(public, call.ref, forged, reach=NOWHERE)}, {"wrapped": b"x" * 1200}):
        Grant.objects.filter(pk=grant.pk).update(**how)
        with pytest.raises(Unopened):
            embedded.case(call.ref)


@by_hand
def test_a_new_key_of_the_compartment_does_not_make_it_forgotten(embedded):
    call, many = a_file(embedded)
    leave(embedded, COLLEAGUE)
    make_keys(embedded)
    certify_key(embedded)
    rewrap(embedded)
    assert wrap_of_office(call.ref).epoch == 2
    cut(call.ref, to=many - 1)
    assert embedded.case(call.ref).cut_short == many


@by_hand
def test_the_export_says_that_the_end_is_missing(embedded):
    call, many = a_file(embedded)
    cut(call.ref, to=many - 1)
    problems = []
    list(reports._dossier(call.ref, embedded.keyring(PROTECTION), problems, with_identity=False))
    assert problems == [f"{call.ref}: it had {many} entries, and the last were taken away outside the program."]


# What is not


def the_defender_writes(embedded, call):
    returning.write(call.visit(), Word("They came back."), at=embedded.now)


def the_defender_empties_the_page(embedded, call):
    returning.empty_from_view(call.visit(), at=embedded.now)


def the_defender_takes_another_code(embedded, call):
    returning.change_code(call.visit(), new_code(), "another word", at=embedded.now)


def erasing_is_asked_and_undone(embedded, call):
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    allowing.undo_erasure(call.visit(), at=embedded.now)


def the_name_is_kept_no_longer(embedded, call):
    dossier, today = reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION)), embedded.now.date()
    keeping.keep_until(dossier, identity=today, content=today + timedelta(days=20), today=today)
    embedded.clock.pass_by(timedelta(days=1))
    assert sweeping.sweep(at=embedded.now).parted == 1


def it_is_shared_and_the_share_is_over(embedded, call):
    agreed(embedded, call)
    share(embedded, call)
    receiving.open_received(call.ref, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    allowing.withdraw_consent(call.visit(), embedded.case(call.ref).sharing.consents[-1].ref, at=embedded.now)


def the_share_runs_out(embedded, call):
    agreed(embedded, call)
    share(embedded, call)
    embedded.clock.pass_by(timedelta(days=40))
    sweeping.sweep(at=embedded.now)


def somebody_else_takes_it(embedded, call):
    relief.take(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)


def the_compartment_gets_a_new_key(embedded, call):
    leave(embedded, COLLEAGUE)
    make_keys(embedded)
    certify_key(embedded)
    casework.note(call.ref, "Under the old key.", embedded.keyring(PROTECTION), at=embedded.now)
    rewrap(embedded)


LAWFUL = [
    the_defender_writes,
    the_defender_empties_the_page,
    the_defender_takes_another_code,
    erasing_is_asked_and_undone,
    the_name_is_kept_no_longer,
    it_is_shared_and_the_share_is_over,
    the_share_runs_out,
    somebody_else_takes_it,
    the_compartment_gets_a_new_key,
]


@pytest.mark.parametrize("way", LAWFUL, ids=[way.__name__.replace("_", " ") for way in LAWFUL])
def test_nothing_is_missed_after(embedded, way):
    call = an_accepted_case(embedded)
    embedded.case(call.ref)
    way(embedded, call)
    for _ in range(2):
        case = embedded.case(call.ref)
        assert (case.broken_at, case.cut_short) == (None, None)
    casework.note(call.ref, "It goes on.", embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.case(call.ref).cut_short is None


@by_hand
def test_a_file_that_an_earlier_release_opened_is_read_as_before_and_kept_from_then_on(embedded):
    call, many = a_file(embedded)
    dossier, row = reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION)), wrap_of_office(call.ref)
    scope = next(key for key in dossier.scope_keys if key.ref == row.scope_ref)
    row.wrapped = wrapped_for(access.recipient(row.compartment).public_seal, call.ref, scope)
    put_back(row)
    assert len(row.wrapped) < len(
        wrapped_for(access.recipient(row.compartment).public_seal, call.ref, scope, reach=NOWHERE)
    )
    assert embedded.case(call.ref).cut_short is None
    cut(call.ref, to=many - 1)
    assert embedded.case(call.ref).cut_short == many


@by_hand
def test_an_older_state_put_back_with_the_file_s_own_wrap_is_not_missed(embedded):
    """The limit that the threat model names: the auditors' journal tells it."""
    call = embedded.call()
    embedded.case(call.ref)
    older, many = wrap_of_office(call.ref), Entry.objects.filter(dossier=call.ref).count()
    casework.note(call.ref, "We promised the lawyer.", embedded.keyring(PROTECTION), at=embedded.now)
    embedded.case(call.ref)
    cut(call.ref, to=many)
    put_back(older)
    assert embedded.case(call.ref).cut_short is None


@by_hand
def test_who_opens_a_file_with_other_keys_than_its_office_s_is_told_of_nothing(embedded):
    call, many = a_file(embedded)
    agreed(embedded, call)
    share(embedded, call)
    embedded.case(call.ref)
    cut(call.ref, to=many)
    partner = reading.open_shared(call.ref, embedded.keyring(OTHER_OFFICE), on=embedded.now.date())
    defender = reading.open_with_code(call.ref, call.code.identity_with(call.own_word))
    assert [(one.kept, one.cut_short) for one in (partner, defender)] == [(NOWHERE, None)] * 2
    assert embedded.case(call.ref).cut_short


def test_a_group_goes_on_as_before_for_everybody_in_it(embedded):
    group = a_group(embedded)
    for name in (PROTECTION, OTHER_OFFICE):
        with transaction.atomic():
            dossier = opening.opened_dossier(group, embedded.keyring(name), at=embedded.now)
        assert (dossier.broken_at, dossier.cut_short, dossier.kept) == (None, None, NOWHERE)


def test_a_file_is_written_to_only_when_something_came_since(embedded):
    call, _many = a_file(embedded)
    before = bytes(wrap_of_office(call.ref).wrapped)
    embedded.case(call.ref)
    assert bytes(wrap_of_office(call.ref).wrapped) == before
    the_defender_writes(embedded, call)
    embedded.case(call.ref)
    assert bytes(wrap_of_office(call.ref).wrapped) != before


@by_hand
def test_a_key_of_somebody_else_under_the_same_reference_is_not_written_over_the_true_one(embedded):
    call = embedded.call()
    true = wrap_of_office(call.ref)
    forged = ScopeKey(true.scope_ref, "messages", new_key())
    true.delete()
    wrapped = wrapped_for(access.recipient(true.compartment).public_seal, call.ref, forged, reach=NOWHERE)
    for one in (wrapped, true.wrapped):
        Grant.objects.create(
            dossier=call.ref, scope_ref=true.scope_ref, compartment=true.compartment, epoch=true.epoch, wrapped=one
        )
    for _ in range(2):
        assert embedded.case(call.ref).cut_short is None


def test_every_wrap_to_the_office_has_one_size_whether_it_was_opened_or_not(embedded):
    opened_one, fresh = embedded.call(), embedded.call()
    embedded.case(opened_one.ref)
    sizes = {
        len(bytes(one.wrapped))
        for one in Grant.objects.exclude(compartment="").filter(dossier__in=(opened_one.ref, fresh.ref))
    }
    assert len(sizes) == 1
