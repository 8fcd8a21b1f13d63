"""The clock on the promise to answer: it runs until the first answer and stands while the office waits for a reply."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.dossiers.entry import Author, Entry
from safeconduct.intake.promise import promise_to_answer
from tests.builders import MORNING

HOUR = timedelta(hours=1)
BY = MORNING + 24 * HOUR


def entry(kind, hours, *, by="member", seq=10):
    data = {"entries": 5} if kind == "arrived" else {"text": ""}
    return Entry(seq, "messages", "5c" * 16, kind, MORNING + hours * HOUR, Author(by), data, b"", b"")


def word(hours, by="defender"):
    return entry("word", hours, by=by)


def ask(hours):
    return entry("asked_back", hours)


# Entries, then after how many hours from the morning the promise is broken; None where it never is.
SITUATIONS = {
    "nothing happened": ([], 24),
    "read": ([entry("read", 1)], 24),
    "accepted without a word": ([entry("accepted", 1)], 24),
    "answered": ([entry("answer", 1)], None),
    "answered late": ([entry("answer", 30)], None),
    "declined": ([entry("declined", 2)], None),
    "asked, no reply": ([ask(2)], None),
    "asked and replied": ([ask(2), word(12)], 34),
    "a second reply moves nothing": ([ask(2), word(12), word(20)], 34),
    "a reply with the code alone counts": ([ask(2), word(12, by="code")], 34),
    "a second question while the first is open": ([ask(2), ask(5), word(12)], 34),
    "asked twice": ([ask(2), word(12), ask(14), word(15)], 35),
    "asked twice, open": ([ask(2), word(12), ask(14)], None),
    "a word before the question is no reply": ([word(1), ask(2)], None),
    "a word, a question, a reply": ([word(1), ask(2), word(12)], 34),
    "asked when it was broken already": ([ask(30), word(40)], 34),
    "a file that came with the request is no reply": ([entry("file", 3, by="defender", seq=5), ask(2)], None),
    "our own file is no reply": ([ask(2), entry("file", 3)], None),
}


@pytest.mark.parametrize(("entries", "hours"), SITUATIONS.values(), ids=SITUATIONS)
def test_the_promise_is_broken_when_the_office_s_own_time_is_over(entries, hours):
    promise = promise_to_answer([entry("arrived", 0, by="defender", seq=1), *entries], read_by=BY)
    if hours is None:
        assert not promise.is_broken(at=MORNING + 10_000 * HOUR)
    else:
        assert not promise.is_broken(at=MORNING + hours * HOUR)
        assert promise.is_broken(at=MORNING + hours * HOUR + timedelta(minutes=1))


def test_the_first_answer_stays_the_first():
    promise = promise_to_answer([entry("answer", 3), ask(5), word(6), entry("answer", 40)], read_by=BY)
    assert promise.answered == MORNING + 3 * HOUR and promise.ends == BY


def test_an_answer_while_we_wait_is_measured_by_the_time_that_was_ours():
    promise = promise_to_answer([ask(2), entry("answer", 40)], read_by=BY)
    assert promise.answered and promise.answered <= promise.ends


STEPS = st.lists(st.tuples(st.sampled_from(["ask", "word", "read"]), st.integers(1, 30)), max_size=12)


@given(STEPS)
def test_the_promise_is_put_off_by_exactly_the_time_in_which_we_waited(steps):
    entries, hours, waited, waiting = [], 0, 0, False
    for kind, pause in steps:
        waited += pause if waiting else 0
        hours += pause
        entries.append({"ask": ask, "word": word, "read": lambda at: entry("read", at)}[kind](hours))
        waiting = kind == "ask" or (waiting and kind != "word")
    promise = promise_to_answer(entries, read_by=BY)
    assert promise.waits == waiting
    if not waiting:
        assert promise.ends == BY + waited * HOUR
