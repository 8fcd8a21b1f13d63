"""Trainings: what the people of an organisation took, and when one takes another."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.access.models import Member, MemberCertificate, TrainingTaken
from safeconduct.access.training import PostHolder, TrainingHeld, refusal_to_recording_training
from safeconduct.vocabulary.refusal import insist


def trainings_held(organisation: str) -> tuple[TrainingHeld, ...]:
    rows = TrainingTaken.objects.filter(organisation=organisation).order_by("held_on", "id")
    return tuple(TrainingHeld(row.member, row.post, row.course, row.held_on) for row in rows)


def people_at_posts(organisation: str) -> tuple[PostHolder, ...]:
    """Those whose account stands, by name; since the first day for which anybody vouched for them, and the newest."""
    came: dict[str, date] = {}
    vouched: dict[str, date] = {}
    rows = MemberCertificate.objects.filter(organisation=organisation).order_by("from_day")
    for member, from_day in rows.values_list("member", "from_day"):
        came.setdefault(member, from_day)
        vouched[member] = from_day
    members = Member.objects.filter(organisation=organisation, ended_on=None).order_by("name")
    return tuple(
        PostHolder(row.ref, row.name, row.post, came[row.ref], vouched[row.ref]) for row in members if row.ref in came
    )


@transaction.atomic
def take_training(
    course: str, held_on: date, keyring: Keyring, *, known: Iterable[str], today: date, at: datetime
) -> None:
    """The member's own, at the post that they hold now. `known` are the courses of the guidance. Twice is once."""
    insist(refusal_to_signing(keyring))
    insist(refusal_to_recording_training(course, held_on, known=known, today=today))
    hold_people(keyring.organisation)
    TrainingTaken.objects.get_or_create(
        organisation=keyring.organisation, member=keyring.member, post=keyring.post, course=course, held_on=held_on
    )
    line = Line("TrainingTaken", keyring.post, keyring.member, keyring.post, at)
    journal(keyring.organisation, line, on=at.date())
