"""Incidents: which dates can be, what a correction changes, how incidents may be joined, what a card may carry."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.incident import (
    Detention,
    Hearing,
    Incident,
    Joint,
    incident_as_data,
    incident_facts,
    incidents,
    refusal_to_hearing,
    refusal_to_recording,
)
from safeconduct.cases.incident_date import IncidentDate, refusal_to_date, refusal_to_period
from tests.builders import MORNING, an_entry

TODAY = MORNING.date()
HELD = Detention(
    "police",
    IncidentDate("2026-03"),
    "the old barracks",
    "obstruction",
    "refused",
    "",
    "yes",
    Hearing("2026-03-09", "09:30", "America/Guatemala"),
)
A, B, C = "a" * 32, "b" * 32, "c" * 32


def an_incident(ref=A, **changes):
    plain = Incident(
        ref=ref,
        acts=("threat",),
        first=IncidentDate("2026-03-01"),
        last=IncidentDate(),
        country="GT",
        region_part="north",
        place="behind the mill",
        perpetrator="police",
        stigmas=(),
        text="Two men asked for her.",
        sources=(),
        joints=(),
        detention=None,
        follow_up_on="",
        reprisal_for="",
        contact="",
        told_at=MORNING,
    )
    return replace(plain, **changes)


def told(incident, *, kind="incident", seq=1, at=MORNING):
    return an_entry(kind, seq=seq, scope="story", at=at, **incident_as_data(incident))


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "precision"),
    [
        ("2026-03-28", date(2026, 3, 28), date(2026, 3, 28), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "year"),
        ("", None, None, "unknown"),
    ],
)
def test_a_date_is_known_as_far_as_it_is_written(written, earliest, latest, precision):
    known = IncidentDate(written)
    assert (known.earliest, known.latest, known.precision) == (earliest, latest, precision)


def test_a_date_can_be_about():
    assert IncidentDate("2026-03", about=True).precision == "about"


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30",
        "2026-13",
        "26-03-01",
        "yesterday",
        "2026-3-1",
        "٢٠٢٦",
        "2026-03-01T10:00",
        "0000",
        "1899",
        "2026-03-05",
        "2027",
    ],
)
def test_a_date_that_cannot_be_is_refused(written):
    assert refusal_to_date(written, on=TODAY) is not None


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from([4, 7, 10]))
def test_every_day_month_and_year_of_the_past_is_a_date(day, signs):
    assert refusal_to_date(day.isoformat()[:signs], on=TODAY) is None


@pytest.mark.parametrize(
    ("first", "last", "can_be"),
    [
        (IncidentDate("2026-02-10"), IncidentDate("2026-02-09"), False),
        (IncidentDate("2026-02-10"), IncidentDate("2026-02"), True),
        (IncidentDate("2026-02-10"), IncidentDate("2025"), False),
        (IncidentDate("2026-02-10"), IncidentDate("2025-12", about=True), True),
        (IncidentDate("2026-02-10", about=True), IncidentDate("2023"), False),
        (IncidentDate(), IncidentDate("2023"), True),
        (IncidentDate("2026-02-10"), IncidentDate(), True),
    ],
    ids=["a day early", "same month", "a year early", "about", "about, and years apart", "start unknown", "goes on"],
)
def test_an_end_does_not_lie_before_the_start(first, last, can_be):
    assert (refusal_to_period(first, last) is None) == can_be


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"acts": ()}, "Nothing is chosen yet"),
        ({"first": IncidentDate("2026-04")}, "has not come yet"),
        ({"last": IncidentDate("2026-02-01")}, "end lies before the start"),
        ({"follow_up_on": "9999-12-31"}, "years away"),
        ({"detention": replace(HELD, hearing=Hearing("0001-01-01", "", "America/Guatemala"))}, "years away"),
        ({"joints": (Joint("follows", A),)}, "joined to itself"),
        ({"joints": (Joint("follows", "d" * 32),)}, "not in this file"),
    ],
    ids=["no act", "a month to come", "ends too early", "a far day", "a far hearing", "itself", "another file's"],
)
def test_an_incident_that_cannot_be_is_refused_in_a_sentence(changes, says):
    refusal = refusal_to_recording(an_incident(**changes), [an_incident(B)], on=TODAY)
    assert refusal and says in refusal.sentence


@pytest.mark.parametrize(
    ("known", "changed", "can_be"),
    [
        (
            [an_incident(B), an_incident(C, joints=(Joint("follows", B),))],
            an_incident(joints=(Joint("follows", C),)),
            True,
        ),
        (
            [an_incident(B, joints=(Joint("follows", A),)), an_incident(C, joints=(Joint("follows", B),))],
            an_incident(joints=(Joint("follows", C),)),
            False,
        ),
        ([an_incident(B)], an_incident(joints=(Joint("follows", B), Joint("causes", B))), False),
        ([an_incident(B, joints=(Joint("part_of", A),))], an_incident(joints=(Joint("part_of", B),)), False),
        ([an_incident(B, joints=(Joint("part_of", A),))], an_incident(joints=(Joint("causes", B),)), True),
    ],
    ids=["a chain", "three in a ring", "after and before", "each a part of the other", "led to a part of itself"],
)
def test_a_chain_does_not_bite_its_tail(known, changed, can_be):
    assert (refusal_to_recording(changed, known, on=TODAY) is None) == can_be


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_joining_only_to_what_came_earlier_never_bites(pairs):
    refs = [str(number) * 32 for number in range(6)]
    joints = dict.fromkeys(refs, ())
    for one, other in pairs:
        if one > other:
            joints[refs[one]] += (Joint("follows", refs[other]),)
    all_of_them = [an_incident(ref, joints=joints[ref]) for ref in refs]
    assert all(refusal_to_recording(one, all_of_them, on=TODAY) is None for one in all_of_them)


def test_a_correction_says_all_of_it_anew_and_keeps_when_it_was_first_told():
    later = MORNING + timedelta(days=2)
    corrected = an_incident(acts=("physical_attack",), first=IncidentDate("2026-02"))
    (one,) = incidents([told(an_incident()), told(corrected, kind="incident_corrected", seq=2, at=later)])
    assert (one.acts, one.first.written, one.corrections, one.told_at) == (("physical_attack",), "2026-02", 1, MORNING)


def test_incidents_stand_in_the_order_in_which_they_happened_undated_ones_last():
    entries = [
        told(an_incident(A, first=IncidentDate())),
        told(an_incident(B, first=IncidentDate("2026-02-01")), seq=2),
        told(an_incident(C, first=IncidentDate("2025")), seq=3),
    ]
    assert [one.ref for one in incidents(entries)] == [C, B, A]


@given(st.permutations([told(an_incident(ref), seq=seq) for seq, ref in enumerate((A, B, C), start=1)]))
def test_the_order_of_entries_of_one_moment_changes_nothing(entries):
    assert incidents(entries) == incidents(sorted(entries, key=lambda entry: entry.seq))


def test_an_erased_entry_changes_nothing_of_the_others():
    entries = [told(an_incident(A)), told(an_incident(B, joints=(Joint("follows", A),)), seq=2)]
    assert incidents(entries[1:]) == (incidents(entries)[1],)


def test_detention_and_hearing_come_back_as_they_were_told():
    (one,) = incidents([told(an_incident(detention=HELD))])
    assert one.detention == HELD
    assert one.detention.hearing.at.isoformat() == "2026-03-09T09:30:00-06:00"


@pytest.mark.parametrize(
    ("day", "hour", "zone", "can_be"),
    [
        ("2026-03-09", "09:30", "Africa/Nairobi", True),
        ("2026-03-09", "", "Africa/Nairobi", True),
        ("2026-03-09", "09:30", "Nairobi", False),
        ("", "09:30", "Africa/Nairobi", False),
        ("", "", "", True),
    ],
    ids=["all of it", "no hour", "no such zone", "no day", "none"],
)
def test_a_hearing_has_a_day_and_the_zone_of_its_court(day, hour, zone, can_be):
    assert (refusal_to_hearing(day, hour, zone) is None) == can_be


def test_a_card_carries_region_kinds_and_month_and_no_word():
    (fact,) = incident_facts([told(an_incident())])
    assert fact == {"region": "GT-north", "kinds": ["threat"], "month": "2026-03"}


@pytest.mark.parametrize("changes", [{"country": ""}, {"first": IncidentDate("2026")}], ids=["no country", "no month"])
def test_what_has_no_region_or_no_month_is_not_on_the_card(changes):
    assert incident_facts([told(an_incident(**changes))]) == []
