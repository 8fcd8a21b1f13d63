"""What counts under which rule: forums, periods and days decide, and the order is never that of a figure."""

import ast
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct import observatory
from safeconduct.observatory.measuring.counting import by_country, counted, judged, left_out
from safeconduct.observatory.measuring.figure import FEWEST_PEOPLE, UNDER_EVERY_COUNT, CountryOrder, measured
from safeconduct.observatory.measuring.measurement import measurement
from safeconduct.observatory.measuring.period import Period, refusal_to_measuring
from tests.rules.observatory.measuring.coded_rows import (
    PUBLISHED,
    PUBLISHED_PERIOD,
    RULES,
    a_row,
    a_table,
    figures_by_country,
    published_rows,
)

STATEMENTS, REGIONAL = RULES.named("statements"), RULES.named("statements_regional")
SOURCE = Path(observatory.__file__).parent


@pytest.fixture(scope="module")
def published():
    return a_table(published_rows())


def figures_of(rows, rule="statements", period=PUBLISHED_PERIOD):
    return measured(a_table(rows), RULES.named(rule), period)


def test_the_published_table_comes_out(published):
    found = figures_by_country(measured(published, STATEMENTS, PUBLISHED_PERIOD))
    assert {country: found[country] for country in PUBLISHED} == {"CN": 46, "RU": 40, "BI": 21, "HN": 12, "SA": 8}
    assert found[""] == 127


def test_another_forum_rule_makes_forty_at_least_ninety_four(published):
    figures = measured(published, REGIONAL, PUBLISHED_PERIOD)
    found = figures_by_country(figures)
    assert (found["RU"], figures_by_country(figures, "bound")["RU"]) == (94, "at least")
    assert {country: found[country] for country in PUBLISHED if country != "RU"} == {
        "CN": 46,
        "BI": 21,
        "HN": 12,
        "SA": 8,
    }
    assert set(figures_by_country(measured(published, STATEMENTS, PUBLISHED_PERIOD), "bound").values()) == {"exact"}


def test_what_a_forum_rule_leaves_out_is_listed_with_its_reason(published):
    rows = left_out(judged(published, STATEMENTS, PUBLISHED_PERIOD), STATEMENTS)
    reasons = dict(rows.select("id", "reason").rows())
    assert sum(name.startswith("RU-regional") and reason == "another forum" for name, reason in reasons.items()) == 54
    assert reasons["RU-before"] == reasons["RU-after"] == "another period"
    assert "RU-news" not in reasons


def test_a_year_is_counted_with_the_length_of_the_stated_period(published):
    figures = measured(published, RULES.named("statements_a_year"), PUBLISHED_PERIOD)
    found = figures_by_country(figures, "value")
    assert (round(found["CN"], 1), round(found["RU"], 1)) == (8.6, 7.5)
    four_years = Period(date(2014, 1, 1), date(2017, 12, 31), as_of=date(2019, 5, 22))
    assert round(46 / four_years.years, 1) == 11.5


def test_every_number_opens_the_texts_that_it_counts(published):
    figures = measured(published, STATEMENTS, PUBLISHED_PERIOD)
    assert figures.filter(figures["count"] != figures["texts"].list.len()).is_empty()
    one = figures.filter((figures["country"] == "SA") & (figures["level"] == "local") & (figures["year"] == 2015))
    assert one["texts"].to_list() == [["SA-1"]]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"date": None}, "no date"),
        ({"date": "2013-12-31"}, "another period"),
        ({"date": "2013"}, "another period"),
        ({"date": "2019"}, "date not exact enough"),
        ({"date": "2019-04"}, None),
        ({"date": "2019-05", "published": "2019-04-30"}, None),
        ({"label": "X"}, "not of this rule"),
        ({"label": "N"}, "no statement"),
        ({"issuer_kind": "eu_osce"}, "another forum"),
        ({"issuer_kind": "eu_parliament"}, "another forum"),
    ],
    ids=str,
)
def test_why_a_text_is_left_out(given, reason):
    assert judged(a_table([a_row("one", **given)]), STATEMENTS, PUBLISHED_PERIOD).left_out.to_list() == [reason]


def test_a_text_on_two_states_counts_for_each_and_once_in_all():
    found = figures_by_country(figures_of([a_row("one", countries=["VE", "NI"]), a_row("two", countries=[])]))
    assert found == {"NI": 1, "VE": 1, "": 2}


def test_years_and_levels_part_a_count_and_a_nought_is_said():
    rows = [
        a_row("one", issuer_kind="eu_hrc", issuer_level="multilateral", date="2015"),
        a_row("two", date="2016-02-03"),
    ]
    figures = measured(a_table(rows), STATEMENTS, PUBLISHED_PERIOD, countries=["SA", "ZM"])
    parted = figures.filter(pl.col("year").is_not_null() & (pl.col("level") != ""))
    assert parted.select("country", "year", "level", "count").rows() == [
        ("ZM", 2015, "multilateral", 1),
        ("ZM", 2016, "hq", 1),
    ]
    assert figures_by_country(figures)["SA"] == 0


def test_a_text_whose_level_is_not_told_is_counted_at_no_level():
    figures = figures_of([a_row("one"), a_row("two", issuer_level=None)])
    found = figures.filter(figures["country"] == "ZM").select("year", "level", "count").rows()
    assert found == [(None, "", 2), (None, "hq", 1), (2018, "", 2), (2018, "hq", 1)]


def test_local_versions_are_shares_of_those_whose_versions_are_told():
    first = {"language": "en", "published": "2018-05-04"}
    late = [first, {"language": "az", "published": "2018-05-09"}]
    soon = [first, {"language": "az", "published": "2018-05-05"}]
    of_one = [late, soon, [first], [first, {"language": None}], None]
    rows = [a_row(f"{number}", countries=["AZ"], versions=versions) for number, versions in enumerate(of_one)]
    local, quick = (
        figures_of(rows, name).filter(pl.col("country") == "AZ").to_dicts()[0]
        for name in ("local_language", "local_language_at_once")
    )
    assert (local["count"], local["whole"], local["untold"], local["texts"]) == (2, 3, 2, ["0", "1"])
    assert (quick["count"], quick["whole"], quick["texts"]) == (1, 2, ["1"])


def test_a_text_that_does_not_say_is_in_no_whole():
    rows = [a_row("one", uses_hrd_term=True), a_row("two"), a_row("three", uses_hrd_term=None)]
    figures = figures_of(rows, "defender_term")
    one = figures.filter(figures["country"] == "ZM").to_dicts()[0]
    assert (one["count"], one["whole"], one["untold"], one["value"]) == (1, 2, 1, 0.5)
    assert (one["texts"], one["others"]) == (["one"], ["two"])


def test_a_call_for_release_is_a_share_of_what_names_somebody():
    rows = [a_row("one", individuals=["Ana Paz"], release_call="immediate"), a_row("two", release_call="immediate")]
    rows += [a_row("three", individuals=["Ana Paz"], release_call="other")]
    release, at_once = (figures_of(rows, name).to_dicts()[0] for name in ("release_demand", "immediate_release"))
    assert (release["count"], release["whole"]) == (2, 2)
    assert (at_once["count"], at_once["whole"]) == (1, 2)


@pytest.mark.parametrize("people", range(7))
def test_one_to_four_people_are_not_shown(people):
    rows = [a_row(f"text-{number}", individuals=[f"Ana Paz {number}"]) for number in range(people)] or [a_row("none")]
    figures = measured(a_table(rows), RULES.named("people_named"), PUBLISHED_PERIOD, countries=["ZM"])
    one = figures.filter(figures["country"] == "ZM").to_dicts()[0]
    few = 0 < people < FEWEST_PEOPLE
    assert (one["count"], one["hidden"]) == (None if few else people, few)
    assert not few or not one["texts"]


# The order


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(["BI", "CN", "HN", "RU", "SA", "ZM"]), st.integers(1, 9), min_size=1))
def test_the_order_is_the_alphabet_s_whatever_the_figures_are(counts):
    rows = [a_row(f"{country}-{at}", countries=[country]) for country, times in counts.items() for at in range(times)]
    figures = figures_of(rows, "statements_a_year")
    names = [CountryOrder().name(code) for code in figures["country"]]
    assert names == [*sorted(names[:-1], key=str.casefold), "All countries"]


# Each place that puts rows in an order, and by what: a name, an id, a day or a place in the alphabet.
MAY_SORT_BY = {"id", "country", "issuer_level", "place", "year", "step", "0"}
NEVER_CALLED = {"rank", "top_k", "bottom_k", "arg_sort", "sort_by", "nlargest", "nsmallest", "cum_sum"}


def sorted_by():
    for folder in ("measuring", "publishing"):
        for path in sorted((SOURCE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    yield (
                        node.func.attr,
                        {
                            part.value
                            for given in node.args
                            for part in ast.walk(given)
                            if isinstance(part, ast.Constant)
                        },
                    )


def test_nothing_sorts_or_ranks_by_a_figure():
    calls = list(sorted_by())
    assert any(name == "sort" and words for name, words in calls)
    for name, words in calls:
        assert name not in NEVER_CALLED
        assert name != "sort" or {str(word) for word in words} <= MAY_SORT_BY, words


def test_what_must_stand_under_every_count_stands_in_one_place():
    assert UNDER_EVERY_COUNT == (
        "Public texts only.",
        "Silence may be a defender's wish.",
        "Private action is not seen.",
        "More is not better.",
    )


# The period


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2019-05-01", "2014-01-01", "2019-05-22"), "ends before it begins"),
        (("2014-01-01", "2019-05-30", "2019-05-22"), "goes on after the day"),
    ],
)
def test_a_period_that_cannot_be_is_refused(days, said):
    assert said in refusal_to_measuring(Period(*map(date.fromisoformat, days))).sentence
    assert refusal_to_measuring(PUBLISHED_PERIOD) is None


def test_all_rules_are_measured_at_once_with_the_same_countries():
    one = measurement(a_table(published_rows()), RULES, PUBLISHED_PERIOD)
    for rule in RULES.rules:
        assert set(one.figures_of(rule)["country"]) == {*PUBLISHED, ""}
    assert one.profiles.columns[:3] == ["country", "release_demand", "release_demand_of"]
    matrix = one.figures_of(STATEMENTS, by=("level",))
    assert matrix.filter((pl.col("country") == "SA") & (pl.col("level") == "local"))["count"].to_list() == [2]


def test_a_country_is_counted_apart_only_where_a_text_addresses_it():
    kept = counted(judged(a_table([a_row("one", countries=[])]), STATEMENTS, PUBLISHED_PERIOD))
    assert by_country(kept).count().execute() == 0
