"""Posts and compartments: create, rename, close; open a compartment whose key its first holder will make."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.certificate import EmptyPostStatement
from safeconduct.access.desk import enrolling, rekeying, standings
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.enrolment import (
    SAID_FOR,
    refusal_to_acting,
    refusal_to_closing_post,
    refusal_to_naming,
    refusal_to_opening_compartment,
    refusal_to_saying_empty,
)
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.access.models import (
    Appointment,
    Compartment,
    CompartmentEpoch,
    EmptyPost,
    Invitation,
    Member,
    Post,
)
from safeconduct.sealing.keys import signed_by
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
    unsaid = [one.name for one in unsaid_of(ref, keyring.organisation, on=at.date())]
    insist(refusal_to_closing_post(members=members, invited=invited, unsaid=unsaid))
    post.closed_on = at.date()
    post.save(update_fields=["closed_on"])
    EmptyPost.objects.filter(post=ref).delete()
    _line("PostClosed", ref, keyring, at=at)


@transaction.atomic
def say_empty(ref: str, hangs: int, groups: int, keyring: Keyring, *, at: datetime) -> None:
    """A member signs, for each compartment that they hold, that nothing of a post hangs there. `hangs` and
    `groups` are what they found. The word is void when somebody gets the post."""
    insist(refusal_to_signing(keyring))
    hold_people(keyring.organisation)
    is_open = Post.objects.filter(ref=ref, organisation=keyring.organisation, closed_on=None).exists()
    members = Member.objects.filter(post=ref, ended_on=None).count()
    found = {"hangs": hangs, "groups": groups}
    insist(refusal_to_saying_empty(holds=bool(keyring.compartments), is_open=is_open, members=members, **found))
    for compartment in sorted(keyring.compartments):
        said = EmptyPostStatement(keyring.organisation, ref, compartment, at.date().isoformat())
        EmptyPost.objects.filter(post=ref, compartment=compartment).delete()
        EmptyPost.objects.create(
            organisation=keyring.organisation,
            post=ref,
            compartment=compartment,
            said_by=keyring.member,
            said_on=at.date(),
            signature=keyring.identity.sign(said.text()),
        )
    _line("PostSaidEmpty", ref, keyring, at=at)


def unsaid_of(post: str, organisation: str, *, on: date) -> tuple[Compartment, ...]:
    """The compartments where work may hang and of which no holder has signed lately that none of the post does."""
    rows = EmptyPost.objects.filter(post=post, said_on__gt=on - SAID_FOR, said_on__lte=on)
    said = {row.compartment for row in rows if _counts(row)}
    known = Compartment.objects.filter(organisation=organisation).exclude(duty="auditors").order_by("name")
    made = set(
        CompartmentEpoch.objects.filter(compartment__in=known.values("ref")).values_list("compartment", flat=True)
    )
    return tuple(row for row in known if row.ref in made - said)


def _counts(row: EmptyPost) -> bool:
    """Signed by one who was certified on that day and holds the compartment still."""
    said = EmptyPostStatement(row.organisation, row.post, row.compartment, row.said_on.isoformat())
    keys = lookup.register(row.organisation, (row.said_by,)).signing_keys(row.said_by, said.on)
    is_signed = any(signed_by(key, bytes(row.signature), said.text()) for key in keys)
    return is_signed and row.said_by in standings.holders_of(row.compartment)


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
