"""Which lines can be counted: nothing is guessed, and a line that cannot is left to people with its reason."""

import json
from datetime import date

import pytest

from safeconduct.observatory.measuring.coded_statement import CodedStatement, read_coded
from safeconduct.observatory.published_text import UnreadLine
from tests.rules.observatory.measuring.coded_rows import a_row, a_table
from tests.rules.observatory.writing import INVENTED, coded_row


def read_row(**given):
    return read_coded(json.dumps(a_row("one", **given)).encode(), line=7)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2018-05-04", (date(2018, 5, 4), date(2018, 5, 4))),
        ("2018-05-04T10:00:00Z", (date(2018, 5, 4), date(2018, 5, 4))),
        ("2016-02", (date(2016, 2, 1), date(2016, 2, 29))),
        ("2018", (date(2018, 1, 1), date(2018, 12, 31))),
        (None, (None, None)),
    ],
)
def test_the_days_that_a_date_may_mean(written, days):
    one = read_row(date=written)
    assert (one.earliest, one.latest) == days


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"date": "2018-02-31"}, "no day, month or year"),
        ({"date": "last week"}, "no day, month or year"),
        ({"id": " "}, "“id” is missing"),
        ({"countries": "ZM"}, "not a list"),
        ({"individuals": [3]}, "not a list"),
        ({"uses_hrd_term": "yes"}, "neither true, false nor null"),
        ({"uses_hrd_term": 1}, "neither true, false nor null"),
        ({"url": 3}, "“url” is not text"),
        ({"versions": ["en"]}, "“versions” is not a list"),
        ({"versions": [{"language": 3}]}, "“versions” is not a list"),
    ],
)
def test_a_line_that_cannot_be_counted_says_why(given, said):
    one = read_row(**given)
    assert isinstance(one, UnreadLine)
    assert (one.line, said in one.reason) == (7, True)


@pytest.mark.parametrize("raw", [b"no", b"[]", b"\xff", b"[" * 100_000])
def test_a_line_that_is_no_coding_is_for_people(raw):
    assert isinstance(read_coded(raw, line=1), UnreadLine)


def test_what_the_rules_write_can_be_counted():
    rows = [coded_row(row) for row in INVENTED[:20]]
    assert all(isinstance(read_coded(json.dumps(row).encode(), line=1), CodedStatement) for row in rows)
    assert a_table(rows).count().execute() == 20


def test_a_state_or_a_person_named_twice_counts_once():
    one = read_row(countries=["ZM", "ZM"], individuals=["Ana  Paz", "Ana Paz"])
    assert (one.countries, one.people) == (("ZM",), ("Ana Paz",))


@pytest.mark.parametrize(
    ("versions", "languages"),
    [([{"language": "ru"}, {"language": "en"}, {"language": "ru"}], ("en", "ru")), ([{}], ("und",)), (None, ())],
    ids=["each once", "one that is not told", "not brought together"],
)
def test_the_languages_of_its_versions_are_kept(versions, languages):
    assert read_row(versions=versions).as_row()["version_languages"] == list(languages)


@pytest.mark.parametrize(
    ("published", "at_once"),
    [("2019-03-31T09:30:00", True), ("2019-04-02", False), ("2019-04", None), ("31 February", None), (None, None)],
)
def test_a_local_version_tells_its_day_or_nothing(published, at_once):
    versions = [{"language": "en", "published": "2019-03-31"}, {"language": "az", "published": published}]
    row = read_row(countries=["AZ"], versions=versions).as_row()
    assert (row["in_local_language"], row["local_at_once"]) == (True, at_once)
