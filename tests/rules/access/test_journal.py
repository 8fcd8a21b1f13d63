"""The journal: one line for one thing that was done, chained so that nothing is changed or left out unseen."""

import json
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.access.event import EVENTS
from safeconduct.access.journal import Line, SealedLine, first_break, hash_of, line_from, where
from safeconduct.dossiers.reach import Reach
from safeconduct.sealing.chain import START
from safeconduct.sealing.padding import pad
from safeconduct.sealing.unopened import Unopened
from tests.builders import MORNING


def a_journal(length, *, organisation="o0"):
    lines, before = [], START
    for seq in range(1, length + 1):
        sealed = b"sealed %d" % seq
        link = hash_of(organisation, seq, "2026-03-04", before, sealed)
        lines.append(SealedLine(seq, "2026-03-04", before, link, sealed))
        before = link
    return tuple(lines)


@pytest.mark.parametrize("length", [0, 1, 2, 60])
def test_an_untouched_journal_holds(length):
    assert first_break("o0", a_journal(length)) is None


CHANGES = {"sealed": b"other", "day": "2026-03-05", "seq": 99, "before": bytes(31) + b"1", "hash": bytes(32)}


@pytest.mark.slow
@given(length=st.integers(1, 12), data=st.data())
@pytest.mark.parametrize(("column", "value"), CHANGES.items(), ids=list(CHANGES))
def test_any_change_is_found_where_it_is(column, value, length, data):
    lines = list(a_journal(length))
    position = data.draw(st.integers(0, length - 1))
    lines[position] = replace(lines[position], **{column: value})
    assert first_break("o0", tuple(lines)) == position + 1


@pytest.mark.slow
@given(length=st.integers(2, 12), data=st.data())
def test_a_swap_an_omission_and_a_doubling_are_found(length, data):
    lines = a_journal(length)
    first, second = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    swapped = list(lines)
    swapped[first], swapped[second] = lines[second], lines[first]
    assert first_break("o0", tuple(swapped)) == first + 1
    assert first_break("o0", lines[:first] + lines[first + 1 :]) == first + 1
    assert first_break("o0", (*lines[: first + 1], *lines[first:])) == first + 2


def test_the_journal_of_another_organisation_does_not_fit():
    assert first_break("o1", a_journal(3)) == 1


def test_a_hash_in_the_right_place_does_not_hide_a_rewritten_line():
    """Who rewrites a line and its own hash still breaks the next one."""
    lines = list(a_journal(3))
    link = hash_of("o0", 2, "2026-03-04", lines[1].before, b"rewritten")
    lines[1] = replace(lines[1], sealed=b"rewritten", hash=link)
    assert first_break("o0", tuple(lines)) == 3


def test_a_line_says_who_did_what_to_what_for_which_post_and_when():
    line = Line("DossierOpened", "d0", "m0", "p0", MORNING + timedelta(seconds=31), note="by search")
    assert json.loads(line.as_bytes()) == {
        "v": 1,
        "event": "DossierOpened",
        "object": "d0",
        "member": "m0",
        "post": "p0",
        "at": "2026-03-04T09:30+00:00",
        "note": "by search",
        "reach": "",
    }


@given(
    event=st.sampled_from(sorted(EVENTS)),
    note=st.text(st.characters(blacklist_categories=["Cs"]), max_size=40),
    at=st.datetimes(timezones=st.just(UTC)),
    reach=st.sampled_from(["", Reach(0, b"").as_text(), Reach(10**6, bytes(32)).as_text()]),
)
def test_every_line_is_sealed_in_the_same_size_and_comes_back(event, note, at, reach):
    line = Line(event, "d0" * 16, "a0" * 16, "b0" * 16, at.replace(second=0, microsecond=0), note, reach)
    assert len(pad(line.as_bytes())) == 1024
    assert line_from(line.as_bytes()) == line


def test_a_line_of_an_earlier_release_says_nothing_of_how_far_a_dossier_went():
    written = json.loads(Line("NoteAdded", "d0", "m0", "p0", MORNING, reach="5:00").as_bytes())
    del written["reach"]
    assert line_from(json.dumps(written).encode()) == Line("NoteAdded", "d0", "m0", "p0", MORNING)


WITHOUT_A_ZONE = Line("NoteAdded", "d0", "m0", "p0", MORNING.replace(tzinfo=None)).as_bytes()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"v": 1, "event": "x"}', b"null", WITHOUT_A_ZONE])
def test_something_else_that_was_sealed_to_the_auditors_is_no_line(body):
    with pytest.raises(Unopened):
        line_from(body)


def test_each_line_has_a_place_of_its_own():
    assert len({where("o0", 1), where("o0", 2), where("o1", 1)}) == 3
