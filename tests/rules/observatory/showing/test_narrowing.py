"""A part of a snapshot is counted by the rule that counted the whole: what pages narrow is what a new measurement finds."""

from datetime import date

import pytest

from safeconduct.observatory.measuring.counting import ALL
from safeconduct.observatory.measuring.figure import measured
from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.showing.narrowing import (
    Narrowing,
    by_issuer,
    by_year_and_level,
    figure,
    months,
    texts_behind,
    years_in,
)
from safeconduct.observatory.showing.stored_snapshot import stored_snapshot
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, RULES, a_row, a_table, published_rows
from tests.rules.observatory.showing.snapshots import the_invented, written

PART = Period(date(2015, 3, 1), date(2017, 9, 30), PUBLISHED_PERIOD.as_of)
NUMBERS = ("count", "whole", "value", "low", "high")


def rows():
    """The published table, in which some texts name people, and dates of a month or a year."""
    for at, row in enumerate(published_rows()):
        day = row["date"]
        rough = {"date": day[:7]} if at % 5 == 0 else {"date": day[:4]} if at % 11 == 0 else {}
        named = [f"Qadira Zulmat{at % 7}"] if at % 3 == 0 else []
        yield (
            row
            | {"individuals": named, "uses_hrd_term": at % 4 > 0, "release_call": "other" if at % 2 else "none"}
            | rough
        )


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return stored_snapshot(written(tmp_path_factory.mktemp("narrowing") / "snapshot.zip", rows()))


@pytest.fixture(scope="module")
def table():
    return a_table(rows())


def told(row):
    return [row[name] for name in NUMBERS], row["texts"], row["others"]


def ids(stored, found, narrowing, part):
    return [one.id for one in texts_behind(stored, found, narrowing, part, most=1_000)]


def shown(stored, found, narrowing):
    """As the tables have it: lists by their ids."""
    counted, whole = (set(ids(stored, found, narrowing, part)) for part in ("counted", "whole"))
    assert (len(counted), len(whole) - len(counted)) == (found.texts, found.others)
    return [getattr(found, name) for name in NUMBERS], sorted(counted), sorted(whole - counted)


def without_narrowing(stored):
    return Narrowing(stored.period, "", is_whole_period=True)


def test_narrowed_to_all_of_it_a_figure_is_that_of_the_snapshot(tmp_path):
    stored = the_invented(tmp_path)
    everything = Narrowing(stored.period, "", is_whole_period=False)
    counted = [key for key in stored.figures if stored.rules[key[0]].measures != "people"]
    assert len(counted) > 100
    for rule, country in counted:
        whole, narrowed = (
            [getattr(figure(stored, rule, country, narrowing), name) for name in (*NUMBERS, "texts", "others")]
            for narrowing in (without_narrowing(stored), everything)
        )
        assert narrowed == whole, (rule, country)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES.rules if rule.measures != "people"], ids=lambda rule: rule.name
)
def test_a_part_of_the_period_counts_what_a_measurement_of_that_part_counts(stored, table, rule):
    whole = measured(table, rule, PART, countries=stored.countries()).to_dicts()
    wanted = {row["country"]: row for row in whole if row["year"] is None and row["level"] == ALL}
    narrowing = Narrowing(PART, "", is_whole_period=False)
    for country in (*stored.countries(), ALL):
        found = figure(stored, rule.name, country, narrowing)
        assert shown(stored, found, narrowing) == told(wanted[country]), country


@pytest.mark.parametrize("level", ["local", "hq", "multilateral"])
def test_a_level_counts_what_the_snapshot_counts_at_that_level(stored, table, level):
    rule = RULES.named("statements")
    figures = measured(table, rule, stored.period).to_dicts()
    wanted = {row["country"]: row["count"] for row in figures if row["level"] == level and row["year"] is None}
    narrowing = Narrowing(stored.period, level, is_whole_period=True)
    assert {country: figure(stored, "statements", country, narrowing).count for country in wanted} == wanted
    assert sum(wanted.values()) > 20


def test_years_and_levels_count_what_the_snapshot_counts(stored, table):
    figures = measured(table, RULES.named("statements"), stored.period).to_dicts()
    for country in stored.countries():
        narrowing = without_narrowing(stored)
        counts = by_year_and_level(stored, figure(stored, "statements", country, narrowing), narrowing)
        of_country = [row for row in figures if row["country"] == country and row["year"] and row["level"]]
        assert {(row["year"], row["level"]): row["count"] for row in of_country} == {
            key: count for key, count in counts.items() if key[0]
        }
        assert set(years_in(counts, stored.period)) >= set(range(2014, 2020))


def test_an_issuer_is_a_part_of_its_level(stored):
    by_kind = Narrowing(stored.period, "eu_delegation", is_whole_period=True)
    found = figure(stored, "statements", "CN", by_kind)
    texts = texts_behind(stored, found, by_kind, "counted", most=1_000)
    assert len(texts) == found.count and {one.issuer_kind for one in texts} == {"eu_delegation"}
    assert by_issuer(stored, found, by_kind) == {("eu_delegation", "local"): found.count}
    days = [one.earliest for one in texts]
    assert len(days) > 3 and days == sorted(days)
    some = texts_behind(stored, found, by_kind, "counted", skip=1, most=2)
    assert some == texts[1:3]
    assert texts_behind(stored, found, by_kind, "counted", most=2, after=texts[0].place) == some


def test_a_date_that_is_too_rough_is_left_out_and_told(tmp_path):
    listed = [a_row("a", date="2016"), a_row("b", date="2016-05-04"), a_row("c", date="2018-01-01")]
    stored = stored_snapshot(written(tmp_path / "snapshot.zip", listed))
    half = Narrowing(Period(date(2016, 5, 1), date(2016, 6, 30), stored.period.as_of), "", is_whole_period=False)
    found = figure(stored, "statements", "ZM", half)
    assert (ids(stored, found, half, "counted"), found.unsure) == (["b"], 1)


def test_people_are_not_told_for_a_part_since_names_are_in_no_snapshot(stored):
    part = figure(stored, "people_named", "CN", Narrowing(PART, "", is_whole_period=False))
    assert part.is_untold and (part.count, part.texts) == (None, 0)
    whole = figure(stored, "people_named", "CN", without_narrowing(stored))
    assert whole.count == 7


def test_few_people_stay_hidden(tmp_path):
    stored = stored_snapshot(written(tmp_path / "snapshot.zip", [a_row("a", individuals=["Orlo Brandvik"])]))
    found = figure(stored, "people_named", "ZM", without_narrowing(stored))
    assert found.is_hidden and (found.count, found.texts) == (None, 0)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("2014-01..2019-04", (date(2014, 1, 1), date(2019, 4, 30))),
        ("2016-02..2016-02", (date(2016, 2, 1), date(2016, 2, 29))),
        ("2010-01..2014-12", (date(2014, 1, 1), date(2014, 12, 31))),
        ("2019-03..9999-12", (date(2019, 3, 1), date(2019, 4, 30))),
        ("2017-05..2016-05", None),
        ("2019-05..2020-01", None),
        ("2016-13..2017-01", None),
        ("0000-01..2017-01", None),
        ("2016..2017", None),
        ("", None),
    ],
)
def test_months_are_days_within_the_snapshot(asked, wanted):
    found = months(asked, PUBLISHED_PERIOD)
    assert (found and (found.first, found.last)) == wanted
