"""What was promised: verdicts of the register's own rules on cards and the office's record, with the rows behind them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.access.adoption import Adoption
from safeconduct.access.training import TrainingHeld
from safeconduct.guidance.office_record import OfficeEvent, OfficeRecord
from safeconduct.guidance.register import the_register
from safeconduct.reports.figures import Period
from safeconduct.reports.promises import kept_at_the_desk, promises
from tests.rules.cases.protecting import TODAY
from tests.rules.cases.test_queue import a_card

PERIOD = Period(TODAY - timedelta(days=364), TODAY)
DELEGATION = OfficeRecord(("eu_delegation", "head_of_mission"), ("EU",))


def events(*rows):
    return {"events": [[kind, (TODAY - timedelta(days=ago)).isoformat()] for kind, ago in rows]}


def kept(number, *cards, record=DELEGATION, period=PERIOD):
    return next(one for one in promises(cards, record, the_register(), period) if one.commitment.id == number)


def several(number, start=0, **facts):
    return [a_card(f"{start + one:032x}", **facts) for one in range(number)]


def test_a_promise_is_met_partly_not_shown_or_does_not_apply_with_the_rows_behind_it():
    """EU-03: an eligibility finding within 30 days after a case was opened."""
    met = a_card("1" * 32, **events(("case_opened", 60), ("eligibility_found", 50)))
    late = a_card("2" * 32, **events(("case_opened", 100), ("eligibility_found", 50)))
    recent = a_card("3" * 32, **events(("case_opened", 5)))
    assert kept("EU-03", met).verdict == "met" and kept("EU-03", late).verdict == "not shown"
    assert kept("EU-03").verdict == "does not apply" and kept("EU-03", recent).verdict == "does not apply"
    partly = kept("EU-03", met, late, recent)
    assert partly.verdict == "partly"
    assert [row.card for row in partly.rows] == [met] and [row.event.kind for row in partly.rows] == [
        "eligibility_found"
    ]
    assert [row.card for row in partly.missing] == [late] and [row.card for row in partly.still_open] == [recent]


def test_an_answer_in_another_case_answers_nothing():
    opened = a_card("1" * 32, **events(("case_opened", 60)))
    other = a_card("2" * 32, **events(("eligibility_found", 50)))
    assert kept("EU-03", opened, other).verdict == "not shown"


def test_a_step_that_was_taken_answers_what_called_for_it():
    """EU-11d: authorities are reminded within 30 days after a threat."""
    step = {"tally": {"acts": [["DIP-03", "reactive", (TODAY - timedelta(days=80)).isoformat()]]}}
    reminded = a_card("1" * 32, **events(("threat_recorded", 90)), **step)
    assert kept("EU-11d", reminded).verdict == "met"
    assert kept("EU-11d", a_card("1" * 32, **events(("threat_recorded", 90)))).verdict == "not shown"


def test_what_the_office_did_beside_its_cases_counts_too():
    """EU-09a: defenders on the agenda of local meetings."""
    met = OfficeEvent("coordination_meeting", TODAY - timedelta(days=40), "They met.", "Officer")
    found = kept("EU-09a", record=replace(DELEGATION, events=(met,)))
    assert kept("EU-09a").verdict == "not shown"
    assert [row.noted for row in found.rows] == [met]


def at_the_desk(*, held=(), planned=()):
    posts = {"p1": "Human rights officer"}
    return tuple(kept_at_the_desk(held, planned, the_register(), posts))


def taken(course):
    return TrainingHeld("m1", "p1", course, TODAY - timedelta(days=20))


@pytest.mark.parametrize(
    ("course", "verdict"),
    [
        ("guidelines", "met"),
        ("digital-safety", "not shown"),
        ("part-of-society", "not shown"),
        ("unknown", "not shown"),
    ],
    ids=["its course", "another course", "a briefing", "no course of the register"],
)
def test_a_training_that_was_taken_shows_what_its_course_rests_on(course, verdict):
    """CC14-05: staff are trained on the Guidelines."""
    record = replace(DELEGATION, events=at_the_desk(held=[taken(course)]))
    found = kept("CC14-05", record=record)
    assert found.verdict == verdict
    assert [row.noted.noted_by for row in found.rows] == ["Human rights officer"] * (verdict == "met")
    assert "m1" not in repr(found.rows)


def test_a_practice_that_was_adopted_shows_that_practice_is_spread():
    """AI19-11: a yardstick, for whoever measures itself by it."""
    by_yardstick = OfficeRecord(("hq",), ("NGO benchmark",))
    plan = Adoption("a1", "visa-guidance", "KE", TODAY, TODAY - timedelta(days=3), "p1")
    dropped = replace(plan, outcome="dropped", ended_on=TODAY)
    shown = [
        kept("AI19-11", record=replace(by_yardstick, events=at_the_desk(planned=[one]))) for one in (plan, dropped)
    ]
    assert [one.verdict for one in shown] == ["met", "not shown"]
    assert "Kenya: Give consular staff guidance" in shown[0].rows[0].noted.says


def test_whether_a_mission_named_and_published_its_focal_point_is_a_commitment_with_a_day():
    """NO23-2a for Norway; ISHR-E1 is a yardstick for all, unverified and said so."""
    published = OfficeEvent("PRO-06", TODAY - timedelta(days=40), "The page names the mailbox; it answered.", "Officer")
    norway, yardstick = OfficeRecord(("embassy",), ("NO",)), OfficeRecord(("eu_delegation",), ("NGO benchmark",))
    for number, record in (("NO23-2a", norway), ("ISHR-E1", yardstick)):
        assert kept(number, record=record).verdict == "not shown"
        found = kept(number, record=replace(record, events=(published,)))
        assert found.verdict == "met" and [row.event.on for row in found.rows] == [published.on]
    assert any("Unverified" in said for said in kept("ISHR-E1", record=yardstick).cautions)


def test_only_texts_that_bind_the_office_today_are_counted():
    known = promises((), DELEGATION, the_register(), PERIOD)
    assert {one.instrument.owner for one in known} == {"EU"}
    assert all({"eu_delegation", "head_of_mission"} & set(one.commitment.bound) for one in known)
    assert {one.version.status for one in known}.isdisjoint({"superseded", "archived", "confidential"})
    assert promises((), OfficeRecord(), the_register(), PERIOD) == ()
    assert promises((), OfficeRecord(("embassy",), ("NO",)), the_register(), PERIOD) != ()


@pytest.mark.parametrize(
    ("answered", "missing", "says"),
    [
        (6, 7, "6 of 13 were answered."),
        (0, 12, "0 of 12 were answered."),
        (3, 9, "Some of what called for it was answered; numbers below 5 are not written."),
        (9, 3, "Some of what called for it was answered; numbers below 5 are not written."),
        (0, 2, "None of what called for it was answered; numbers below 5 are not written."),
        (2, 0, "All of what called for it was answered; numbers below 5 are not written."),
    ],
    ids=["both large", "none of many", "few answered", "few missing", "none of few", "all of few"],
)
def test_a_small_number_is_not_written(answered, missing, says):
    cards = [
        *several(answered, **events(("case_opened", 60), ("eligibility_found", 50))),
        *several(missing, start=50, **events(("case_opened", 60))),
    ]
    assert kept("EU-03", *cards).says == says


def test_a_public_appeal_is_no_case_of_the_office():
    assert kept("EU-03", a_card(source="public", **events(("case_opened", 60)))).verdict == "does not apply"


def test_nothing_is_added_up_over_promises():
    """No score: what is handed on is one row for each commitment, in the order of the register."""
    known = promises((), DELEGATION, the_register(), PERIOD)
    order = [one.id for one in the_register().commitments]
    assert [one.commitment.id for one in known] == sorted((one.commitment.id for one in known), key=order.index)


def test_thousands_of_cards_are_counted_in_seconds():
    """Answers are sought in their own matter: the work grows with the cards and not with their square."""
    cards = several(2_000, **events(("case_opened", 60), ("action_decided", 50), ("threat_recorded", 40)))
    assert kept("EU-03", *cards).says == "0 of 2000 were answered."


def test_only_the_days_asked_for_count():
    card = a_card("1" * 32, **events(("case_opened", 60)))
    assert kept("EU-03", card, period=Period(date(2020, 1, 1), date(2020, 12, 31))).verdict == "does not apply"
