"""The roster and the limits: each post changes its own, with a certificate that stands, within what makes sense."""

from datetime import timedelta

import pytest

from safeconduct.access import lookup
from safeconduct.access.desk import rostering
from safeconduct.access.models import MemberCertificate
from safeconduct.access.roster import DAYS, LARGEST_LIMIT
from safeconduct.vocabulary.refusal import Refused
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.organising import leave

pytestmark = pytest.mark.as_owner


def set_days(embedded, *after, name=PROTECTION):
    today = embedded.now.date()
    days = frozenset(today + timedelta(days=number) for number in after)
    rostering.set_days(days, embedded.keyring(name), today=today, at=embedded.now)


def set_limit(embedded, at_most, name=PROTECTION):
    rostering.set_limit(at_most, embedded.keyring(name), at=embedded.now)


def roster(embedded, slug=HARBOUR):
    return rostering.roster(embedded.office(slug).ref, today=embedded.now.date())


def test_set_days_and_set_limit_are_of_one_s_own_post_and_stand_until_they_are_set_again(embedded):
    mara, tomas = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    today, tomorrow = (embedded.now.date() + timedelta(days=number) for number in (0, 1))
    set_days(embedded, 0, 1)
    set_days(embedded, 1, name=COLLEAGUE)
    set_days(embedded, 1, name=OTHER_OFFICE)
    assert roster(embedded) == {today: {mara.post}, tomorrow: {mara.post, tomas.post}}
    set_days(embedded, 1)
    assert roster(embedded) == {tomorrow: {mara.post, tomas.post}}
    assert set(roster(embedded, LIGHTHOUSE)) == {tomorrow}
    set_limit(embedded, 5)
    set_limit(embedded, 7, name=COLLEAGUE)
    set_limit(embedded, 9, name=OTHER_OFFICE)
    assert rostering.limits(mara.organisation) == {mara.post: 5, tomas.post: 7}
    set_limit(embedded, None)
    assert rostering.limits(mara.organisation) == {tomas.post: 7}
    assert embedded.events() == ["DutyDaysSet"] * 3 + ["LoadLimitSet"] * 3


@pytest.mark.parametrize("after", [(-1,), (DAYS,), (0, 1, DAYS + 300)])
def test_set_days_are_of_the_next_fourteen(embedded, after):
    before = embedded.dump()
    with pytest.raises(Refused, match="not among the next fourteen"):
        set_days(embedded, *after)
    assert embedded.dump() == before


@pytest.mark.parametrize("at_most", [0, -1, LARGEST_LIMIT + 1])
def test_set_limit_is_to_a_number_that_makes_sense(embedded, at_most):
    before = embedded.dump()
    with pytest.raises(Refused, match="A limit is a number"):
        set_limit(embedded, at_most)
    assert embedded.dump() == before


def test_set_days_and_set_limit_need_a_certificate_that_stands(embedded):
    MemberCertificate.objects.filter(member=embedded.keyring(PROTECTION).member).delete()
    before = embedded.dump()
    for verb in (lambda: set_days(embedded, 0), lambda: set_limit(embedded, 5)):
        with pytest.raises(Refused, match="No certificate stands"):
            verb()
    assert embedded.dump() == before


def test_posts_with_members_are_those_of_one_house_in_which_somebody_is_today(embedded):
    mara, tomas, amal = (embedded.keyring(name).post for name in (PROTECTION, COLLEAGUE, OTHER_OFFICE))
    here, there = embedded.office().ref, embedded.office(LIGHTHOUSE).ref
    assert {mara, tomas} <= lookup.posts_with_members(here) and amal not in lookup.posts_with_members(here)
    assert amal in lookup.posts_with_members(there) and mara not in lookup.posts_with_members(there)
    leave(embedded, COLLEAGUE)
    assert mara in lookup.posts_with_members(here) and tomas not in lookup.posts_with_members(here)
