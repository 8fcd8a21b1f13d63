"""Contact before and after a change of staff: equal periods, days counted once, nothing compared too early."""

from dataclasses import replace
from datetime import date, timedelta

from safeconduct.cases.handover import offers
from safeconduct.coordination.contact_around import (
    LONGEST,
    ContactCount,
    ContactsCounted,
    changes_to_count,
    contact_around,
    days_of_contact,
    length_of,
    over_all,
    refusal_to_comparing,
)
from tests.builders import MORNING, an_entry
from tests.handing_over import an_offer

CHANGED = date(2026, 3, 31)


def test_both_periods_are_as_long_as_it_is_since_the_change_and_three_months_at_most():
    assert length_of(CHANGED, on=date(2026, 4, 20)) == timedelta(days=20)
    assert length_of(CHANGED, on=date(2027, 4, 20)) == LONGEST


def test_days_count_once_and_the_day_of_the_change_is_the_last_before_it():
    length = timedelta(days=20)
    days = [CHANGED, CHANGED, CHANGED - timedelta(days=19), CHANGED - timedelta(days=20)]
    days += [CHANGED + timedelta(days=1), CHANGED + length, CHANGED + timedelta(days=21)]
    around = contact_around(days, CHANGED, length)
    assert (around.before, around.after, around.began) == (2, 2, CHANGED - timedelta(days=20))
    assert contact_around((), CHANGED, length).began is None


def test_a_word_of_either_side_is_contact_and_work_on_the_file_is_not():
    kinds = ("told", "word", "answer", "feedback_given", "contact_told", "note", "risk_assessed", "taken")
    entries = [replace(an_entry(kind), at=MORNING + timedelta(days=number)) for number, kind in enumerate(kinds)]
    assert [day.day for day in days_of_contact(entries)] == [4, 5, 6, 7, 8]


def test_nothing_is_compared_before_two_weeks_have_passed():
    new = an_offer()
    entry = replace(an_entry(new.kind), data=new.data)
    (offer,) = offers((entry,))
    first = offer.ends_on + timedelta(days=14)
    assert first.isoformat() in refusal_to_comparing(offer, on=first - timedelta(days=1)).sentence
    assert refusal_to_comparing(offer, on=first) is None


def test_over_all_changes_it_is_told_how_often_contact_fell_to_nothing():
    spring, summer = CHANGED, CHANGED + timedelta(days=90)
    counts = [
        ("a", spring, ContactCount(3, 2)),
        ("a", spring, ContactCount(2, 0)),
        ("a", spring, ContactCount(0, 0)),
        ("b", summer, ContactCount(0, 1)),
    ]
    told = over_all(counts)
    assert (told.cases, told.before, told.after, told.fell_silent) == (4, 2, 2, 1)
    assert told.changes == (("b", summer), ("a", spring))
    assert over_all(()) == ContactsCounted((), 0, 0, 0, 0)


def test_a_change_counts_once_for_a_case_when_it_is_neither_too_new_nor_too_long_ago():
    new = an_offer()
    made = [
        replace(an_entry(new.kind), data={**new.data, "ref": f"{number:032x}", "handover": handover, "ends_on": day})
        for number, (handover, day) in enumerate(
            [("old", "2024-03-01"), ("once", "2026-03-01"), ("once", "2026-03-02"), ("new", "2026-03-25")]
        )
    ]
    assert changes_to_count(offers(made), on=date(2026, 4, 1)) == {"once": date(2026, 3, 2)}
