"""Windows of attention: which are shown beside a plan, and which rows of the operator's file count."""

from datetime import date, timedelta

import pytest

from safeconduct.cases.attention import AHEAD, Window, near, windows

TODAY = date(2026, 3, 4)
WHOLE = """
[[window]]
country = "Kenya"
event = "Summit in the capital"
first = 2026-04-10
last = 2026-04-12
source = "The host's calendar, read on 2 March"
"""


def a_window(country="KE", *, opens=10, lasts=2, event="Summit"):
    first = TODAY + timedelta(days=opens)
    return Window(country, event, first, first + timedelta(days=lasts), "A calendar")


@pytest.mark.parametrize(
    ("window", "is_shown"),
    [
        (a_window(), True),
        (a_window(""), True),
        (a_window("UG"), False),
        (a_window(opens=-1, lasts=1), True),
        (a_window(opens=-3, lasts=2), False),
        (a_window(opens=AHEAD.days), True),
        (a_window(opens=AHEAD.days + 1), False),
    ],
    ids=["this country", "every country", "another country", "its last day", "over", "just near enough", "too far"],
)
def test_what_is_open_or_opens_soon_in_this_country_is_near(window, is_shown):
    assert near([window], "Kenya", on=TODAY) == ((window,) if is_shown else ())


def test_the_nearest_comes_first():
    late, soon = a_window(opens=30), a_window(opens=3, event="Final")
    assert near([late, soon], "ke", on=TODAY) == (soon, late)


def test_a_country_without_a_code_is_found_by_its_name(tmp_path):
    file = tmp_path / "attention.toml"
    file.write_text(WHOLE.replace("Kenya", "Velmora"))
    assert [one.event for one in near(windows(file), " velmora ", on=TODAY)] == ["Summit in the capital"]


@pytest.mark.parametrize(
    "written",
    [
        WHOLE.replace('source = "The host\'s calendar, read on 2 March"', ""),
        WHOLE.replace("2026-04-12", "2026-04-01"),
        WHOLE.replace("2026-04-12", '"soon"'),
        WHOLE.replace('"Summit in the capital"', '" "'),
        "window = 3",
        "not toml",
    ],
    ids=["no source", "turned round", "no day", "no words", "no rows", "no file of this kind"],
)
def test_a_row_that_is_not_whole_is_not_shown_and_stops_nothing(tmp_path, written):
    file = tmp_path / "attention.toml"
    file.write_text(written)
    assert windows(file) == ()


def test_without_a_file_there_are_none(tmp_path):
    assert windows(tmp_path / "attention.toml") == ()
    (tmp_path / "attention.toml").write_text(WHOLE)
    (found,) = windows(tmp_path / "attention.toml")
    assert (found.country, found.first, found.last) == ("KE", date(2026, 4, 10), date(2026, 4, 12))
