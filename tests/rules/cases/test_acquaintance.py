"""Since when somebody was known at their first alarm: what must be said of it, and the band that the card carries."""

from datetime import date, timedelta

import pytest

from safeconduct.cases.acquaintance import (
    Acquaintance,
    acquaintance,
    acquaintance_fact,
    refusal_to_noting_acquaintance,
)
from tests.builders import MORNING, an_entry, by_member

ALARM = MORNING.date()
BEFORE = ALARM - timedelta(days=40)
YES = Acquaintance("yes", BEFORE)


@pytest.mark.parametrize(
    "now, begins",
    [
        pytest.param(YES, None, id="known"),
        pytest.param(Acquaintance("no"), None, id="not known"),
        pytest.param(Acquaintance(""), "It is not said whether", id="nothing"),
        pytest.param(Acquaintance("yes"), "It is not said since when", id="no day"),
        pytest.param(Acquaintance("no", BEFORE), "It says that they were not known", id="both"),
        pytest.param(
            Acquaintance("no", is_planned=True), "It says that they were not known", id="planned and not known"
        ),
        pytest.param(Acquaintance("yes", ALARM), "That day is not before", id="the day of the alarm"),
    ],
)
def test_it_is_known_since_a_day_before_the_alarm_or_not_known(now, begins):
    refusal = refusal_to_noting_acquaintance(now, None, alarm=ALARM)
    assert refusal.sentence.startswith(begins) if begins else refusal is None
    assert refusal_to_noting_acquaintance(YES, YES, alarm=ALARM).sentence.startswith("This stands here already")


@pytest.mark.parametrize("days, band", [(1, "months"), (90, "months"), (91, "year"), (364, "year"), (365, "longer")])
def test_the_card_carries_a_band_and_no_day(days, band):
    known = Acquaintance("yes", ALARM - timedelta(days=days), is_planned=True)
    written = [an_entry("arrived"), by_member(an_entry("acquaintance_noted", seq=2, **known.noted().data))]
    assert acquaintance(written) == known
    assert acquaintance_fact(written) == {"known_for": band, "known_by_plan": True}


def test_nothing_noted_is_neither_yes_nor_no_and_the_newest_word_holds():
    assert acquaintance_fact([an_entry("arrived")]) == {"known_for": "", "known_by_plan": False}
    noted = [an_entry("acquaintance_noted", seq=2, **YES.noted().data)]
    noted.append(an_entry("acquaintance_noted", seq=3, **Acquaintance("no").noted().data))
    assert acquaintance_fact([an_entry("arrived"), *noted])["known_for"] == "no"
    assert Acquaintance("no", None).band(date(2026, 3, 4)) == "no"
