"""What clear columns answer about dossiers: of one compartment, of one dossier, and not of what is hidden or erased."""

from datetime import UTC, date, datetime, timedelta

import pytest

from safeconduct.dossiers import lookup
from safeconduct.dossiers.models import CardNote, Dossier, EndedGrant, Entry, Grant, Keeping, SegmentKey

pytestmark = pytest.mark.as_owner

OURS, OTHERS, HOUSE = "c0" * 16, "c1" * 16, "0f" * 16
DAY = date(2026, 3, 4)
SHOWN, ASKED, ENDED, ERASED, ELSEWHERE = (f"{number}0" * 16 for number in range(1, 6))
SOON = datetime(2026, 3, 7, tzinfo=UTC)
"""One dossier is as it was, for one the erasure was asked, for one the reading was ended, one is erased, and one is
another compartment's."""


@pytest.fixture
def rows(embedded):
    for ref, compartment, erase_after, erased_on in (
        (SHOWN, OURS, None, None),
        (ASKED, OURS, SOON, None),
        (ENDED, OURS, None, DAY),
        (ERASED, OURS, SOON, DAY),
        (ELSEWHERE, OTHERS, None, None),
    ):
        Dossier.objects.create(
            ref=ref,
            organisation=HOUSE,
            compartment=compartment,
            opened_on=DAY,
            erase_after=erase_after,
            erased_on=erased_on,
        )


def granted(dossier, compartment, *, expires_on=None, scope_ref="a0" * 16, epoch=1):
    Grant.objects.create(
        dossier=dossier,
        compartment=compartment,
        scope_ref=scope_ref,
        epoch=epoch,
        wrapped=b"",
        expires_on=expires_on,
    )


def ended(dossier, compartment, scope_ref="a0" * 16):
    EndedGrant.objects.create(dossier=dossier, compartment=compartment, scope_ref=scope_ref, ended_on=DAY)


def test_hidden_or_erased_are_those_of_one_compartment(rows):
    Dossier.objects.create(ref="60" * 16, organisation=HOUSE, compartment=OTHERS, opened_on=DAY, erased_on=DAY)
    assert lookup.hidden_or_erased(OURS) == ({ASKED, ENDED, ERASED}, {ENDED, ERASED})


def test_is_hidden_what_somebody_asked_to_erase_or_is_erased_and_has_ended_what_is_erased(rows):
    refs = (SHOWN, ASKED, ENDED, ERASED, "ff" * 16)
    assert [lookup.is_hidden(ref) for ref in refs] == [False, True, True, True, False]
    assert [lookup.has_ended(ref) for ref in refs] == [False, False, True, True, False]


def test_ended_grants_and_scopes_shared_out_are_those_of_one_dossier(rows):
    granted(SHOWN, OURS, scope_ref="a1" * 16)
    granted(SHOWN, OTHERS, scope_ref="a2" * 16, expires_on=DAY)
    ended(SHOWN, OTHERS, "a3" * 16)
    granted(ELSEWHERE, OURS, scope_ref="a4" * 16, expires_on=DAY)
    ended(ELSEWHERE, OURS, "a5" * 16)
    assert lookup.ended_grants(SHOWN) == {("a3" * 16, OTHERS)}
    assert lookup.scopes_shared_out(SHOWN) == {"a2" * 16, "a3" * 16}


def test_shared_with_a_compartment_is_what_it_was_given_for_a_time(rows):
    for ref in (SHOWN, ASKED, ENDED, ERASED):
        granted(ref, OTHERS, expires_on=DAY)
    granted(ELSEWHERE, OTHERS)
    granted(ELSEWHERE, OURS, expires_on=DAY)
    assert lookup.shared_with(OTHERS, on=DAY) == {SHOWN}
    assert lookup.shared_with(OURS, on=DAY) == {ELSEWHERE}
    assert lookup.shared_with(OTHERS, on=DAY + timedelta(days=1)) == frozenset()
    ended(SHOWN, OURS)
    assert lookup.shared_with(OTHERS, on=DAY) == {SHOWN}
    ended(SHOWN, OTHERS)
    assert lookup.shared_with(OTHERS, on=DAY) == frozenset()


def test_shares_ended_since_a_day_are_counted_for_these_compartments(rows):
    ended(SHOWN, OTHERS)
    ended(ELSEWHERE, OURS)
    assert lookup.shares_ended_since(frozenset({OTHERS}), DAY) == 1
    assert lookup.shares_ended_since(frozenset({OTHERS}), DAY + timedelta(days=1)) == 0


def entry(dossier, seq, scope_ref, day=DAY):
    Entry.objects.create(
        dossier=dossier, seq=seq, scope_ref=scope_ref, day=day, body=b"", before=b"", hash=bytes([seq])
    )


def test_links_and_scopes_used_until_a_day_are_those_of_one_dossier(rows):
    entry(SHOWN, 1, "a1" * 16)
    entry(SHOWN, 2, "a2" * 16, DAY + timedelta(days=1))
    entry(ELSEWHERE, 1, "a3" * 16)
    assert lookup.scopes_used_until(SHOWN, DAY) == {"a1" * 16}
    assert [(link["seq"], link["scope_ref"]) for link in lookup.links(SHOWN)] == [(1, "a1" * 16), (2, "a2" * 16)]


def test_extent_and_opened_until_a_day_are_of_one_compartment_and_not_of_what_is_erased(rows):
    assert lookup.extent(OURS, until=DAY) == lookup.Extent(2, DAY, DAY)
    assert lookup.opened_until(OURS, DAY) == {SHOWN, ASKED}
    assert lookup.opened_until(OURS, DAY - timedelta(days=1)) == frozenset()


def test_under_older_epochs_is_counted_what_one_compartment_has(rows):
    for compartment in (OURS, OTHERS):
        granted(SHOWN, compartment, epoch=1)
        granted(SHOWN, compartment, scope_ref="a1" * 16, epoch=2)
        CardNote.objects.create(compartment=compartment, epoch=1, dossier=SHOWN, body=b"")
        SegmentKey.objects.create(compartment=compartment, number=1, epoch=1, wrapped=b"")
    assert lookup.under_older_epochs(OURS, 2) == 3


def test_due_until_a_day_is_what_these_compartments_still_show(rows):
    for ref in (SHOWN, ASKED, ENDED, ERASED, ELSEWHERE):
        Keeping.objects.create(dossier=ref, scope_ref="a1" * 16, due_on=DAY)
    assert [one.dossier for one in lookup.due_until([OURS], DAY)] == [SHOWN]
    assert lookup.due_until([OURS], DAY - timedelta(days=1)) == ()


def test_granted_to_compartments_is_what_they_hold_and_still_show(rows):
    for ref in (SHOWN, ASKED, ENDED, ERASED):
        granted(ref, OURS)
    granted(ELSEWHERE, OURS, expires_on=DAY)
    granted(ELSEWHERE, OTHERS)
    assert lookup.granted_to([OURS]) == (SHOWN,)
