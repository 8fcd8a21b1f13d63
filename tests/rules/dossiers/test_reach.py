"""How far a chain reached, and when its end is gone."""

from datetime import date

import pytest

from safeconduct.dossiers.entry import SealedEntry
from safeconduct.dossiers.opening import opened
from safeconduct.dossiers.reach import NOWHERE, Reach, ReachLine, cut_short, missed, reach_from_text
from safeconduct.dossiers.scope import ScopeKey, new_scope_key, unwrapped, wrapped_for
from safeconduct.sealing.keys import Identity

OFFICE = Identity(bytes(32))
HASHES = tuple(bytes([number]) * 32 for number in range(1, 6))
FIVE = Reach(5, HASHES[4])


@pytest.mark.parametrize(
    ("hashes", "kept", "short"),
    [
        (HASHES, FIVE, None),
        ((*HASHES, bytes(32)), FIVE, None),
        (HASHES[:4], FIVE, 5),
        ((), FIVE, 5),
        ((*HASHES[:4], bytes(32)), FIVE, 5),
        ((*HASHES[:4], bytes(32), HASHES[4]), FIVE, 5),
        (HASHES, NOWHERE, None),
        ((), NOWHERE, None),
    ],
    ids=[
        "as it was",
        "longer",
        "the last is gone",
        "all are gone",
        "another stands there",
        "another was put before the last",
        "of an earlier release",
        "empty and never opened",
    ],
)
def test_an_end_is_missed_where_the_chain_is_shorter_or_another(hashes, kept, short):
    assert cut_short(hashes, kept) == short


@pytest.mark.parametrize("reach", [None, NOWHERE, FIVE, Reach(2**63, HASHES[0])], ids=["none", "0", "5", "many"])
def test_a_wrap_brings_back_how_far_it_reached_and_one_without_it_opens_as_before(reach):
    scope = new_scope_key("messages")
    wrapped = wrapped_for(OFFICE.public_seal, "d0", scope, reach=reach)
    back = unwrapped(OFFICE, OFFICE.public_seal, "d0", scope.ref, wrapped)
    assert (back, back.reach) == (scope, reach or NOWHERE)


def test_the_size_of_a_wrap_does_not_tell_how_far_it_reached():
    scope = new_scope_key("messages")
    sizes = {
        len(wrapped_for(OFFICE.public_seal, "d0", scope, reach=one)) for one in (NOWHERE, FIVE, Reach(900, bytes(32)))
    }
    assert len(sizes) == 1


def test_only_the_wrap_of_the_first_entry_s_scope_is_asked():
    """Anybody can seal a key of their own, and any number, to an office."""
    row = SealedEntry(1, "s0", "2026-03-04", b"", bytes(32), HASHES[0], None)
    forged = ScopeKey("s1", "messages", bytes(32), Reach(9, bytes(32)))
    assert opened("d0", "o0", "c0", (row,), (forged,)).cut_short is None
    true = ScopeKey("s0", "messages", bytes(32), Reach(9, bytes(32)))
    assert opened("d0", "o0", "c0", (row,), (true, forged)).cut_short == 9


# What a journal tells

THERE = {"d0": dict(enumerate(HASHES, start=1)), "d1": {1: bytes(32)}}


def told(line, count, *, dossier="d0", link=None):
    return ReachLine(line, date(2026, 3, line), dossier, Reach(count, HASHES[count - 1] if link is None else link))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((told(1, 2), told(2, 5)), ()),
        ((), ()),
        ((told(1, 5), told(2, 6, link=bytes(32))), ((2, 6, 5),)),
        ((told(1, 6, link=bytes(32)), told(2, 5)), ((1, 6, 5),)),
        ((told(1, 4, link=bytes(32)), told(2, 5)), ((1, 4, 5),)),
        ((told(1, 6, link=b"x"), told(2, 7, link=b"y"), told(3, 6, link=b"x")), ((2, 7, 5),)),
        (
            (told(1, 1, dossier="d1", link=bytes(32)), told(2, 2, dossier="d1"), told(3, 9, link=b"")),
            ((3, 9, 5), (2, 2, 1)),
        ),
        ((told(1, 3, dossier="gone"),), ((1, 3, 0),)),
    ],
    ids=[
        "all there",
        "nothing told",
        "the newest is gone",
        "gone, and a later line tells the shorter one",
        "gone, and something else has grown in its place",
        "the furthest line counts",
        "two files, the newest line first",
        "a whole file",
    ],
)
def test_what_a_line_tells_of_must_be_there(lines, found):
    assert [(one.told.line, one.told.reach.count, one.there) for one in missed(lines, THERE)] == list(found)


@pytest.mark.parametrize("written", ["", "5", ":", "five:00", "5:xy", "5:0", "x" * 99])
def test_what_nobody_can_read_tells_nothing(written):
    assert reach_from_text(written) is None


def test_it_comes_back_from_a_line():
    assert reach_from_text(FIVE.as_text()) == FIVE
