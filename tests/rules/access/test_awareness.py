"""How well the guidelines are known: a trend by quarter, and nothing where few answered."""

import pytest

from safeconduct.access.awareness import AwarenessCount, AwarenessPeriod, quarter_of, refusal_to_counting, trend


def counts(quarter, question="heard", **numbers):
    return [AwarenessCount(question, quarter, answer, number) for answer, number in numbers.items()]


def test_a_trend_is_told_by_quarter_oldest_first():
    known = [*counts("2026-4", yes=6, no=1), *counts("2026-3", yes=2, no=4), *counts("2026-3", "other", yes=50)]
    assert trend(known, "heard") == (
        AwarenessPeriod("2026-3", {"yes": 2, "partly": 0, "no": 4}),
        AwarenessPeriod("2026-4", {"yes": 6, "partly": 0, "no": 1}),
    )


def test_where_fewer_than_five_answered_no_number_is_told():
    assert trend(counts("2026-4", yes=4), "heard") == (AwarenessPeriod("2026-4", None),)
    assert trend(counts("2026-4", yes=3, no=2), "heard")[0].numbers is not None


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, "2026-1"), (3, "2026-1"), (4, "2026-2"), (9, "2026-3"), (12, "2026-4")]
)
def test_a_month_lies_in_its_quarter(month, quarter):
    assert quarter_of(2026, month) == quarter


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "Nothing is answered yet."),
        ({("heard", "yes"): 0}, "Nothing is answered yet."),
        ({("unknown", "yes"): 1}, "not on the survey"),
        ({("heard", "perhaps"): 1}, "not on the survey"),
        ({("heard", "yes"): 501}, "from 0 to 500"),
        ({("heard", "yes"): -1}, "from 0 to 500"),
    ],
    ids=["nothing", "only noughts", "no such question", "no such answer", "too many", "below nought"],
)
def test_what_cannot_be_counted_is_refused(answers, says):
    assert says in refusal_to_counting(answers, known=["heard"]).sentence
    assert refusal_to_counting({("heard", "yes"): 1}, known=["heard"]) is None
