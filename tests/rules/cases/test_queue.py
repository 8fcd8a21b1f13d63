"""The queue: nearest danger first, then the oldest promise; the clock on each card; what is listed as undecided."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.request_card import clock, in_queue_order, request_card
from safeconduct.dossiers.card import Card, Note, folded
from tests.builders import MORNING

HOUR = timedelta(hours=1)


def at(hours):
    return (MORNING + hours * HOUR).isoformat(timespec="minutes")


def a_card(ref="d0" * 16, **facts):
    first = {
        "codename": "quiet heron",
        "stage": "received",
        "received": at(0),
        "read_by": at(24),
        "urgency": "",
        "country": "",
        "needs": [],
        "source": "form",
        "language": "en",
        "about": "me",
        "files": False,
    }
    return request_card(Card(ref, 0, first | facts))


def test_danger_comes_first_and_then_the_oldest_promise():
    cards = [
        a_card("1" * 32, urgency="no", read_by=at(1)),
        a_card("2" * 32, urgency="now", read_by=at(5)),
        a_card("3" * 32, urgency="days", read_by=at(1)),
        a_card("4" * 32, urgency="now", read_by=at(2)),
        a_card("5" * 32, urgency="no", read_by=at(30), code_at_risk=True),
        a_card("6" * 32, urgency="", read_by=at(0)),
    ]
    assert [card.dossier[0] for card in in_queue_order(cards)] == ["5", "4", "2", "3", "6", "1"]


@given(st.lists(st.tuples(st.sampled_from(["now", "days", "no", ""]), st.integers(0, 99)), max_size=20))
def test_nobody_in_greater_danger_and_no_older_promise_stands_behind(drawn):
    ordered = in_queue_order(a_card(urgency=urgency, read_by=at(hours)) for urgency, hours in drawn)
    keys = [({"now": 0, "days": 1}.get(card.urgency, 2), card.promise.ends) for card in ordered]
    assert keys == sorted(keys) and len(ordered) == len(drawn)


CLOCKS = {
    "runs": ({}, 1, "running", 23),
    "soon": ({}, 22, "soon", 2),
    "late": ({}, 25, "late", -1),
    "read is not answered": ({"read": at(1)}, 25, "late", -1),
    "answered": ({"answered": at(3)}, 25, "stopped", 0),
    "asked": ({"asked": at(2), "answer_by": at(24)}, 90, "waits", 22),
    "asked and replied": (
        {"asked": at(2), "answer_by": at(24), "replied": at(12), "waiting": True},
        33,
        "soon",
        1,
    ),
    "a public appeal": ({"source": "public"}, 25, "stopped", 0),
}


@pytest.mark.parametrize(("facts", "hours", "state", "left"), CLOCKS.values(), ids=CLOCKS)
def test_the_clock_on_a_card(facts, hours, state, left):
    shown = clock(a_card(**facts), at=MORNING + hours * HOUR)
    assert (shown.state, shown.left) == (state, left * HOUR)


UNDECIDED = {
    "new": ({}, True),
    "read": ({"read": at(1)}, True),
    "answered and nothing more": ({"answered": at(1)}, True),
    "accepted": ({"stage": "case"}, False),
    "declined": ({"stage": "declined"}, False),
    "asked back": ({"asked": at(1)}, False),
    "asked back and replied": ({"asked": at(1), "replied": at(2), "waiting": True}, True),
    "a public appeal": ({"source": "public"}, False),
}


@pytest.mark.parametrize(("facts", "listed"), UNDECIDED.values(), ids=UNDECIDED)
def test_what_was_neither_accepted_declined_nor_asked_back_is_listed(facts, listed):
    assert a_card(**facts).is_undecided is listed


def test_who_wrote_back_keeps_the_first_moment_until_it_is_emptied():
    def after(*facts):
        notes = [Note(number, "d", one) for number, one in enumerate(facts, start=1)]
        return folded([], notes)["d"].facts["replied"]

    assert after({"replied": at(1)}, {"replied": at(2)}) == at(1)
    assert after({"replied": at(1)}, {"replied": None}, {"replied": at(3)}, {"replied": at(4)}) == at(3)
