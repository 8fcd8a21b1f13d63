"""Requests for haven, a visa or money: the clock for the answer, and what an answer must say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.haven import (
    ANSWERED,
    LATE,
    READ,
    WAITING,
    Haven,
    counted,
    havens,
    next_answer,
    refusal_to_answering_haven,
    refusal_to_asking_haven,
    refusal_to_noting_reading,
)
from tests.builders import MORNING, an_entry

TODAY = MORNING.date()
VISA = Haven("a1" * 16, "visa", "Consulate of Norlund", "For a month.", TODAY + timedelta(days=2), ("VCH-01",))


def asked(haven=VISA, *, seq=1):
    return an_entry("haven_asked", seq=seq, scope="coordination", **haven.as_data())


def answered(answer, *, seq=2, words="They gave none."):
    return an_entry("haven_answered", seq=seq, scope="coordination", ref=VISA.ref, answer=answer, words=words)


@pytest.mark.parametrize(
    "changes, is_refused",
    [
        pytest.param({}, False, id="whole"),
        pytest.param({"what": "asylum"}, True, id="something else"),
        pytest.param({"of_whom": " "}, True, id="of nobody"),
        pytest.param({"answer_by": TODAY}, False, id="today"),
        pytest.param({"answer_by": TODAY - timedelta(days=1)}, True, id="yesterday"),
        pytest.param({"answer_by": TODAY + timedelta(days=61)}, True, id="in two months"),
    ],
)
def test_a_request_says_what_of_whom_and_by_when(changes, is_refused):
    assert bool(refusal_to_asking_haven(replace(VISA, **changes), on=TODAY)) is is_refused


@pytest.mark.parametrize(
    "entries, days, is_late",
    [
        pytest.param([asked()], 2, False, id="on the day"),
        pytest.param([asked()], 3, True, id="the day after"),
        pytest.param([asked(), answered("no")], 3, False, id="answered no"),
    ],
)
def test_the_clock_runs_until_an_answer_comes(entries, days, is_late):
    (haven,) = havens(entries)
    assert haven.is_late(on=TODAY + timedelta(days=days)) is is_late
    assert (next_answer(entries) is None) is not haven.is_open


def test_the_clock_at_each_that_is_asked_runs_on_after_the_reading_until_the_answer():
    read = an_entry("haven_read", seq=2, scope="coordination", ref=VISA.ref)
    later = an_entry("haven_read", seq=3, scope="coordination", ref=VISA.ref)
    other = asked(replace(VISA, ref="b2" * 16, of_whom="Lindgrave"), seq=4)
    entries = [asked(), read, later, other]
    assert counted(havens(entries), on=TODAY) == {READ: 1, WAITING: 1}
    assert counted(havens(entries), on=TODAY + timedelta(days=3)) == {LATE: 2}
    answered_one = havens([*entries, answered("yes", seq=5)])
    assert counted(answered_one, on=TODAY + timedelta(days=3)) == {ANSWERED: 1, LATE: 1}
    assert next_answer(entries) == VISA.answer_by
    (known, _other) = havens(entries)
    assert "already" in refusal_to_noting_reading(known).sentence
    assert "answered" in refusal_to_noting_reading(answered_one[0]).sentence


def test_what_is_written_once_is_asked_of_each_that_is_named():
    three = replace(VISA, of_whom=" Norlund \n\nCity  of Lindgrave\nNight Desk\n")
    assert [one.of_whom for one in three.of_each()] == ["Norlund", "City of Lindgrave", "Night Desk"]
    assert refusal_to_asking_haven(three, on=TODAY) is None
    assert "twice" in refusal_to_asking_haven(replace(VISA, of_whom="Norlund\nnorlund"), on=TODAY).sentence
    many = "\n".join(f"City {number}" for number in range(7))
    assert "more than 6" in refusal_to_asking_haven(replace(VISA, of_whom=many), on=TODAY).sentence


def test_the_newest_answer_counts_and_without_its_request_none_does():
    assert [haven.answer for haven in havens([asked(), answered("no"), answered("yes", seq=3)])] == ["yes"]
    assert havens([answered("no")]) == ()


@pytest.mark.parametrize(
    "answer, words, is_refused",
    [("yes", "", False), ("no", "", True), ("partly", "A week only.", False), ("perhaps", "Later.", True)],
)
def test_a_no_has_the_reason_that_was_given(answer, words, is_refused):
    assert bool(refusal_to_answering_haven(VISA, answer, words)) is is_refused


def test_an_answer_is_written_down_once_and_may_change():
    (haven,) = havens([asked(), answered("partly", words="A week only.")])
    assert "already" in refusal_to_answering_haven(haven, "partly", " A week only. ").sentence
    assert refusal_to_answering_haven(haven, "partly", "Two weeks.") is None
    assert refusal_to_answering_haven(haven, "yes", "A week only.") is None
