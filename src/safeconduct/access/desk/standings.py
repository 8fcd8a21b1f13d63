"""How things stand in an organisation: its members, compartments, posts and invitations, and what waits for whom."""

from datetime import date

from safeconduct.access import lookup, models
from safeconduct.access.certificate import REGISTRARS_FOR_A_MEMBER
from safeconduct.access.enrolment import SAID_FOR
from safeconduct.access.models import Compartment, CompartmentEpoch, Member, MemberCertificate, Post
from safeconduct.access.register import Register
from safeconduct.access.standing import CompartmentStanding, InvitationStanding, MemberStanding, PostStanding
from safeconduct.vocabulary.refusal import NotFound


def member_standings(organisation: str, *, on: date) -> tuple[MemberStanding, ...]:
    """Every account, those that ended last."""
    known, posts = lookup.register(organisation), lookup.post_names(organisation)
    waiting = {row.member: row for row in models.Appointment.objects.filter(organisation=organisation)}
    rows = models.Member.objects.filter(organisation=organisation).order_by("name")
    standings = (
        _member_standing(row, known, posts[row.post], waiting.get(row.ref), on=on)
        for row in sorted(rows, key=lambda row: row.ended_on is not None)
    )
    return tuple(standings)


def _member_standing(
    row: models.Member, known: Register, post: str, waits: models.Appointment | None, *, on: date
) -> MemberStanding:
    statement = known.on(row.ref, on.isoformat()) if row.ended_on is None else None
    newest = known.newest(row.ref)
    signed_by = signers(waits) if waits else frozenset()
    return MemberStanding(
        member=row.ref,
        name=row.name,
        post=post,
        role=statement.role if statement else "",
        until_day=statement.until_day if statement else "",
        ended_on=row.ended_on,
        waits_for=max(1, REGISTRARS_FOR_A_MEMBER - len(signed_by)) if waits else 0,
        signed_by=signed_by,
        keys_are_new=waits is not None
        and (newest is None or (newest.public_seal, newest.public_sign) != _keys_in(waits)),
        last_day=_last_day(row, known),
    )


def _last_day(row: models.Member, known: Register) -> date | None:
    day = known.last_day(row.ref) if row.ended_on is None else ""
    return date.fromisoformat(day) if day else None


def last_day(organisation: str, member: str) -> date | None:
    """When an account ends by itself; None while no registrar has signed a day, and once it has ended."""
    row = Member.objects.get(ref=member, organisation=organisation)
    return _last_day(row, lookup.register(organisation, (member,)))


def ended_on(organisation: str, member: str) -> date | None:
    """The day with which an account ended; None while it has not."""
    day: date | None = Member.objects.values_list("ended_on", flat=True).get(ref=member, organisation=organisation)
    return day


def signers(row: models.Appointment) -> frozenset[str]:
    """Who has signed what waits, and still counts."""
    standing = lookup.register(row.organisation, ()).registrars_on(row.from_day.isoformat())
    rows = MemberCertificate.objects.filter(
        organisation=row.organisation,
        member=row.member,
        role=row.role,
        public_seal=bytes(row.public_seal),
        public_sign=bytes(row.public_sign),
        from_day=row.from_day,
        until_day=row.until_day,
    )
    return frozenset(certificate.signed_by for certificate in rows if certificate.signed_by in standing)


def waiting_appointment(member: str) -> tuple[str, str]:
    """The names of the post and the role that wait to be certified. Raises NotFound."""
    row = models.Appointment.objects.filter(member=member).first()
    if row is None:
        raise NotFound
    return lookup.post_name(row.post), row.role


def _keys_in(row: models.Appointment) -> tuple[bytes, bytes]:
    return bytes(row.public_seal), bytes(row.public_sign)


def compartment_standings(organisation: str) -> tuple[CompartmentStanding, ...]:
    return tuple(
        compartment_standing(row) for row in Compartment.objects.filter(organisation=organisation).order_by("name")
    )


def compartment_standing(row: Compartment) -> CompartmentStanding:
    newest = CompartmentEpoch.objects.filter(compartment=row.ref).order_by("-epoch").first()
    asked = models.AskedEpoch.objects.filter(compartment=row.ref).first()
    holders = holders_of(row.ref)
    here = models.Member.objects.filter(ref__in=lookup.admitted(row.organisation, row.ref), ended_on=None)
    names = lookup.member_names(row.organisation)
    return CompartmentStanding(
        compartment=row.ref,
        name=row.name,
        duty=row.duty,
        epoch=newest.epoch if newest else 0,
        since=newest.made_on if newest else None,
        holders=tuple(sorted(holders, key=lambda ref: names.get(ref, ""))),
        waiting=tuple(one.ref for one in here.order_by("name") if one.ref not in holders),
        asked="" if asked is None else "made" if asked.public_seal else "asked",
        asked_on=asked.asked_on if asked else None,
        made_by=asked.made_by if asked else "",
    )


def holders_of(compartment: str) -> frozenset[str]:
    """Those to whom the newest epoch is wrapped and who have not left."""
    newest = CompartmentEpoch.objects.filter(compartment=compartment).order_by("-epoch").first()
    if newest is None:
        return frozenset()
    rows = models.CompartmentWrap.objects.filter(compartment=compartment, epoch=newest.epoch)
    members = list(rows.values_list("member", flat=True))
    return frozenset(models.Member.objects.filter(ref__in=members, ended_on=None).values_list("ref", flat=True))


def compartments_of(organisation: str, member: str) -> tuple[Compartment, ...]:
    """Those that a registrar asked the holders to let the member into; also of somebody who has left."""
    known = Compartment.objects.filter(organisation=organisation).order_by("name")
    return tuple(row for row in known if member in lookup.admitted(organisation, row.ref))


def open_invitations(organisation: str, *, on: date) -> tuple[InvitationStanding, ...]:
    posts = lookup.post_names(organisation)
    rows = models.Invitation.objects.filter(organisation=organisation, until_day__gte=on).order_by("name")
    return tuple(InvitationStanding(row.ref, row.name, posts[row.post], row.role, row.until_day) for row in rows)


def open_posts(organisation: str) -> tuple[PostStanding, ...]:
    rows = Post.objects.filter(organisation=organisation, closed_on=None).order_by("name")
    return tuple(PostStanding(row.ref, row.name, _members_of(row.ref)) for row in rows)


def said_empty(organisation: str, *, on: date) -> frozenset[str]:
    """References of the posts of which a member signed lately that they hold nothing, so that they can be closed."""
    rows = models.EmptyPost.objects.filter(organisation=organisation, said_on__gt=on - SAID_FOR)
    return frozenset(rows.values_list("post", flat=True))


def posts_to_name(organisation: str, *, on: date) -> dict[str, str]:
    """Names by reference, of those that can do something: neither closed nor said to be empty, so that they can be closed."""
    closing = said_empty(organisation, on=on)
    return {one.ref: one.name for one in open_posts(organisation) if one.ref not in closing}


def _members_of(post: str) -> tuple[str, ...]:
    rows = models.Member.objects.filter(post=post, ended_on=None).order_by("name")
    return tuple(rows.values_list("name", flat=True))
