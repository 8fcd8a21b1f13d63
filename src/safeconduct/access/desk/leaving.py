"""A member leaves: one registrar ends everything, because stopping must be fast; two are needed only to begin.

At once, or ahead: then it ends by itself with the last day, which is the leaver's own still.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.certificate import AHEAD, AT_ONCE
from safeconduct.access.certificate import CertificateEnd as EndStatement
from safeconduct.access.desk import certifying, recovering, rekeying, safeguarding, standings
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.desk.signing_in import close_ways_in
from safeconduct.access.enrolment import refusal_to_acting, refusal_to_leaving, refusal_to_signing_last_day
from safeconduct.access.journal import Line, Signer
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import (
    Admission,
    Appointment,
    CertificateEnd,
    Compartment,
    CompartmentWrap,
    Member,
    MemberFilters,
)
from safeconduct.vocabulary.refusal import NotFound, insist


@transaction.atomic
def leave(member: str, keyring: Keyring, *, confirmed: bool, root_words: str, has_proved: bool, at: datetime) -> None:
    """End an account: no session of theirs opens anything any more, their wraps are deleted, what their passphrase, their
    paper code and their parts of recovery keys open is noise, nothing that their keys sign from tomorrow counts, and each
    of their compartments must have a new key.

    `confirmed`: also when nobody else holds a compartment. `root_words` only for a registrar. Raises Refused."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    recovering.hold_ceremonies(member)
    row = certifying.member_of(keyring, member)
    last_holder_of = [compartment.name for compartment in last_holder_in(member)]
    insist(refusal_to_leaving(member, by=keyring.member, last_holder_of=last_holder_of, confirmed=confirmed))
    if member in lookup.register(keyring.organisation, ()).registrars():
        certifying.end_registrar(member, root_words, keyring, has_proved=has_proved, at=at)
    end = EndStatement(keyring.organisation, member, AT_ONCE, at.date().isoformat())
    certifying.keep_end(end, keyring.member, keyring.identity, on=at.date())
    _close(row, keyring, last_day=at.date(), at=at)


@transaction.atomic
def sign_last_day(member: str, last_day: date, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """The account ends by itself when this day is over (UTC). A day that is signed later takes the place of this one."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    certifying.member_of(keyring, member)
    known = lookup.register(keyring.organisation, (member,))
    insist(
        refusal_to_signing_last_day(
            member,
            last_day,
            by=keyring.member,
            is_registrar=member in known.registrars(),
            is_certified=known.newest(member) is not None,
            last_holder_of=[compartment.name for compartment in last_holder_in(member)],
            on=at.date(),
        )
    )
    end = EndStatement(keyring.organisation, member, AHEAD, last_day.isoformat())
    certifying.keep_end(end, keyring.member, keyring.identity, on=last_day)
    line = Line("LastDaySigned", member, keyring.member, keyring.post, at, last_day.isoformat())
    journal(keyring.organisation, line, on=at.date())


def end_what_is_over(beside: str, *, at: datetime) -> None:
    """Ends each account of the organisation of the member `beside` whose last day, signed ahead, is over. It needs no
    key: the first who signs in afterwards does it. In the journal it is the deed of the registrar who signed."""
    organisation = Member.objects.values_list("organisation", flat=True).get(ref=beside)
    rows = CertificateEnd.objects.filter(organisation=organisation, role=AHEAD, last_day__lt=at.date())
    over = Member.objects.filter(ref__in=rows.values("member"), ended_on=None)
    with seeing_only(organisation):
        refs = sorted(over.values_list("ref", flat=True))
    for ref in refs:
        _end_if_over(ref, organisation, at=at)


@transaction.atomic
def _end_if_over(member: str, organisation: str, *, at: datetime) -> None:
    """What nobody signed ends nobody. The only holder of a compartment keeps the wraps, which open for nobody in the
    program: what is sealed there waits for a registrar's word, as it does with an end at once."""
    hold_people(organisation)
    recovering.hold_ceremonies(member)
    row = Member.objects.select_for_update().filter(ref=member, ended_on=None).first()
    known = lookup.register(organisation, (member,))
    day = known.last_day(member)
    if row is None or not day or not known.has_left(member, at.date().isoformat()) or last_holder_in(member):
        return
    rows = CertificateEnd.objects.filter(member=member, role=AHEAD, last_day=day, signed_by__in=known.registrars())
    signer = Member.objects.get(ref=rows.order_by("-pk").values_list("signed_by", flat=True)[0])
    by = _SignedAhead(organisation, signer.ref, signer.post)
    _close(row, by, last_day=date.fromisoformat(day), at=at)


@dataclass(frozen=True)
class _SignedAhead:
    """In whose name an account ends when nobody is there."""

    organisation: str
    member: str
    post: str


def _close(row: Member, by: Signer, *, last_day: date, at: datetime) -> None:
    """All that needs no key: wraps, ways in, filters and parts of recovery keys of somebody whose end is signed."""
    member = row.ref
    held = set(CompartmentWrap.objects.filter(member=member).values_list("compartment", flat=True))
    CompartmentWrap.objects.filter(member=member).delete()
    Appointment.objects.filter(member=member).delete()
    MemberFilters.objects.filter(member=member).delete()
    row.ended_on = last_day
    close_ways_in(row)
    recovering.leave_ceremonies(member, by, at=at)
    safeguarding.forget_parts(member, by, at=at)
    for compartment in sorted(held):
        rekeying.ask_new_epoch(compartment, by, at=at)
    journal(by.organisation, Line("MemberLeft", member, by.member, by.post, at), on=at.date())


@transaction.atomic
def take_out(
    compartment: str, member: str, keyring: Keyring, *, confirmed: bool, has_proved: bool, at: datetime
) -> None:
    """The member stays, but no longer in this compartment, which must have a new key."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    certifying.member_of(keyring, member)
    row = Admission.objects.filter(compartment=compartment, member=member, organisation=keyring.organisation).first()
    if row is None:
        raise NotFound
    alone = [one.name for one in last_holder_in(member) if one.ref == compartment]
    insist(refusal_to_leaving(member, by=keyring.member, last_holder_of=alone, confirmed=confirmed))
    held, _ = CompartmentWrap.objects.filter(member=member, compartment=compartment).delete()
    row.delete()
    if held:
        rekeying.ask_new_epoch(compartment, keyring, at=at)
    line = Line("MemberTakenOut", member, keyring.member, keyring.post, at, compartment)
    journal(keyring.organisation, line, on=at.date())


def last_holder_in(member: str) -> tuple[Compartment, ...]:
    """The compartments whose newest key nobody but this member holds."""
    own = CompartmentWrap.objects.filter(member=member).values_list("compartment", flat=True).distinct()
    return tuple(
        row for row in Compartment.objects.filter(ref__in=list(own)) if standings.holders_of(row.ref) == {member}
    )
