"""The roster of an organisation's posts and the limits that they set for themselves. Each post changes its own."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.access.models import LoadLimit, Roster
from safeconduct.access.roster import DAYS, refusal_to_limit, refusal_to_roster
from safeconduct.vocabulary.refusal import insist


def roster(organisation: str, *, today: date) -> dict[date, frozenset[str]]:
    """The posts (references) on duty, by day, for those days that have any."""
    on: dict[date, frozenset[str]] = {}
    rows = Roster.objects.filter(organisation=organisation, day__gte=today).values_list("day", "post")
    for day, post in rows:
        on[day] = on.get(day, frozenset()) | {post}
    return on


def limits(organisation: str) -> dict[str, int]:
    """By post (reference); one without a limit is left out."""
    return dict(LoadLimit.objects.filter(organisation=organisation).values_list("post", "at_most"))


@transaction.atomic
def set_days(days: frozenset[date], keyring: Keyring, *, today: date, at: datetime) -> None:
    """These of the next fourteen days are the duty of the member's post, and no others. What has passed goes."""
    insist(refusal_to_signing(keyring))
    insist(refusal_to_roster(days, today=today))
    hold_people(keyring.organisation)
    Roster.objects.filter(organisation=keyring.organisation, day__lt=today).delete()
    Roster.objects.filter(organisation=keyring.organisation, post=keyring.post).delete()
    Roster.objects.bulk_create(
        Roster(organisation=keyring.organisation, post=keyring.post, day=day) for day in sorted(days)[:DAYS]
    )
    _line("DutyDaysSet", keyring, at=at)


@transaction.atomic
def set_limit(at_most: int | None, keyring: Keyring, *, at: datetime) -> None:
    insist(refusal_to_signing(keyring))
    insist(refusal_to_limit(at_most))
    hold_people(keyring.organisation)
    LoadLimit.objects.filter(organisation=keyring.organisation, post=keyring.post).delete()
    if at_most is not None:
        LoadLimit.objects.create(organisation=keyring.organisation, post=keyring.post, at_most=at_most)
    _line("LoadLimitSet", keyring, at=at)


def _line(event: str, keyring: Keyring, *, at: datetime) -> None:
    journal(keyring.organisation, Line(event, keyring.post, keyring.member, keyring.post, at), on=at.date())
