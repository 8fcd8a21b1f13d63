"""Dialogues by pair: counted by day, silent against a rhythm, and some counted only by those who took part."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from safeconduct.cases.coded_list import coded_list
from safeconduct.coordination.dialogue import (
    Dialogue,
    is_counted_only,
    pairs,
    refusal_to_logging,
    refusal_to_rhythm,
)
from safeconduct.coordination.planned_contact import (
    planned_contacts,
    refusal_to_giving_up,
    refusal_to_making,
    refusal_to_planning_contact,
)
from tests.builders import MORNING
from tests.rules.coordination.covering import MIRA, OURS, THEIRS, TODAY, said

HELD = Dialogue("diplomats_state", date(2026, 3, 1), "routine_alone", "", OURS, "")


def held(on, by=OURS, pair="diplomats_state"):
    return said("dialogue_held", by, **replace(HELD, on=on, pair=pair).as_data())


def pair_of(*entries, value="diplomats_state", on=TODAY):
    return next(pair for pair in pairs(entries, on=on) if pair.value == value)


def rhythm(every="31", *, at: datetime = MORNING):
    return said("rhythm_set", at=at, pair="diplomats_state", every=every)


def test_there_are_seven_pairs_and_two_are_counted_only():
    assert [row.value for row in coded_list("dialogue_pairs")] == [pair.value for pair in pairs((), on=TODAY)]
    assert len(pairs((), on=TODAY)) == 7
    assert [pair.value for pair in pairs((), on=TODAY) if pair.is_counted_only] == [
        "defenders_defenders",
        "defenders_state",
    ]


def test_a_day_counts_once_and_only_within_a_year():
    known = (held(date(2026, 3, 1)), held(date(2026, 3, 1), THEIRS), held(date(2026, 2, 1)), held(date(2025, 3, 4)))
    assert (pair_of(*known).days, pair_of(*known).last) == (2, date(2026, 3, 1))
    assert pair_of(held(date(2026, 3, 1), pair="diplomats_defenders")).last is None


@pytest.mark.parametrize(
    ("entries", "on", "silent"),
    [
        ((held(date(2026, 1, 1)),), TODAY, None),
        ((rhythm(), held(date(2026, 2, 1))), TODAY, None),
        ((rhythm(), held(date(2026, 1, 31))), TODAY, timedelta(days=32)),
        ((rhythm(),), TODAY, None),
        ((rhythm(),), TODAY + timedelta(days=32), timedelta(days=32)),
        ((rhythm(), rhythm("92"), held(date(2026, 1, 1))), TODAY, None),
    ],
    ids=["no rhythm", "on the last day", "a day later", "set today", "never spoken since", "the newest rhythm counts"],
)
def test_a_pair_is_silent_once_more_days_passed_than_its_rhythm(entries, on, silent):
    assert pair_of(*entries, on=on).silent_for(on) == silent


@pytest.mark.parametrize(
    ("changes", "kind", "took_part", "why"),
    [
        ({"pair": "others"}, "network", False, "who spoke with whom"),
        ({"on": TODAY + timedelta(days=1)}, "network", False, "still to come"),
        ({"on": TODAY - timedelta(days=367)}, "network", False, "more than a year ago"),
        ({"pair": "defenders_state", "form": ""}, "mission", True, "mission takes no part"),
        ({"pair": "defenders_state", "form": ""}, "network", False, "Only those who took part"),
        ({"pair": "defenders_defenders"}, "network", True, "only the day is kept"),
        ({"pair": "defenders_defenders", "form": "", "region": MIRA}, "network", True, "only the day is kept"),
    ],
)
def test_a_dialogue_that_may_not_be_written_down_is_refused(changes, kind, took_part, why):
    refusal = refusal_to_logging(replace(HELD, **changes), kind=kind, took_part=took_part, on=TODAY)
    assert why in refusal.sentence


def test_who_took_part_counts_the_day_alone():
    own = replace(HELD, pair="defenders_state", form="")
    assert is_counted_only(own.pair) and refusal_to_logging(own, kind="network", took_part=True, on=TODAY) is None
    assert refusal_to_logging(HELD, kind="mission", took_part=False, on=TODAY) is None


def test_a_rhythm_is_one_of_the_list():
    assert "which pair" in refusal_to_rhythm("", "31").sentence
    assert "how often" in refusal_to_rhythm("diplomats_state", "3").sentence
    assert refusal_to_rhythm("diplomats_state", "31") is None


# Contact before need


def contact(**changes):
    data = {"contact": "k1", "trip": "", "region": MIRA, "whom": "The herders", "way": "trusted", "by": "2026-04-01"}
    return said("contact_planned", **{**data, **changes})


def the_contact(*entries):
    (found,) = planned_contacts(entries)
    return found


def test_a_contact_is_made_or_given_up_by_who_planned_it_and_once():
    made = said("contact_made", contact="k1", on="2026-03-03")
    given_up = said("contact_given_up", contact="k1", why="They asked us to.")
    assert the_contact(contact(), made).ended_on == date(2026, 3, 3)
    assert the_contact(contact(), given_up, made).why == "They asked us to."
    assert the_contact(contact(), said("contact_made", THEIRS, contact="k1", on="2026-03-03")).state == "planned"
    assert planned_contacts((made,)) == ()


def test_a_contact_is_late_once_its_day_has_passed():
    one = the_contact(contact())
    assert not one.is_late(one.by) and one.is_late(one.by + timedelta(days=1))
    made = said("contact_made", contact="k1", on="2026-03-03")
    assert not the_contact(contact(), made).is_late(date(2026, 5, 1))


@pytest.mark.parametrize(
    ("region", "whom", "way", "by", "why"),
    [
        ("", "The herders", "trusted", TODAY, "not said where"),
        (MIRA, " ", "trusted", TODAY, "with whom"),
        (MIRA, "The herders", "", TODAY, "not said how"),
        (MIRA, "The herders", "trusted", None, "no day yet"),
        (MIRA, "The herders", "trusted", TODAY - timedelta(days=1), "in the past"),
        (MIRA, "The herders", "trusted", TODAY + timedelta(days=400), "more than a year ahead"),
    ],
)
def test_a_contact_that_cannot_be_planned_is_refused(region, whom, way, by, why):
    assert why in refusal_to_planning_contact(region, whom, way, by, (MIRA,), on=TODAY).sentence


def test_what_became_of_a_contact_is_said_by_its_own_office_with_day_or_reason():
    one, done = the_contact(contact()), the_contact(contact(), said("contact_made", contact="k1", on="2026-03-03"))
    assert refusal_to_planning_contact(MIRA, "The herders", "trusted", TODAY, (MIRA,), on=TODAY) is None
    assert "Another organisation" in refusal_to_making(one, TODAY, own=THEIRS, on=TODAY).sentence
    assert "already" in refusal_to_making(done, TODAY, own=OURS, on=TODAY).sentence
    assert "no day yet" in refusal_to_making(one, None, own=OURS, on=TODAY).sentence
    assert "still to come" in refusal_to_making(one, TODAY + timedelta(days=1), own=OURS, on=TODAY).sentence
    assert refusal_to_making(one, TODAY, own=OURS, on=TODAY) is None
    assert "Another organisation" in refusal_to_giving_up(one, "Why.", own=THEIRS).sentence
    assert "not said why" in refusal_to_giving_up(one, " ", own=OURS).sentence
    assert "already" in refusal_to_giving_up(done, "Why.", own=OURS).sentence
    assert refusal_to_giving_up(one, "Why.", own=OURS) is None
