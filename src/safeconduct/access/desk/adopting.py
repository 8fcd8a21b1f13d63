"""Good practices of an organisation: plan one for a country, end it, and say which post looks after them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.adoption import Adoption, refusal_to_adopting, refusal_to_ending
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.access.models import PracticeAdoption, PracticePoint
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist


def adoptions(organisation: str) -> tuple[Adoption, ...]:
    rows = PracticeAdoption.objects.filter(organisation=organisation).order_by("adopted_on", "ref")
    return tuple(
        Adoption(row.ref, row.practice, row.country, row.due_on, row.adopted_on, row.post, row.outcome, row.ended_on)
        for row in rows
    )


def point(organisation: str) -> str:
    """The post (reference) that looks after good practices; "" for nobody."""
    return PracticePoint.objects.filter(organisation=organisation).values_list("post", flat=True).first() or ""


@transaction.atomic
def adopt(
    practice: str, country: str, due_on: date, keyring: Keyring, *, known: Collection[str], today: date, at: datetime
) -> None:
    """`known` are the practices of the guidance."""
    insist(refusal_to_signing(keyring))
    hold_people(keyring.organisation)
    planned = adoptions(keyring.organisation)
    insist(refusal_to_adopting(practice, country, due_on, known=known, adoptions=planned, today=today))
    PracticeAdoption.objects.create(
        ref=new_ref(),
        organisation=keyring.organisation,
        post=keyring.post,
        practice=practice,
        country=country,
        due_on=due_on,
        adopted_on=today,
    )
    _line("PracticeAdopted", keyring, at=at)


@transaction.atomic
def end_adoption(ref: str, outcome: str, keyring: Keyring, *, today: date, at: datetime) -> None:
    insist(refusal_to_signing(keyring))
    hold_people(keyring.organisation)
    planned = next((one for one in adoptions(keyring.organisation) if one.ref == ref), None)
    insist(refusal_to_ending(planned, outcome))
    PracticeAdoption.objects.filter(organisation=keyring.organisation, ref=ref).update(outcome=outcome, ended_on=today)
    _line("PracticeEnded", keyring, at=at)


@transaction.atomic
def take_point(keyring: Keyring, *, at: datetime) -> None:
    """The member's post looks after good practices from here on."""
    insist(refusal_to_signing(keyring))
    hold_people(keyring.organisation)
    PracticePoint.objects.filter(organisation=keyring.organisation).delete()
    PracticePoint.objects.create(organisation=keyring.organisation, post=keyring.post)
    _line("PracticePointTaken", keyring, at=at)


def _line(event: str, keyring: Keyring, *, at: datetime) -> None:
    journal(keyring.organisation, Line(event, keyring.post, keyring.member, keyring.post, at), on=at.date())
