"""Certify: two registrars for a member, the root key for a registrar. And change what a member is certified for."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.certificate import AHEAD, CERTIFIED_FOR, EpochStatement, MemberStatement, Signature
from safeconduct.access.certificate import Admission as AdmissionStatement
from safeconduct.access.certificate import CertificateEnd as EndStatement
from safeconduct.access.desk import safeguarding, standings
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.enrolment import (
    refusal_to_acting,
    refusal_to_certifying,
    refusal_to_changing,
    refusal_to_ending_registrar,
)
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import (
    Admission,
    Appointment,
    CertificateEnd,
    Compartment,
    CompartmentEpoch,
    EmptyPost,
    Member,
    MemberCertificate,
    Organisation,
    Post,
)
from safeconduct.access.register import REGISTRAR
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.spoken import Miswritten, are_words_of, key_from_words
from safeconduct.vocabulary.refusal import NotFound, Refusal, Refused, insist

WRONG_ROOT = Refusal(
    "These are not the words of this organisation’s root key. Compare all 24 with the paper, and type them again."
)


@transaction.atomic
def certify(member: str, words: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> bool:
    """One registrar's signature under what waits for a member; whether it is the second. `words` are those that the
    person read out, needed when their keys are new. Raises Refused, NotFound."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    row = Appointment.objects.select_for_update().filter(member=member, organisation=keyring.organisation).first()
    if row is None:
        raise NotFound
    insist(
        refusal_to_certifying(
            member,
            by=keyring.member,
            signed_by=standings.signers(row),
            asked_words=keys_are_new(row),
            words_match=are_words_of(words, bytes(row.public_seal), bytes(row.public_sign)),
        )
    )
    _begin_anew_if_stale(row, keyring.member, on=at.date())
    return _sign(row, keyring, at=at)


@transaction.atomic
def change(member: str, post: str, role: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """A new certificate for the same keys, from today: another post or role, or the same for two more years. The
    registrar who asks for it has signed it by that; another one must."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    row = member_of(keyring, member)
    known = lookup.register(keyring.organisation, (member,)).newest(member)
    if known is None:
        raise Refused(Refusal("Nobody has vouched for this person’s keys yet. Certify them first."))
    has_post = Post.objects.filter(ref=post, organisation=keyring.organisation, closed_on=None).exists()
    waits = Appointment.objects.filter(member=member).exists()
    # A post stands beside the certificate: on one day the same statement would count with the signatures it has.
    is_signed_today = (known.role, known.from_day) == (role, at.date().isoformat())
    insist(
        refusal_to_changing(
            member,
            role,
            by=keyring.member,
            has_post=has_post,
            waits=waits,
            is_signed_today=is_signed_today,
        )
    )
    appointment = Appointment.objects.create(
        organisation=keyring.organisation,
        member=row.ref,
        post=post,
        role=role,
        public_seal=known.public_seal,
        public_sign=known.public_sign,
        from_day=at.date(),
        until_day=at.date() + CERTIFIED_FOR,
    )
    _sign(appointment, keyring, at=at)


@transaction.atomic
def withdraw(member: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """Nothing waits for a second registrar any more. An account that nobody certified yet is ended with it."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    row = Appointment.objects.filter(member=member, organisation=keyring.organisation).first()
    if row is None:
        raise NotFound
    MemberCertificate.objects.filter(**_columns(row)).delete()
    if keys_are_new(row):
        Member.objects.filter(ref=member).update(ended_on=at.date())
    row.delete()
    _line("AppointmentWithdrawn", member, keyring, at=at)


def keys_are_new(row: Appointment) -> bool:
    known = lookup.register(row.organisation, (row.member,)).newest(row.member)
    return known is None or (known.public_seal, known.public_sign) != (bytes(row.public_seal), bytes(row.public_sign))


def _begin_anew_if_stale(row: Appointment, registrar: str, *, on: date) -> None:
    """A certificate holds from the day of its first signature. One without any begins today, and so does one from
    before the second registrar was one: the first must then sign again."""
    was_one = registrar in lookup.register(row.organisation, ()).registrars_on(row.from_day.isoformat())
    if not was_one or (row.from_day != on and not standings.signers(row)):
        MemberCertificate.objects.filter(**_columns(row)).delete()
        row.from_day, row.until_day = on, on + CERTIFIED_FOR
        row.save(update_fields=["from_day", "until_day"])


def _sign(row: Appointment, keyring: Keyring, *, at: datetime) -> bool:
    statement = lookup.statement_of(row)
    MemberCertificate.objects.create(
        **_columns(row), signed_by=keyring.member, signature=keyring.identity.sign(statement.text())
    )
    is_certified = statement in lookup.register(row.organisation, (row.member,)).members
    if is_certified:
        Member.objects.filter(ref=row.member).update(post=row.post)
        EmptyPost.objects.filter(post=row.post).delete()
        row.delete()
    _line("MemberCertified" if is_certified else "CertificateSigned", row.member, keyring, at=at, note=row.role)
    return is_certified


def _columns(row: Appointment) -> dict[str, object]:
    return {
        "organisation": row.organisation,
        "member": row.member,
        "role": row.role,
        "public_seal": bytes(row.public_seal),
        "public_sign": bytes(row.public_sign),
        "from_day": row.from_day,
        "until_day": row.until_day,
    }


# Registrars


@transaction.atomic
def make_registrar(member: str, root_words: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """The root key, typed for this one request, certifies a member's known keys as a registrar's."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    row = member_of(keyring, member)
    root = root_from(keyring.organisation, root_words)
    register = lookup.register(keyring.organisation, (member,))
    known = register.on(member, at.date().isoformat())
    if known is None:
        known = register.newest(member) if member in register.registrars() else None
    if known is None:
        raise Refused(Refusal("Two administrators must certify this person’s keys first. Then make them one too."))
    until = at.date() + CERTIFIED_FOR
    statement = MemberStatement(
        keyring.organisation,
        row.ref,
        REGISTRAR,
        known.public_seal,
        known.public_sign,
        at.date().isoformat(),
        until.isoformat(),
    )
    MemberCertificate.objects.create(
        organisation=keyring.organisation,
        member=row.ref,
        role=REGISTRAR,
        public_seal=known.public_seal,
        public_sign=known.public_sign,
        from_day=at.date(),
        until_day=until,
        signed_by="",
        signature=root.sign(statement.text()),
    )
    _line("RegistrarMade", row.ref, keyring, at=at)


@transaction.atomic
def end_registrar(member: str, root_words: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """The root key ends what a registrar may do; the acting one vouches anew for what only the other vouched for."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    if member == keyring.member:
        raise Refused(Refusal("Nobody ends themself. Ask another administrator."))
    row = member_of(keyring, member)
    register = lookup.register(keyring.organisation, ())
    if row.ref not in register.registrars():
        raise NotFound
    left = register.unended_registrars_on(at.date().isoformat()).keys() - {member}
    insist(refusal_to_ending_registrar(left=len(left)))
    root = root_from(keyring.organisation, root_words)
    _vouch_instead_of(row.ref, keyring)
    safeguarding.vouch_instead_of(row.ref, keyring, at=at)
    end = EndStatement(keyring.organisation, row.ref, REGISTRAR, at.date().isoformat())
    keep_end(end, "", root, on=at.date())
    _line("RegistrarEnded", row.ref, keyring, at=at)


def keep_end(end: EndStatement, signer: str, identity: Identity, *, on: date) -> None:
    CertificateEnd.objects.create(
        organisation=end.organisation,
        member=end.member,
        role=end.role,
        last_day=on,
        signed_by=signer,
        signature=identity.sign(end.text()),
    )


def root_from(organisation: str, words: str) -> Identity:
    """The root key for one request. Raises Refused when the words are not its."""
    try:
        root = Identity(key_from_words(words))
    except Miswritten:
        raise Refused(WRONG_ROOT) from None
    if root.public_sign != bytes(Organisation.objects.get(ref=organisation).root_sign):
        raise Refused(WRONG_ROOT)
    return root


def member_of(keyring: Keyring, member: str) -> Member:
    """Held until the transaction ends. Raises NotFound for members of others and for those who left."""
    row = (
        Member.objects.select_for_update().filter(ref=member, organisation=keyring.organisation, ended_on=None).first()
    )
    if row is None:
        raise NotFound
    return row


def _vouch_instead_of(registrar: str, keyring: Keyring) -> None:
    """One registrar's signature is enough for an epoch or an admission, so none may rest on somebody who is ended."""
    register = lookup.register(keyring.organisation, ())
    duties = dict(Compartment.objects.filter(organisation=keyring.organisation).values_list("ref", "duty"))
    for row in CompartmentEpoch.objects.filter(compartment__in=duties, certified_by=registrar):
        epoch = EpochStatement(
            keyring.organisation, row.compartment, duties[row.compartment], row.epoch, bytes(row.public_seal)
        )
        if register.certifies_epoch(epoch, Signature(row.certified_by, bytes(row.signature))):
            signature = keyring.identity.sign(epoch.text())
            CompartmentEpoch.objects.filter(pk=row.pk).update(certified_by=keyring.member, signature=signature)
    for asked in Admission.objects.filter(organisation=keyring.organisation, signed_by=registrar):
        admission = AdmissionStatement(keyring.organisation, asked.compartment, asked.member)
        if register.admits(admission, Signature(asked.signed_by, bytes(asked.signature))):
            signature = keyring.identity.sign(admission.text())
            Admission.objects.filter(pk=asked.pk).update(signed_by=keyring.member, signature=signature)
    ahead = CertificateEnd.objects.filter(organisation=keyring.organisation, signed_by=registrar, role=AHEAD)
    ends = lookup.register(keyring.organisation, list(ahead.values_list("member", flat=True))).member_ends
    for signed in ahead.order_by("pk"):
        end = EndStatement(signed.organisation, signed.member, signed.role, signed.last_day.isoformat())
        if end in ends:
            keep_end(end, keyring.member, keyring.identity, on=signed.last_day)


def _line(event: str, member: str, keyring: Keyring, *, at: datetime, note: str = "") -> None:
    journal(keyring.organisation, Line(event, member, keyring.member, keyring.post, at, note), on=at.date())
