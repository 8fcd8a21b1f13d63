"""Which action sheets a case is offered, and what each of their points rests on."""

from datetime import date

import pytest

from safeconduct.guidance.action_sheet import DEFENDERS, cautions, sheets_for
from safeconduct.guidance.register import the_register

SHEETS = the_register().sheets
PARTNERS, WOMEN, CLOSED, LAND = (
    *("essential-partners", "women-defenders"),
    *("restrictive-settings", "environmental-defenders"),
)


@pytest.mark.parametrize(
    ("themes", "has_closed_way", "offered"),
    [
        ((), False, (PARTNERS,)),
        (("women",), False, (PARTNERS, WOMEN)),
        (("land",), False, (PARTNERS, LAND)),
        (("indigenous", "women"), False, (PARTNERS, WOMEN, LAND)),
        ((), True, (PARTNERS, CLOSED)),
    ],
    ids=["no theme", "a woman", "her land", "an indigenous woman", "a closed way"],
)
def test_a_case_is_offered_what_fits_it(themes, has_closed_way, offered):
    found = sheets_for(SHEETS, themes=themes, has_closed_way=has_closed_way)
    assert tuple(one.id for one in found) == offered


def test_the_five_sheets_are_catalogued_by_audience():
    by_audience = {one.id: one.audience for one in SHEETS}
    assert by_audience["leveraging-support"] == DEFENDERS
    assert {PARTNERS, WOMEN, CLOSED, LAND} <= by_audience.keys() - {"leveraging-support"}


def test_a_sheet_that_nobody_read_says_so():
    sheet = next(one for one in SHEETS if one.id == WOMEN)
    assert cautions(sheet, today=date(2026, 11, 23)) == ("Reported by others; the text itself was not read.",)
    assert len(cautions(sheet, today=date(2027, 11, 23))) == 2


def test_the_pack_of_the_first_week_has_something_for_each_day():
    pack = next(one for one in SHEETS if one.id == "first-week")
    assert [point.says.split(":")[0] for point in pack.points][::2] == [f"Day {day}" for day in range(1, 6)]
