"""Dates that sources give: as ISO, or a sentence; never repaired."""

import pytest

from safeconduct.observatory.given_date import given_date


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-03-31", "2019-03-31"),
        ("2019-3-1", "2019-03-01"),
        ("2019-03-31T10:00:00Z", "2019-03-31"),
        ("2019-03", "2019-03"),
        ("2019", "2019"),
        ("Tue, 14 Mar 2023 09:00:00 +0100", "2023-03-14"),
        ("", ""),
    ],
)
def test_a_day_a_month_or_a_year_is_read(written, day):
    assert given_date(written) == (day, "")


@pytest.mark.parametrize(
    "written", ["31 February 2020", "2020-02-31", "2020-13-01", "0019-01-01", "soon", "1/2/2019", "9" * 500]
)
def test_what_is_no_day_is_said(written):
    day, doubt = given_date(written)
    assert day == ""
    assert "no day of the calendar" in doubt and written[:20] in doubt and len(doubt) < 200
