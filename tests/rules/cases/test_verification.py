"""Two thresholds kept apart: enough to act on, and verified for counting. Each as a table of named situations."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.incident_date import IncidentDate
from safeconduct.cases.known_name import names_alone
from safeconduct.cases.source import DEFENDER, FIRST_HAND, NOT_KNOWN, Source, origin_of, refusal_to_adding_source
from safeconduct.cases.source_question import refusal_to_telling_source, source_questions
from safeconduct.cases.verification import (
    CANNOT_SAY,
    CONFIRMS,
    DENIES,
    LONGEST,
    PERSON,
    Verification,
    kinds_to_count,
    next_check,
    refusal_to_acting_on,
    refusal_to_counting,
    refusal_to_doubting,
    refusal_to_next_check,
    refusal_to_verifying,
    unverified_since,
    verification_as_data,
    verification_facts,
    verifications,
)
from tests.builders import MORNING, an_entry
from tests.rules.cases.test_incident import A, B, an_incident, told

TODAY = MORNING.date()
LATER = TODAY + timedelta(days=60)
ALL_FACTS = ("person", "act", "date", "place", "perpetrator")
LAWYER, NEIGHBOUR, PAPER = "1" * 32, "2" * 32, "3" * 32


def a_source(ref=LAWYER, **changes):
    plain = Source(ref, f"source {ref[:2]}", "referee", FIRST_HAND, False, "")
    return replace(plain, **changes)


def a_result(origin=LAWYER, **changes):
    """A reliable source of its own that confirms all of the incident A."""
    plain = Verification(
        ref=f"{origin}{changes.get('grade', '')}",
        target=A,
        facts=ALL_FACTS,
        basis="referee",
        source=origin,
        origin=origin,
        grade="B",
        information="i2",
        says=CONFIRMS,
        confidence="high",
        until=LATER,
        at=MORNING,
    )
    return replace(plain, **changes)


def recorded(result, seq=5):
    return an_entry("verification", seq=seq, scope="decisions", **verification_as_data(result))


def added(source, seq=1):
    named = {name: getattr(source, name) for name in ("name", "basis", "heard_from", "may_be_named", "words")}
    return an_entry("source_added", seq=seq, scope="sources", source=source.ref, **named)


def doubted(result, seq=9, *, retracted=False):
    return an_entry(
        "verification_doubted",
        seq=seq,
        scope="decisions",
        verification=result.ref,
        text="Not there.",
        retracted=retracted,
    )


DENIAL = {"says": DENIES, "origin": NEIGHBOUR, "source": NEIGHBOUR}


@pytest.mark.parametrize(
    ("results", "enough"),
    [
        ([], False),
        ([a_result()], True),
        ([a_result(grade="C", information="i3")], True),
        ([a_result(grade="D")], False),
        ([a_result(information="i4")], False),
        ([a_result(grade="F", information="i6")], False),
        ([a_result(grade="F"), a_result(NEIGHBOUR, grade="F")], True),
        ([a_result(grade="F"), a_result(grade="D")], False),
        ([a_result(grade="E"), a_result(NEIGHBOUR, information="i5")], False),
        ([a_result(origin=DEFENDER)], False),
        ([a_result(grade="F"), a_result(DEFENDER, grade="F")], False),
        ([a_result(grade="F"), a_result(NOT_KNOWN, grade="F")], True),
        ([a_result(until=TODAY)], True),
        ([a_result(until=TODAY - timedelta(days=1))], False),
        ([a_result(doubt="Was not there.")], False),
        ([a_result(says=CANNOT_SAY)], False),
        ([a_result(target=B)], False),
        ([a_result(), a_result(**DENIAL)], False),
        ([a_result(), a_result(**DENIAL, grade="E")], True),
        ([a_result(), a_result(**DENIAL, until=TODAY - timedelta(days=1))], False),
        ([a_result(), a_result(**DENIAL, doubt="He is theirs.")], True),
    ],
    ids=[
        *("nobody", "one reliable source", "just reliable", "often not reliable", "doubtful", "cannot be judged"),
        *("two that cannot be judged", "one origin twice", "two bad ones", "hearsay of the defender"),
        *(
            "the defender's own word as a second",
            "an unknown origin as a second",
            "its last day",
            "ran out",
            "in doubt",
        ),
        *(
            "could not say",
            "another incident",
            "a reliable denial",
            "a bad denial",
            "an old denial",
            "a doubted denial",
        ),
    ],
)
def test_enough_to_act_on(results, enough):
    assert (refusal_to_acting_on(A, results, on=TODAY) is None) == enough


def test_what_is_missing_before_acting_is_another_origin_or_the_first():
    weak = refusal_to_acting_on(A, [a_result(grade="D")], on=TODAY)
    assert weak.sentence.endswith("Ask one more, of another origin.")
    assert "Nobody but the person says so yet" in refusal_to_acting_on(A, [a_result(DEFENDER)], on=TODAY).sentence


@pytest.mark.parametrize(
    ("results", "verified"),
    [
        ([a_result()], False),
        ([a_result(), a_result(NEIGHBOUR)], True),
        ([a_result(), a_result(information="i1")], False),
        ([a_result(), a_result(NOT_KNOWN)], False),
        ([a_result(), a_result(DEFENDER)], False),
        ([a_result(), a_result(NEIGHBOUR, grade="D")], False),
        ([a_result(), a_result(NEIGHBOUR, information="i6")], False),
        ([a_result(), a_result(NEIGHBOUR, facts=("person", "act", "date"))], False),
        (
            [
                a_result(),
                a_result(NEIGHBOUR, facts=("person", "act", "date")),
                a_result(PAPER, facts=("place", "perpetrator")),
            ],
            True,
        ),
        (
            [a_result(), a_result(NEIGHBOUR, facts=ALL_FACTS[1:]), a_result(PAPER, target=PERSON, facts=("person",))],
            True,
        ),
        ([a_result(), a_result(NEIGHBOUR, until=TODAY - timedelta(days=1))], False),
        ([a_result(), a_result(NEIGHBOUR, doubt="Was not there.")], False),
        ([a_result(), a_result(PAPER), a_result(**DENIAL)], False),
        ([a_result(), a_result(NEIGHBOUR, target=B)], False),
    ],
    ids=[
        *("one source", "two of separate origins", "one source twice", "an unknown origin", "hearsay of the defender"),
        *("a bad second source", "a second word nobody can judge", "a fact rests on one", "three share the facts"),
        *("the person is known otherwise", "the second ran out", "the second is in doubt", "a reliable denial"),
        *("the second is about another incident",),
    ],
)
def test_verified_for_counting(results, verified):
    assert (refusal_to_counting(an_incident(), results, on=TODAY) is None) == verified


def test_the_two_thresholds_are_not_one():
    assert refusal_to_acting_on(A, [a_result()], on=TODAY) is None
    refusal = refusal_to_counting(an_incident(), [a_result()], on=TODAY)
    assert (
        refusal
        and refusal.sentence == "Who the person is rests on one origin. Ask a reliable source of another origin."
    )


def test_by_whom_is_asked_only_where_somebody_is_named():
    results = [a_result(facts=ALL_FACTS[:4]), a_result(NEIGHBOUR, facts=ALL_FACTS[:4])]
    assert refusal_to_counting(an_incident(), results, on=TODAY) is not None
    assert refusal_to_counting(an_incident(perpetrator="unknown"), results, on=TODAY) is None


def test_one_person_counts_once_for_each_kind_however_many_incidents_there_are():
    known = [an_incident(A, acts=("threat",)), an_incident(B, acts=("threat", "physical_attack"))]
    results = [a_result(origin, target=ref, ref=origin + ref) for origin in (LAWYER, NEIGHBOUR) for ref in (A, B)]
    period = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "on": TODAY}
    assert kinds_to_count(known, results, **period) == {"threat", "physical_attack"}
    assert kinds_to_count(known, results[::2], **period) == {"threat"}
    assert kinds_to_count(known, results, **{**period, "since": date(2026, 3, 2)}) == frozenset()
    assert kinds_to_count([replace(known[0], first=IncidentDate())], results, **period) == frozenset()


origins = st.sampled_from([LAWYER, NEIGHBOUR, PAPER, DEFENDER, NOT_KNOWN])
some_results = st.lists(
    st.builds(
        a_result,
        origin=origins,
        grade=st.sampled_from("ABCDEF"),
        information=st.sampled_from(["i1", "i2", "i3", "i4", "i5", "i6"]),
        says=st.sampled_from([CONFIRMS, DENIES, CANNOT_SAY]),
        facts=st.lists(st.sampled_from(ALL_FACTS), min_size=1, unique=True).map(tuple),
    ),
    max_size=8,
)


@given(some_results)
def test_whatever_counts_is_also_enough_to_act_on(results):
    if refusal_to_counting(an_incident(), results, on=TODAY) is None:
        assert refusal_to_acting_on(A, results, on=TODAY) is None


@given(some_results, origins)
def test_what_comes_again_from_an_origin_adds_nothing_to_the_count(results, origin):
    twice = [*results, *(one for one in results if one.origin == origin)]
    before = refusal_to_counting(an_incident(), results, on=TODAY)
    assert refusal_to_counting(an_incident(), twice, on=TODAY) == before


# Origins


@pytest.mark.parametrize(
    ("known", "origin"),
    [
        ([a_source()], LAWYER),
        ([a_source(heard_from=NEIGHBOUR), a_source(NEIGHBOUR)], NEIGHBOUR),
        ([a_source(heard_from=NEIGHBOUR), a_source(NEIGHBOUR, heard_from=DEFENDER)], DEFENDER),
        ([a_source(heard_from=NEIGHBOUR), a_source(NEIGHBOUR, heard_from=LAWYER)], NOT_KNOWN),
        ([a_source(heard_from=PAPER)], NOT_KNOWN),
        ([a_source(heard_from=NOT_KNOWN)], NOT_KNOWN),
    ],
    ids=[
        "first hand",
        "from the neighbour",
        "from the defender in the end",
        "each from the other",
        "from one that was erased",
        "unknown",
    ],
)
def test_hearsay_is_followed_back_to_where_it_began(known, origin):
    assert origin_of(LAWYER, {one.ref: one for one in known}) == origin


def test_two_who_heard_it_from_one_count_once():
    entries = [
        added(a_source()),
        added(a_source(NEIGHBOUR, heard_from=LAWYER), seq=2),
        recorded(a_result()),
        recorded(a_result(NEIGHBOUR), seq=6),
    ]
    assert {one.origin for one in verifications(entries)} == {LAWYER}
    assert refusal_to_counting(an_incident(), verifications(entries), on=TODAY) is not None


def test_erasing_a_source_changes_nothing_of_what_its_results_say():
    entries = [added(a_source()), recorded(a_result())]
    assert verifications(entries[1:]) == verifications(entries)


@pytest.mark.parametrize(
    ("source", "can_be"),
    [
        (a_source(PAPER), True),
        (a_source(PAPER, name=" "), False),
        (a_source(PAPER, name="SOURCE 11"), False),
        (a_source(PAPER, heard_from="f" * 32), False),
    ],
    ids=["new", "no name", "there already", "from nobody of this file"],
)
def test_a_source_has_a_name_of_its_own_and_an_origin_in_the_file(source, can_be):
    assert (refusal_to_adding_source(source, [a_source()]) is None) == can_be


# Results, doubts, cards


@pytest.mark.parametrize(
    ("changes", "can_be"),
    [
        ({}, True),
        ({"target": B}, False),
        ({"source": PAPER}, False),
        ({"facts": ()}, False),
        ({"facts": (), "says": CANNOT_SAY}, True),
        ({"target": PERSON}, False),
        ({"target": PERSON, "facts": ("person",)}, True),
        ({"until": TODAY - timedelta(days=1)}, False),
        ({"until": TODAY + LONGEST}, True),
        ({"until": TODAY + LONGEST + timedelta(days=1)}, False),
    ],
    ids=[
        *("whole", "another file's incident", "no source", "no fact", "cannot say", "a place without an incident"),
        *("the person", "in the past", "a year", "more than a year"),
    ],
)
def test_a_result_that_cannot_be_is_refused(changes, can_be):
    refusal = refusal_to_verifying(a_result(**changes), [an_incident()], [a_source()], on=TODAY)
    assert (refusal is None) == can_be


def test_a_doubt_ends_what_a_result_holds_up_and_taking_it_back_is_final():
    result = a_result()
    entries = [recorded(result), doubted(result)]
    assert refusal_to_acting_on(A, verifications(entries), on=TODAY) is not None
    assert refusal_to_doubting(verifications(entries), result.ref, "Gone.") is None
    assert refusal_to_doubting(verifications([*entries, doubted(result, 10, retracted=True)]), result.ref, "Gone.")
    assert refusal_to_doubting(verifications(entries), result.ref, " ")
    assert "taken back already" in refusal_to_doubting(verifications(entries), "another", "Gone.").sentence


def test_the_card_says_through_which_day_the_case_is_confirmed():
    short = a_result(until=TODAY + timedelta(days=10))
    entries = [told(an_incident()), recorded(short), recorded(a_result(NEIGHBOUR), seq=6)]
    assert verification_facts(entries) == {"verified_until": LATER.isoformat(), "check_by": ""}
    assert verification_facts(entries[:2])["verified_until"] == short.until.isoformat()
    assert verification_facts(entries[:1])["verified_until"] == ""
    assert verification_facts([*entries, doubted(a_result(NEIGHBOUR))])["verified_until"] == short.until.isoformat()


def test_unverified_is_a_state_with_a_since():
    assert unverified_since("", TODAY, on=LATER) == TODAY
    assert unverified_since(LATER.isoformat(), TODAY, on=LATER) is None
    assert unverified_since(LATER.isoformat(), TODAY, on=LATER + timedelta(days=1)) == LATER + timedelta(days=1)


def test_the_newest_next_step_is_the_one_that_is_planned():
    planned = [an_entry("next_check", seq=seq, scope="decisions", step="visit", by=f"2026-03-0{seq}") for seq in (5, 6)]
    assert next_check(planned).by == "2026-03-06" and next_check([]) is None
    assert refusal_to_next_check(TODAY, on=TODAY) is None
    assert refusal_to_next_check(TODAY - timedelta(days=1), on=TODAY) is not None
    assert refusal_to_next_check(TODAY + LONGEST + timedelta(days=1), on=TODAY) is not None


# What a source is told


@pytest.mark.parametrize(
    ("text", "can_be"),
    [
        ("Threatened. In March.", True),
        ("Do you know teresa?", False),
        ("TERESA’s office", False),
        ("the lawyer Odo Marek", False),
        ("Was Marek there?", False),
        ("Is the driver Quist held?", False),
        ("It was in the clinic.", False),
        ("the people of the river", True),
        ("Did the rain stop?", True),
        ("سمعت من فاطمة", False),
        ("Kestrel", False),
        ("Does the river run?", True),
        ("  ", False),
    ],
    ids=[
        "coded",
        "her name",
        "in capitals",
        "another source",
        "half of that source",
        "somebody else of the file",
        "a source by its place",
        "small words of a source",
        "an article",
        "in Arabic",
        "a source of one word",
        "a part of a longer word",
        "nothing",
    ],
)
def test_a_source_is_told_no_name(text, can_be):
    others = ["Odo Marek", "The clinic at the mill", "Letters of the bar", "محامية فاطمة", "kestrel"]
    assert (refusal_to_telling_source(text, names_alone(["Teresa Riv Li", "Anton Quist"], others)) is None) == can_be


def test_a_question_is_answered_by_the_result_that_names_it():
    asked = an_entry(
        "source_asked", seq=2, scope="sources", question=B, source=LAWYER, target=A, text="Is it so?", by="2026-03-09"
    )
    assert [one.answered for one in source_questions([asked])] == [False]
    assert [one.answered for one in source_questions([asked, recorded(a_result(asked=B))])] == [True]
