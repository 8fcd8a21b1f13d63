"""Posts and compartments: create, rename, close; open a compartment whose key its first holder will make."""

from datetime import datetime

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.desk import enrolling, rekeying
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.enrolment import (
    refusal_to_acting,
    refusal_to_closing_post,
    refusal_to_naming,
    refusal_to_opening_compartment,
)
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import Appointment, Compartment, Invitation, Member, Post
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, insist


@transaction.atomic
def create_post(name: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> str:
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    insist(refusal_to_naming(name, taken=_open_posts(keyring), what="post"))
    ref = new_ref()
    Post.objects.create(ref=ref, organisation=keyring.organisation, name=name.strip())
    _line("PostCreated", ref, keyring, at=at)
    return ref


@transaction.atomic
def rename_post(ref: str, name: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """Entries keep the name that the post had when they were written."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    post = _post(ref, keyring)
    insist(refusal_to_naming(name, taken=_open_posts(keyring) - {post.name}, what="post"))
    post.name = name.strip()
    post.save(update_fields=["name"])
    _line("PostRenamed", ref, keyring, at=at)


@transaction.atomic
def close_post(ref: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    post = _post(ref, keyring)
    members = Member.objects.filter(post=ref, ended_on=None).count()
    invited = Invitation.objects.filter(post=ref, until_day__gte=at.date()).count()
    invited += Appointment.objects.filter(post=ref).count()
    insist(refusal_to_closing_post(members=members, invited=invited))
    post.closed_on = at.date()
    post.save(update_fields=["closed_on"])
    _line("PostClosed", ref, keyring, at=at)


@transaction.atomic
def open_compartment(
    name: str, duty: str, first_holder: str, keyring: Keyring, *, has_proved: bool, at: datetime
) -> str:
    """A compartment that is empty until its first holder has made its key and a registrar has certified that."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    known = Compartment.objects.filter(organisation=keyring.organisation)
    register = lookup.register(keyring.organisation, (first_holder,))
    is_here = Member.objects.filter(ref=first_holder, organisation=keyring.organisation, ended_on=None).exists()
    insist(
        refusal_to_opening_compartment(
            name,
            duty,
            names=set(known.values_list("name", flat=True)),
            duties=set(known.values_list("duty", flat=True)),
            holder_stands=is_here and register.on(first_holder, at.date().isoformat()) is not None,
        )
    )
    ref = new_ref()
    Compartment.objects.create(ref=ref, organisation=keyring.organisation, name=name.strip(), duty=duty)
    _line("CompartmentOpened", ref, keyring, at=at)
    enrolling.ask_admission(ref, first_holder, keyring, at=at)
    rekeying.ask_new_epoch(ref, keyring, at=at)
    return ref


def _post(ref: str, keyring: Keyring) -> Post:
    post = Post.objects.filter(ref=ref, organisation=keyring.organisation, closed_on=None).first()
    if post is None:
        raise NotFound
    return post


def _open_posts(keyring: Keyring) -> set[str]:
    rows = Post.objects.filter(organisation=keyring.organisation, closed_on=None)
    return set(rows.values_list("name", flat=True))


def _line(event: str, ref: str, keyring: Keyring, *, at: datetime) -> None:
    journal(keyring.organisation, Line(event, ref, keyring.member, keyring.post, at), on=at.date())
