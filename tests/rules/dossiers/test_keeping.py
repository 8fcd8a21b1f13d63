"""How long a closed dossier is kept: the name for a year, the rest for two, and a warning in three steps."""

from datetime import date, timedelta

import pytest

from safeconduct.dossiers.keeping import content_until, identity_until, refusal_to_keeping, warning

TODAY = date(2026, 3, 4)
CLOSED = {
    "an ordinary day": (date(2026, 3, 4), date(2027, 3, 4), date(2028, 3, 4)),
    "the last of January": (date(2026, 1, 31), date(2027, 1, 31), date(2028, 1, 31)),
    "a leap day": (date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28)),
    "the last of the year": (date(2026, 12, 31), date(2027, 12, 31), date(2028, 12, 31)),
}


@pytest.mark.parametrize(("closed", "identity", "content"), CLOSED.values(), ids=list(CLOSED))
def test_the_name_goes_after_a_year_and_the_rest_after_two(closed, identity, content):
    assert (identity_until(closed), content_until(closed)) == (identity, content)


STEPS = {61: None, 60: 60, 31: 60, 30: 30, 8: 30, 7: 7, 1: 7, 0: 7, -3: 7}


@pytest.mark.parametrize(("left", "step"), STEPS.items(), ids=[f"{left} days left" for left in STEPS])
def test_the_warning_comes_60_30_and_7_days_before(left, step):
    assert warning(TODAY + timedelta(days=left), today=TODAY) == step


def days(left):
    return TODAY + timedelta(days=left)


def test_the_name_is_never_kept_longer_than_the_rest():
    refusal = refusal_to_keeping(content=days(10), identity=days(11), today=TODAY)
    assert refusal and refusal.sentence.startswith("The name would be kept longer")
    assert refusal_to_keeping(content=days(10), identity=days(10), today=TODAY) is None


def test_a_day_that_has_passed_is_refused():
    refusal = refusal_to_keeping(content=days(10), identity=days(-1), today=TODAY)
    assert refusal and refusal.sentence.startswith("That day has passed")
