"""Whether recorded events show a commitment met: verdicts with their rows, on events made for these tests."""

from datetime import date, timedelta

import pytest

from safeconduct.guidance.commitment import Commitment, EvidenceRule
from safeconduct.guidance.evidence import DOES_NOT_APPLY, MET, NOT_SHOWN, PARTLY, RecordedEvent, verdict_on
from safeconduct.guidance.register import read_register

SINCE, UNTIL = date(2025, 1, 1), date(2025, 12, 31)
HEARING = EvidenceRule("each", frozenset({"PRE-01"}), frozenset({"hearing_set"}), within_days=60)
CONSULTED = EvidenceRule("each", frozenset({"defender_consulted"}), frozenset({"action_decided"}), order="before")
YEARLY = EvidenceRule("at_least", frozenset({"PRO-01"}), at_least=1, months=12)
READ_IT = EvidenceRule("reading")


def a_commitment(rule, bound=("embassy",), strength="should"):
    return Commitment(
        "XX-1", "text-2020", "1", "Do it.", bound, strength, "", "event", (), (), "", rule, "read", "", "2025-01-01", ()
    )


def told(rule, events, *, bound_as="embassy", status="in_force", since=SINCE, until=UNTIL):
    return verdict_on(a_commitment(rule), events, bound_as=bound_as, status=status, since=since, until=until)


def an_event(ref, kind, day, about="north"):
    return RecordedEvent(ref, kind, date.fromisoformat(day), about)


FIRST = an_event("h1", "hearing_set", "2025-03-01")
SECOND = an_event("h2", "hearing_set", "2025-05-01", "south")
SEEN = an_event("o1", "PRE-01", "2025-03-20")
SEEN_SOUTH = an_event("o2", "PRE-01", "2025-06-01", "south")


@pytest.mark.parametrize(
    ("events", "verdict", "rows", "missing"),
    [
        ([FIRST, SEEN], MET, ("o1",), ()),
        ([FIRST, SECOND, SEEN, SEEN_SOUTH], MET, ("o1", "o2"), ()),
        ([FIRST, SECOND, SEEN], PARTLY, ("o1",), ("h2",)),
        ([FIRST, SECOND], NOT_SHOWN, (), ("h1", "h2")),
        ([SEEN], DOES_NOT_APPLY, (), ()),
        ([], DOES_NOT_APPLY, (), ()),
        ([FIRST, an_event("o3", "PRE-01", "2025-03-20", "south")], NOT_SHOWN, (), ("h1",)),
        ([FIRST, an_event("o3", "PRE-01", "2025-04-30")], MET, ("o3",), ()),
        ([FIRST, an_event("o3", "PRE-01", "2025-05-01")], NOT_SHOWN, (), ("h1",)),
        ([FIRST, an_event("o3", "PRE-01", "2025-02-28")], NOT_SHOWN, (), ("h1",)),
        ([FIRST, an_event("o3", "PRE-04", "2025-03-20")], NOT_SHOWN, (), ("h1",)),
    ],
    ids=[
        "one hearing, observed",
        "two, both observed",
        "two, one observed",
        "two, none observed",
        "nothing called for it",
        "nothing at all",
        "another matter was observed",
        "on the last day",
        "a day too late",
        "before it was called for",
        "something else was done",
    ],
)
def test_each_opening_is_answered_in_its_own_matter_and_time(events, verdict, rows, missing):
    found = told(HEARING, events)
    assert (found.verdict, found.rows, found.missing) == (verdict, rows, missing)


def test_what_is_recent_is_still_open_and_not_missing():
    late = an_event("h3", "hearing_set", "2025-12-20", "east")
    alone = told(HEARING, [late])
    assert (alone.verdict, alone.still_open, alone.missing) == (DOES_NOT_APPLY, ("h3",), ())
    beside = told(HEARING, [FIRST, SEEN, late])
    assert (beside.verdict, beside.rows, beside.still_open) == (MET, ("o1",), ("h3",))


def test_openings_outside_the_period_and_later_answers_do_not_count():
    before = an_event("h0", "hearing_set", "2024-12-31")
    assert told(HEARING, [before, SEEN]).verdict == DOES_NOT_APPLY
    asked = an_event("h4", "hearing_set", "2025-12-01")
    answered_later = told(HEARING, [asked, an_event("o4", "PRE-01", "2026-01-10")])
    assert (answered_later.verdict, answered_later.rows, answered_later.still_open) == (DOES_NOT_APPLY, (), ("h4",))


def test_what_must_come_first_comes_first():
    decided = an_event("a1", "action_decided", "2025-06-10")
    assert told(CONSULTED, [decided, an_event("c1", "defender_consulted", "2025-06-10")]).verdict == MET
    assert told(CONSULTED, [decided, an_event("c1", "defender_consulted", "2025-06-11")]).verdict == NOT_SHOWN


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        (["2023-05-01", "2024-05-01", "2025-05-01"], MET),
        (["2023-05-01", "2025-05-01", "2025-06-01"], PARTLY),
        (["2022-12-31"], NOT_SHOWN),
        ([], NOT_SHOWN),
    ],
    ids=["every year", "a year was left out", "before the period", "never"],
)
def test_a_yearly_meeting_is_counted_in_each_year_of_the_period(days, verdict):
    meetings = [an_event(f"m{number}", "PRO-01", day, "") for number, day in enumerate(days)]
    assert told(YEARLY, meetings, since=date(2023, 1, 1)).verdict == verdict


def test_a_period_shorter_than_the_rule_says_so():
    assert told(YEARLY, [], since=UNTIL - timedelta(days=90)).verdict == DOES_NOT_APPLY


def test_the_months_of_a_rule_end_on_days_that_exist():
    rule = EvidenceRule("at_least", frozenset({"PRO-01"}), months=1)
    meetings = [an_event("m1", "PRO-01", "2024-02-29", ""), an_event("m2", "PRO-01", "2024-03-30", "")]
    found = told(rule, meetings, since=date(2024, 1, 31), until=date(2024, 3, 30))
    assert (found.verdict, found.rows) == (MET, ("m1", "m2"))


def test_what_nobody_can_count_has_to_be_read():
    found = told(READ_IT, [FIRST, SEEN])
    assert found.verdict == NOT_SHOWN and "read and judge" in found.says


@pytest.mark.parametrize("status", ["superseded", "archived", "confidential"])
def test_a_text_that_is_not_applied_does_not_apply(status):
    assert told(HEARING, [FIRST, SEEN], status=status).verdict == DOES_NOT_APPLY
    assert told(HEARING, [FIRST, SEEN], status="uncertain").verdict == MET


def test_what_is_only_allowed_is_never_held_against_anybody():
    allowed = a_commitment(HEARING, strength="may")
    given = {"bound_as": "embassy", "status": "in_force", "since": SINCE, "until": UNTIL}
    assert verdict_on(allowed, [FIRST, SEEN], **given).verdict == MET
    assert verdict_on(allowed, [FIRST], **given).verdict == DOES_NOT_APPLY
    assert verdict_on(allowed, [FIRST, SECOND, SEEN], **given).verdict == DOES_NOT_APPLY


def test_an_act_does_not_show_the_consent_that_must_come_before_it():
    for number in ("SRHRD-01", "SRHRD-02", "REP-01", "UK25-04"):
        commitment = next(one for one in read_register().commitments if one.id == number)
        assert commitment.evidence.shown_by == {"consent_recorded"}


def test_whom_it_does_not_bind_it_does_not_concern():
    assert told(HEARING, [FIRST], bound_as="eu_delegation").verdict == DOES_NOT_APPLY


def test_the_register_s_own_rule_on_hearings_is_met_by_an_observed_hearing():
    commitment = next(one for one in read_register().commitments if one.id == "EU-10k")
    events = [FIRST, SEEN]
    found = verdict_on(commitment, events, bound_as=commitment.bound[0], status="in_force", since=SINCE, until=UNTIL)
    assert (found.verdict, found.rows) == (MET, ("o1",))


def test_a_verdict_has_no_number():
    assert set(vars(told(HEARING, [FIRST, SEEN]))) == {"verdict", "says", "rows", "missing", "still_open", "answered"}
