"""A member leaves: one registrar ends everything at once, because stopping must be fast; two are needed only to begin."""

from datetime import datetime

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.certificate import CertificateEnd as EndStatement
from safeconduct.access.desk import certifying, recovering, rekeying, safeguarding
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.signing_in import close_ways_in
from safeconduct.access.enrolment import refusal_to_acting, refusal_to_leaving
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import (
    Admission,
    Appointment,
    Compartment,
    CompartmentWrap,
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
    end = EndStatement(keyring.organisation, member, "", at.date().isoformat())
    certifying.keep_end(end, keyring.member, keyring.identity, on=at.date())
    held = set(CompartmentWrap.objects.filter(member=member).values_list("compartment", flat=True))
    CompartmentWrap.objects.filter(member=member).delete()
    Appointment.objects.filter(member=member).delete()
    MemberFilters.objects.filter(member=member).delete()
    row.ended_on = at.date()
    close_ways_in(row)
    recovering.leave_ceremonies(member, keyring, at=at)
    safeguarding.forget_parts(member, keyring, at=at)
    for compartment in sorted(held):
        rekeying.ask_new_epoch(compartment, keyring, at=at)
    journal(keyring.organisation, Line("MemberLeft", member, keyring.member, keyring.post, at), on=at.date())


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
    return tuple(row for row in Compartment.objects.filter(ref__in=list(own)) if lookup.holders_of(row.ref) == {member})
