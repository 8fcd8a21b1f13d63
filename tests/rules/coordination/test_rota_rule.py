"""Who may not go where and why, and when nobody can be at two occasions."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from safeconduct.coordination.observer import Absence
from safeconduct.coordination.occasion import Occasion, Role, clash
from safeconduct.coordination.rota_rule import Rule, grounds_of
from tests.rules.coordination.arranging import CAPITAL, FAR, NEAR, TRAVEL, a_mission, a_wish, an_occasion, backup, lead


def broken(mission, occasion, role=Role.LEAD, **more):
    return grounds_of(a_wish([occasion], [mission], **more)).broken.get((mission.name, occasion.name, role))


ON_THE_12TH = Absence(date(2026, 5, 12), date(2026, 5, 12))
ON_THE_11TH = Absence(date(2026, 5, 11), date(2026, 5, 11))


@pytest.mark.parametrize(
    ("mission", "occasion", "role", "rules"),
    [
        (a_mission(), an_occasion(), Role.LEAD, ()),
        (a_mission(away=(ON_THE_12TH,)), an_occasion(), Role.LEAD, (Rule.AWAY,)),
        (a_mission(away=(ON_THE_11TH,)), an_occasion(), Role.LEAD, ()),
        (a_mission(away=(ON_THE_11TH,)), an_occasion(city=FAR, hour=5), Role.LEAD, (Rule.AWAY,)),
        (a_mission(), an_occasion(language="Ostic"), Role.LEAD, (Rule.LANGUAGE,)),
        (a_mission(languages=frozenset({"Ostic"})), an_occasion(language="Ostic"), Role.LEAD, ()),
        (a_mission(barred=frozenset({FAR})), an_occasion(city=FAR), Role.LEAD, (Rule.SECURITY,)),
        (a_mission(farthest=timedelta(hours=5)), an_occasion(city=FAR), Role.LEAD, (Rule.FARTHEST,)),
        (a_mission(farthest=timedelta(hours=6)), an_occasion(city=FAR), Role.LEAD, ()),
        (a_mission(apart_from=frozenset({"H1"})), an_occasion(), Role.BACKUP, (Rule.CONFLICT,)),
        (a_mission(), an_occasion(city=FAR), Role.BACKUP, (Rule.REACH,)),
        (a_mission(), an_occasion(city=NEAR), Role.BACKUP, ()),
        (
            a_mission(accreditation={"High court": 12}),
            an_occasion(court="High court"),
            Role.LEAD,
            (Rule.ACCREDITATION,),
        ),
        (a_mission(accreditation={CAPITAL: 11}), an_occasion(), Role.LEAD, ()),
        (a_mission(), an_occasion(day=1, hour=14, city=FAR), Role.LEAD, (Rule.TOO_SOON,)),
        (a_mission(), an_occasion(), Role.GUEST, None),
        (a_mission(guest=True), an_occasion(roles=tuple(Role), language="Ostic"), Role.GUEST, ()),
        (a_mission(guest=True), an_occasion(), Role.LEAD, None),
    ],
    ids=[
        "nothing against it",
        "away",
        "back the day before",
        "away on the day of the journey",
        "no interpreter",
        "speaks it",
        "closed for its security",
        "farther than it goes",
        "as far as it goes",
        "an interest of its own",
        "too far to stand in",
        "near enough to stand in",
        "twelve days of notice, eleven left",
        "eleven days of notice, eleven left",
        "begins before it could arrive",
        "a mission is no guest",
        "a guest needs no language",
        "a guest does not lead",
    ],
)
def test_who_may_not_go_breaks_these_rules(mission, occasion, role, rules):
    assert broken(mission, occasion, role) == rules


@pytest.mark.parametrize("kept", ["locks", "published"])
def test_who_is_expected_already_has_asked_for_accreditation(kept):
    late = a_mission(accreditation={CAPITAL: 20})
    assert broken(late, an_occasion()) == (Rule.ACCREDITATION,)
    assert broken(late, an_occasion(), **{kept: (lead("H1", "Ashby"),)}) == ()
    assert broken(late, an_occasion(), **{kept: (backup("H1", "Ashby"),)}) == ()


@pytest.mark.parametrize(
    ("other", "clashes"),
    [
        (an_occasion("H2", hour=11), True),
        (an_occasion("H2", hour=12), True),
        (an_occasion("H2", hour=12, court="High court"), False),
        (an_occasion("H2", hour=13), False),
        (an_occasion("H2", hour=13, city=NEAR), True),
        (an_occasion("H2", hour=14, city=NEAR), False),
        (an_occasion("H2", hour=17, city=FAR), True),
        (an_occasion("H2", hour=8, city=NEAR), True),
        (an_occasion("H2", day=13), False),
    ],
    ids=[
        "at the same time",
        "at once in another court",
        "at once in the same court",
        "an hour later",
        "two hours away, one left",
        "two hours away, two left",
        "over a chain of ways",
        "before it and too far away",
        "the next day",
    ],
)
def test_nobody_can_be_in_two_places(other, clashes):
    one = an_occasion("H1", court="High court")
    assert clash(one, other, TRAVEL) is clash(other, one, TRAVEL) is clashes
    grounds = grounds_of(a_wish([one, other], [a_mission()]))
    assert ("H2" in grounds.clashing["H1"]) is ("H1" in grounds.clashing["H2"]) is clashes


def test_hours_are_counted_through_a_change_of_clocks_and_days_by_the_calendar_of_the_place():
    night = datetime(2026, 3, 29, 1, tzinfo=ZoneInfo("Europe/Brussels"))  # at two it is three
    first = Occasion("H1", night, timedelta(hours=1), CAPITAL, court="High court")
    assert first.ends == datetime(2026, 3, 29, 1, tzinfo=UTC)
    early = Occasion("H2", datetime(2026, 5, 12, 1, tzinfo=timezone(timedelta(hours=5))), timedelta(hours=1), CAPITAL)
    assert early.day_of(early.starts) == date(2026, 5, 12)
