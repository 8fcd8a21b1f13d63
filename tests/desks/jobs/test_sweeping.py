"""Sweeping: takes what is past its hour and nothing else, and does not trust a clock that makes everything due."""

import os
from datetime import timedelta

import pytest

from safeconduct.access.models import Session
from safeconduct.dossiers.desk import ending, filing
from safeconduct.dossiers.models import Dossier, EntryKey, StoredFile
from safeconduct.dossiers.sealed_file import path_of
from safeconduct.intake.desk import asking
from safeconduct.intake.draft import Draft
from safeconduct.intake.models import Draft as DraftRow
from safeconduct.jobs import sweeping
from tests.builders import a_telling
from tests.embedded import PROTECTION


def swept(embedded, **later):
    embedded.clock.pass_by(timedelta(**later))
    return sweeping.sweep(at=embedded.now)


def empty_dossiers(embedded, number, *, due=0):
    organisation, compartment = embedded.office().ref, next(iter(embedded.keyring(PROTECTION).compartments))
    Dossier.objects.bulk_create(
        Dossier(
            ref=f"{nth:032x}",
            organisation=organisation,
            compartment=compartment,
            opened_on=embedded.now,
            erase_after=embedded.now if nth < due else None,
        )
        for nth in range(number)
    )
    EntryKey.objects.bulk_create(EntryKey(dossier=f"{nth:032x}", seq=1, wrapped=b"key") for nth in range(number))


def test_with_nothing_past_its_hour_nothing_is_taken(embedded):
    embedded.call()
    embedded.session(PROTECTION)
    asking.begin_draft(Draft(embedded.now))
    before = embedded.dump()
    assert swept(embedded) == sweeping.Swept(0, 0, 0, 0, 0)
    assert embedded.dump() == before


def test_sessions_and_drafts_go_when_their_hour_has_come(embedded):
    embedded.session(PROTECTION)
    asking.begin_draft(Draft(embedded.now))
    assert swept(embedded, hours=3) == sweeping.Swept(0, 1, 0, 0, 0)
    assert swept(embedded, hours=6) == sweeping.Swept(1, 0, 0, 0, 0)
    assert not Session.objects.exists() and not DraftRow.objects.exists()


DUE = {
    "twenty of twenty": (20, 20, True),
    "twenty-one of twenty-one": (21, 21, False),
    "twenty-one of five hundred": (500, 21, True),
    "all of five hundred": (500, 500, False),
}


@pytest.mark.parametrize(("number", "due", "erases"), DUE.values(), ids=list(DUE))
def test_when_much_falls_due_at_once_the_clock_is_doubted_and_nothing_is_erased(embedded, number, due, erases):
    empty_dossiers(embedded, number, due=due)
    result = swept(embedded)
    assert (result.erased, result.held_back) == ((due, 0) if erases else (0, due))
    assert EntryKey.objects.count() == (number - due if erases else number)
    assert ("NOT erased" in result.as_sentence()) is not erases


def test_sweeping_twice_erases_once(embedded):
    empty_dossiers(embedded, 3, due=1)
    assert [swept(embedded).erased, swept(embedded).erased] == [1, 0]


def test_a_clock_that_went_back_erases_nothing(embedded):
    call = embedded.call()
    ending.hide_and_erase_later(call.ref, at=embedded.now)
    assert swept(embedded, days=-400).erased == 0
    assert EntryKey.objects.filter(dossier=call.ref).exists()


# Files


def keep(embedded, **later):
    file = embedded.file()
    filing.keep_file_until(file.ref, embedded.now + timedelta(**later))
    return file


def test_a_file_that_was_never_sent_goes_and_one_that_was_stays(embedded):
    unsent, sent = keep(embedded, hours=3), keep(embedded, hours=3)
    embedded.call(telling=a_telling(files=(sent,)))
    assert swept(embedded, hours=3).files == 1
    assert not path_of(embedded.files, unsent.ref).exists()
    assert path_of(embedded.files, sent.ref).exists()
    assert StoredFile.objects.get().ref == sent.ref


def test_a_file_that_was_removed_goes_with_the_next_sweep_but_never_one_that_was_sent(embedded):
    removed, sent = keep(embedded, hours=3), keep(embedded, hours=3)
    embedded.call(telling=a_telling(files=(sent,)))
    for file in (removed, sent):
        filing.drop_file(file.ref)
    swept(embedded)
    assert not path_of(embedded.files, removed.ref).exists()
    assert path_of(embedded.files, sent.ref).exists()


@pytest.mark.parametrize(("hours", "stays"), [(1, True), (25, False)], ids=["an hour", "a day and an hour"])
def test_sealed_bytes_that_nobody_knows_go_after_a_day(embedded, hours, stays):
    path = path_of(embedded.files, embedded.file().ref)
    then = (embedded.now - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    swept(embedded)
    assert path.exists() is stays


def test_a_file_whose_bytes_are_gone_already_stops_nothing(embedded):
    gone, other = keep(embedded, hours=1), keep(embedded, hours=1)
    path_of(embedded.files, gone.ref).unlink()
    assert swept(embedded, hours=1).files == 2
    assert not path_of(embedded.files, other.ref).exists()
