"""What clear columns answer of dossiers: of one compartment, on one day, without what was hidden, erased or ended.

The rows are bare: nothing of them opens. Beside each that counts stands one that differs in a single column.
"""

from datetime import timedelta

import pytest

from safeconduct.dossiers import lookup
from safeconduct.dossiers.lookup import DueDossier, Extent
from safeconduct.dossiers.models import CardNote, Dossier, EndedGrant, Entry, Grant, Keeping, SegmentKey
from tests.builders import MORNING

pytestmark = pytest.mark.as_owner

OURS, THEIRS = "a" * 32, "b" * 32
TODAY = MORNING.date()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def a_dossier(ref, compartment=OURS, *, opened_on=TODAY, **marks):
    Dossier.objects.create(ref=ref, organisation="0f" * 16, compartment=compartment, opened_on=opened_on, **marks)


def a_grant(dossier, scope_ref, compartment=OURS, *, until=None, epoch=1):
    Grant.objects.create(
        dossier=dossier,
        scope_ref=scope_ref,
        compartment=compartment,
        epoch=epoch,
        wrapped=b"nothing opens",
        expires_on=until,
    )


def an_ended_grant(dossier, scope_ref, compartment=OURS, *, on=TODAY):
    EndedGrant.objects.create(dossier=dossier, scope_ref=scope_ref, compartment=compartment, ended_on=on)


def an_entry_row(dossier, scope_ref, *, seq=1, day=TODAY):
    Entry.objects.create(dossier=dossier, seq=seq, scope_ref=scope_ref, day=day, body=b"", before=b"", hash=b"")


def four_dossiers(**given):
    a_dossier("open", **given)
    a_dossier("hidden", erase_after=MORNING, **given)
    a_dossier("erased", erased_on=TODAY, **given)
    a_dossier("theirs", THEIRS, **given)


def test_what_is_hidden_and_what_is_erased_is_known_of_one_compartment(embedded):
    """_hidden and _erased ask of one compartment."""
    a_dossier("theirs, hidden", THEIRS, erase_after=MORNING)
    four_dossiers()
    a_dossier("theirs, erased", THEIRS, erased_on=TODAY)
    a_dossier("hidden, then erased", erase_after=MORNING, erased_on=TODAY)
    hidden, erased = lookup.hidden_or_erased(OURS)
    assert (hidden, erased) == ({"hidden", "erased", "hidden, then erased"}, {"erased", "hidden, then erased"})
    assert lookup.hidden(OURS) == {"hidden"}
    assert lookup.count_erased(OURS) == 2
    assert [lookup.has_ended(ref) for ref in ("open", "hidden", "erased")] == [False, False, True]


def test_cards_are_many_where_a_list_has_a_second_segment(embedded):
    """_later_segments asks of the compartments that it is given."""
    for compartment, number in ((OURS, 1), (THEIRS, 1), (THEIRS, 2)):
        SegmentKey.objects.create(compartment=compartment, number=number, epoch=1, wrapped=b"")
    asked = ([], [OURS], [THEIRS], [OURS, THEIRS])
    assert [lookup.have_more_cards_than_a_segment(one) for one in asked] == [False, False, True, True]


def test_a_compartment_has_what_it_holds_and_is_not_erased(embedded):
    four_dossiers()
    a_dossier("tomorrow", opened_on=TOMORROW)
    assert lookup.extent(OURS, until=TODAY) == Extent(2, TODAY, TODAY)
    assert lookup.extent("c" * 32, until=TODAY) == Extent(0, None, None)
    assert lookup.opened_until(OURS, TODAY) == {"open", "hidden"}


def test_due_is_what_a_compartment_holds_and_may_still_see(embedded):
    four_dossiers()
    for ref in ("open", "hidden", "erased", "theirs"):
        Keeping.objects.create(dossier=ref, scope_ref="s1", due_on=TODAY)
        Keeping.objects.create(dossier=ref, scope_ref="s2", due_on=TOMORROW)
    assert lookup.due_until([OURS], TODAY) == (DueDossier("open", TODAY, TOMORROW),)
    assert lookup.due_until([OURS], YESTERDAY) == ()


def test_held_for_good_is_neither_a_share_nor_what_is_to_be_erased(embedded):
    four_dossiers()
    a_dossier("shared with us", THEIRS)
    for ref in ("open", "hidden", "erased"):
        a_grant(ref, "s1")
    a_grant("theirs", "s1", THEIRS)
    a_grant("shared with us", "s1", until=TOMORROW)
    assert lookup.granted_to([OURS]) == ("open",)


def test_a_share_reads_until_its_last_day_what_is_not_hidden_erased_or_ended(embedded):
    """What was _granted_to a compartment, but for what _ended_for it."""
    for ref, marks in {"theirs": {}, "hidden": {"erase_after": MORNING}, "erased": {"erased_on": TODAY}}.items():
        a_dossier(ref, THEIRS, **marks)
        a_grant(ref, "s1", until=TODAY)
    for ref in ("past", "ended", "for another", "held", "ended for another"):
        a_dossier(ref, THEIRS)
    a_grant("past", "s1", until=YESTERDAY)
    a_grant("ended", "s1", until=TODAY)
    an_ended_grant("ended", "s1")
    a_grant("for another", "s1", "c" * 32, until=TODAY)
    a_grant("held", "s1")
    a_grant("ended for another", "s1", until=TODAY)
    an_ended_grant("ended for another", "s1", "c" * 32)
    assert lookup.shared_with(OURS, on=TODAY) == {"theirs", "ended for another"}


def test_what_another_holds_or_held_of_a_dossier_is_told_of_that_dossier_alone(embedded):
    a_grant("one", "own")
    a_grant("one", "shared", THEIRS, until=TODAY)
    an_ended_grant("one", "ended", THEIRS)
    a_grant("another", "of another", THEIRS, until=TODAY)
    an_ended_grant("another", "ended of another", THEIRS)
    assert lookup.scopes_shared_out("one") == {"shared", "ended"}


def test_shares_ended_lately_are_counted_for_whom_they_were(embedded):
    an_ended_grant("one", "s1")
    an_ended_grant("one", "s2")
    an_ended_grant("for another", "s1", THEIRS)
    an_ended_grant("before", "s1", on=YESTERDAY)
    assert lookup.shares_ended_since(frozenset({OURS}), TODAY) == 1


def test_the_chain_and_the_scopes_in_use_are_of_one_dossier(embedded):
    an_entry_row("one", "s1")
    an_entry_row("one", "s2", seq=2, day=TOMORROW)
    an_entry_row("another", "s3")
    assert lookup.scopes_used_until("one", TODAY) == {"s1"}
    assert [link["scope_ref"] for link in lookup.links("one")] == ["s1", "s2"]


def test_what_waits_for_the_newest_key_is_counted_for_one_compartment(embedded):
    for compartment in (OURS, THEIRS):
        for epoch in (1, 2):
            a_grant("one", f"s{epoch}", compartment, epoch=epoch)
            CardNote.objects.create(compartment=compartment, epoch=epoch, dossier="one", body=b"")
            SegmentKey.objects.create(compartment=compartment, number=epoch, epoch=epoch, wrapped=b"")
    assert lookup.under_older_epochs(OURS, 2) == 3
