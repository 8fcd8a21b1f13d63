"""Our figures: each equals a count by hand, small numbers are kept back, and each leads to the cases that it counts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.reports.figures import FEWEST, SHARE_FROM, Count, Period, figures, is_small
from tests.rules.cases.protecting import TODAY
from tests.rules.cases.test_queue import a_card, at

PERIOD = Period(TODAY - timedelta(days=30), TODAY)


def counted(name, *cards, period=PERIOD):
    return next(one for one in figures(cards, period, on=TODAY) if one.name == name)


def numbers(figure):
    return {count.value: (count.number, count.of) for count in figure.counts}


def several(number, start=0, **facts):
    return [a_card(f"{start + one:032x}", **facts) for one in range(number)]


def acts(*rows):
    return {"tally": {"acts": [[kind, mode, (TODAY - timedelta(days=ago)).isoformat()] for kind, mode, ago in rows]}}


def decided_on(*rows):
    made = [[(TODAY - timedelta(days=ago)).isoformat(), list(considered), has] for ago, considered, has in rows]
    return {"tally": {"decisions": made}}


def test_the_share_of_reactive_and_preventive_steps_equals_the_count_by_hand():
    card = a_card(
        **acts(*[("DIP-01", "reactive", 3)] * 14, *[("PRE-07", "preventive", 2)] * 6, ("DIP-01", "reactive", 31))
    )
    figure = counted("modes", card)
    assert numbers(figure) == {("reactive",): (14, 20), ("preventive",): (6, 20)}
    assert [count.share for count in figure.counts] == [70, 30]


def reactions(*rows):
    made = [[kind, reaction, (TODAY - timedelta(days=ago)).isoformat()] for kind, reaction, ago in rows]
    return {"tally": {"acts": [], "decisions": [], "reactions": made}}


def test_reactions_are_counted_by_kind_of_step_and_kept_back_where_they_are_few():
    one = a_card("1" * 32, **reactions(*[("DIP-01", "moved", 3)] * 7, ("DIP-01", "harder", 31)))
    two = a_card("2" * 32, **reactions(*[("DIP-01", "harder", 2)] * 5, *[("PUB-02", "moved", 2)] * 4))
    figure = counted("reactions", one, two)
    written = {count.value: (count.number, count.of) for count in figure.counts if not count.is_kept_back}
    assert written == {
        ("DIP-01", "moved"): (7, 12),
        ("DIP-01", "stayed"): (0, 12),
        ("DIP-01", "harder"): (5, 12),
        ("DIP-01", "unknown"): (0, 12),
    }
    assert {count.value[0] for count in figure.counts if count.is_kept_back} == {"PUB-02"}


def test_requests_are_counted_by_their_answer_with_the_time_it_took():
    cards = [
        *several(6, answered=at(12), first_answered=at(12)),
        *several(5, start=10, answered=at(48), first_answered=at(48)),
        *several(5, start=20),
        a_card("9" * 32, source="public"),
        a_card("8" * 32, received=at(-24 * 40), answered=at(1)),
    ]
    figure = counted("answered", *cards)
    assert numbers(figure) == {("in_time",): (6, 16), ("late",): (5, 16), ("open",): (5, 16)}
    assert figure.days == 0.5


def test_refusals_are_counted_for_each_group_of_those_that_were_decided():
    cards = [
        *several(6, stage="declined", themes=["women"]),
        *several(6, start=10, stage="case", themes=["women", "land"]),
        *several(7, start=20, stage="case"),
        *several(9, start=40, stage="received", themes=["women"]),
        *several(5, start=60, stage="declined", told_groups=["lawyer"]),
    ]
    figure = counted("declined", *cards)
    assert numbers(figure) == {("",): (0, 7), ("land",): (0, 6), ("lawyer",): (5, 5), ("women",): (6, 12)}
    assert {count.value: count.share for count in figure.counts}[("women",)] == 50


def test_pairs_of_themes_are_counted_where_they_join():
    cards = [
        *several(5, themes=["women", "indigenous", "land"]),
        *several(7, start=10, themes=["land", "women"]),
        *several(3, start=20, themes=["women"]),
    ]
    assert numbers(counted("pairs", *cards)) == {
        ("indigenous", "land"): (5, 15),
        ("indigenous", "women"): (5, 15),
        ("land", "women"): (12, 15),
    }


def test_what_keeps_women_from_help_is_counted_for_them_alone_and_with_what_is_handled():
    cards = [
        *several(6, themes=["women"], barriers={"care": "there"}),
        *several(5, start=10, themes=["women"], barriers={"care": "handled", "way": "there"}),
        *several(9, start=20, themes=["women"]),
        *several(5, start=40, barriers={"care": "there"}),
    ]
    assert numbers(counted("barriers", *cards)) == {
        ("care",): (11, 20),
        ("care", "handled"): (5, 11),
        ("way",): (5, 20),
        ("way", "handled"): (0, 5),
    }


def test_how_long_people_were_known_is_counted_with_those_of_whom_nobody_noted_it():
    cards = [
        *several(6, known_for="no"),
        *several(5, start=10, known_for="year", known_by_plan=True),
        *several(7, start=20, known_for="longer"),
        *several(8, start=30),
    ]
    assert numbers(counted("known", *cards)) == {
        ("no",): (6, 26),
        ("months",): (0, 26),
        ("year",): (5, 26),
        ("longer",): (7, 26),
        ("",): (8, 26),
        ("planned",): (5, 12),
    }


def test_who_is_far_from_help_is_counted_among_those_of_whom_something_was_noted():
    cards = [
        *several(6, person=["remote", "little_known"]),
        *several(7, start=10, person=["remote"]),
        *several(8, start=20, person=["widely_known"]),
        *several(9, start=30),
        a_card("f" * 32, person=["remote"], received=at(-40 * 24)),
    ]
    figure = counted("reached", *cards)
    assert numbers(figure) == {("remote",): (13, 21), ("little_known",): (6, 21), ("",): (9, 30)}
    assert [count.share for count in figure.counts] == [62, 29, 30]
    assert (
        counted("reached", *several(9, person=["widely_known"]), *several(3, start=50, person=["remote"]))
        .counts[0]
        .is_kept_back
    )


def test_invitations_and_visits_are_counted_as_such():
    card = a_card(
        **acts(*[("PRE-07", "preventive", 1)] * 5, *[("PRE-05", "preventive", 1)] * 6, *[("DIP-01", "reactive", 1)] * 9)
    )
    assert numbers(counted("trust", card)) == {("PRE-05",): (6, 20), ("PRE-07",): (5, 20), ("PRE-08",): (0, 20)}


def test_considerations_and_conflicts_are_counted_of_the_decisions_of_these_days():
    made = [*[(1, ("relations", "staff"), True)] * 5, *[(2, ("relations",), False)] * 5, (40, ("law",), True)]
    card = a_card(**decided_on(*made))
    assert numbers(counted("considered", card)) == {("relations",): (10, 10), ("staff",): (5, 10)}
    assert numbers(counted("conflicts", card)) == {("declared",): (5, 10)}


def test_cases_in_which_nothing_was_done_for_long_are_counted_whenever_they_came():
    old = f"{(TODAY - timedelta(days=120)).isoformat()}T09:00+00:00"
    cards = [
        *several(6, stage="case", received=old, accepted=old),
        *several(6, start=10, stage="case", accepted=at(0)),
        *several(2, start=20, received=old),
    ]
    figure = counted("resting", *cards)
    assert numbers(figure) == {("resting",): (6, 12)}
    assert {card.dossier for card in figure.counts[0].cases} == {card.dossier for card in cards[:6]}


@pytest.mark.parametrize(
    ("reactive", "preventive", "is_kept_back"),
    [(5, 5, False), (4, 9, True), (9, 1, True), (9, 0, False)],
    ids=["enough", "a small one keeps back the other", "the other way round", "none is no small number"],
)
def test_a_small_number_and_what_would_tell_it_are_kept_back(reactive, preventive, is_kept_back):
    card = a_card(**acts(*[("DIP-01", "reactive", 1)] * reactive, *[("PRE-07", "preventive", 1)] * preventive))
    figure = counted("modes", card)
    assert [count.is_kept_back for count in figure.counts] == [is_kept_back] * 2
    assert all(count.share is None for count in figure.counts) is (is_kept_back or reactive + preventive < SHARE_FROM)


@given(number=st.integers(0, 40), rest=st.integers(0, 40))
def test_no_number_that_is_written_points_at_few(number, rest):
    cards = [*several(number, themes=["women", "land"]), *several(rest, start=100)]
    for count in counted("pairs", *cards).counts:
        assert count.is_kept_back or not (is_small(count.number) or is_small(count.of - count.number))
        assert count.share is None or count.of >= SHARE_FROM
        assert len(count.cases) == count.number


def test_a_share_is_given_only_of_enough():
    assert Count(("a",), 5, SHARE_FROM - 1, ()).share is None and Count(("a",), FEWEST, SHARE_FROM, ()).share == 50


def test_nothing_to_count_gives_no_rows_but_for_what_is_always_asked():
    assert all(count.number == 0 for figure in figures([], PERIOD, on=TODAY) for count in figure.counts)
