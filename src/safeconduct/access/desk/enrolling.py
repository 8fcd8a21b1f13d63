"""Invite and join: a registrar hands over a code, and the person who types it makes their own keys."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from safeconduct.access.certificate import CERTIFIED_FOR
from safeconduct.access.certificate import Admission as AdmissionStatement
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.desk.signing_in import seal_totp
from safeconduct.access.enrolment import Joined, refusal_to_acting
from safeconduct.access.factors import Factors, seal_factors
from safeconduct.access.invitation import (
    VALID_FOR,
    Invited,
    Joining,
    account_name,
    invitation_place,
    invited_from,
    key_of,
    locator_of,
    refusal_to_inviting,
)
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import Admission, Appointment, Compartment, Invitation, Member, Organisation, Post
from safeconduct.access.passkey import Passkeys, seal_passkeys
from safeconduct.access.totp import new_totp_secret, step_matched
from safeconduct.sealing.code import Code, new_code
from safeconduct.sealing.keys import Identity, fingerprint
from safeconduct.sealing.passphrase import is_same_passphrase, new_passphrase, new_slots
from safeconduct.sealing.record import new_key, new_ref, seal, unseal
from safeconduct.sealing.spoken import fingerprint_words
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refusal, Refused, insist

NO_INVITATION = Refusal(
    "No invitation opens with these words. Compare them with the paper; an invitation is good once, for a week."
)

ROOT_SWAPPED = Refusal(
    "This office’s keys are not those that you were invited with. Do not join; tell whoever invited you in person."
)
WRONG_DIGITS = Refusal(
    "These digits do not fit. Wait for the next ones; if those do not fit either, check the clock of your device."
)


NAME_TAKEN = Refusal("An account has this name by now. Ask to be invited anew, under another name.")


@transaction.atomic
def invite(
    name: str, post: str, role: str, compartments: frozenset[str], keyring: Keyring, *, has_proved: bool, at: datetime
) -> Code:
    """A code to be handed over in person. `post` and `compartments` are references. Raises Refused."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    _drop_old(at.date())
    has_post = Post.objects.filter(ref=post, organisation=keyring.organisation, closed_on=None).exists()
    insist(refusal_to_inviting(name, role, taken=_names(account_name(name)), has_post=has_post))
    code = new_code()
    locator = locator_of(code)
    root = fingerprint(bytes(Organisation.objects.get(ref=keyring.organisation).root_sign)).hex()
    invited = Invited(keyring.organisation, new_ref(), account_name(name), post, role, root)
    Invitation.objects.create(
        ref=new_ref(),
        organisation=keyring.organisation,
        locator=locator,
        member=invited.member,
        name=invited.name,
        post=post,
        role=role,
        made_by=keyring.member,
        until_day=at.date() + VALID_FOR,
        body=seal(key_of(code), invited.as_bytes(), invitation_place(locator)),
    )
    for compartment in sorted(compartments):
        _admit(compartment, invited.member, keyring, on=at.date())
    _line("MemberInvited", invited.member, keyring, at=at)
    return code


@transaction.atomic
def withdraw_invitation(ref: str, keyring: Keyring, *, at: datetime) -> None:
    if not keyring.is_registrar:
        raise NotFound
    hold_people(keyring.organisation)
    row = Invitation.objects.select_for_update().filter(ref=ref, organisation=keyring.organisation).first()
    if row is None:
        raise NotFound
    Admission.objects.filter(member=row.member).delete()
    row.delete()
    _line("InvitationWithdrawn", row.member, keyring, at=at)


@transaction.atomic
def admit(compartment: str, member: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """Ask those who hold a compartment to let a member in. The registrar opens nothing by it."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    if not Member.objects.filter(ref=member, organisation=keyring.organisation, ended_on=None).exists():
        raise NotFound
    ask_admission(compartment, member, keyring, at=at)


def ask_admission(compartment: str, member: str, keyring: Keyring, *, at: datetime) -> None:
    """In the transaction of a verb that has asked who may."""
    _admit(compartment, member, keyring, on=at.date())
    _line("AdmissionAsked", member, keyring, at=at, note=compartment)


def _admit(compartment: str, member: str, keyring: Keyring, *, on: date) -> None:
    if not Compartment.objects.filter(ref=compartment, organisation=keyring.organisation).exists():
        raise NotFound
    statement = AdmissionStatement(keyring.organisation, compartment, member)
    Admission.objects.update_or_create(
        compartment=compartment,
        member=member,
        defaults={
            "organisation": keyring.organisation,
            "signed_by": keyring.member,
            "signature": keyring.identity.sign(statement.text()),
            "asked_on": on,
        },
    )


# Joining


def look_at_invitation(code: Code, *, on: date) -> Invited:
    """What the code says. Raises Refused when it opens nothing, and when the organisation's root key was swapped."""
    row = Invitation.objects.filter(locator=locator_of(code), until_day__gte=on).first()
    invited = _opened(row, code) if row else None
    if invited is None:
        raise Refused(NO_INVITATION)
    root = Organisation.objects.values_list("root_sign", flat=True).get(ref=invited.organisation)
    if fingerprint(bytes(root)).hex() != invited.root:
        raise Refused(ROOT_SWAPPED)
    return invited


def _opened(row: Invitation, code: Code) -> Invited | None:
    try:
        return invited_from(unseal(key_of(code), bytes(row.body), invitation_place(row.locator)))
    except Unopened:
        return None


def begin_joining(code: Code, *, on: date) -> Joining:
    """A passphrase and a secret for the second factor, to be kept by the person and by nobody else."""
    return Joining(look_at_invitation(code, on=on).name, new_passphrase(), new_totp_secret())


@transaction.atomic
def join(code: Code, joining: Joining, typed_passphrase: str, typed_digits: str, *, at: datetime) -> tuple[str, ...]:
    """Make the account and its keys, once; the words of the keys, to be read out to two registrars. Raises Refused."""
    # Read again under the lock, so that two requests with one code do not both join.
    hold_people(look_at_invitation(code, on=at.date()).organisation)
    Invitation.objects.select_for_update().filter(locator=locator_of(code)).first()
    invited = look_at_invitation(code, on=at.date())
    if not is_same_passphrase(typed_passphrase, joining.passphrase):
        raise Refused(Refusal("That is not the passphrase that you were shown. Type its seven words, in order."))
    step = step_matched(joining.totp_secret, typed_digits, after=0, at=at)
    if step is None:
        raise Refused(WRONG_DIGITS)
    identity = Identity(new_key())
    keys = Joined(invited.member, invited.name, invited.post, joining.passphrase, joining.totp_secret, step)
    try:
        make_account(invited.organisation, keys, identity, root=bytes.fromhex(invited.root))
    except IntegrityError:  # somebody took the name after the invitation was made
        raise Refused(NAME_TAKEN) from None
    Appointment.objects.create(
        organisation=invited.organisation,
        member=invited.member,
        post=invited.post,
        role=invited.role,
        public_seal=identity.public_seal,
        public_sign=identity.public_sign,
        from_day=at.date(),
        until_day=at.date() + CERTIFIED_FOR,
    )
    Invitation.objects.filter(locator=locator_of(code)).delete()
    line = Line("MemberJoined", invited.member, invited.member, invited.post, at)
    journal(invited.organisation, line, on=at.date())
    return fingerprint_words(identity.public_seal, identity.public_sign)


def make_account(organisation: str, joined: Joined, identity: Identity, *, root: bytes) -> None:
    """A member with their keys under their passphrase; `root` is the fingerprint of the root key that they trust."""
    slots, first_key = new_slots(joined.member, joined.passphrase, identity.secret + root)
    Member.objects.create(
        ref=joined.member,
        organisation=organisation,
        post=joined.post,
        name=joined.name,
        salt=slots.salt,
        first_verifier=slots.first.verifier,
        first_secret=slots.first.sealed_secret,
        # Digits that were typed back are used up.
        first_totp=seal_totp(first_key, joined.member, joined.totp_secret, last_step=joined.step),
        second_verifier=slots.second.verifier,
        second_secret=slots.second.sealed_secret,
        second_totp=seal_totp(new_key(), joined.member, new_totp_secret(), last_step=0),
        factors=seal_factors(identity.secret, joined.member, Factors(joined.totp_secret, joined.step)),
        first_passkeys=seal_passkeys(identity.secret, joined.member, Passkeys()),
    )


def _names(name: str) -> set[str]:
    """Sign-in names belong to one member of the whole instance."""
    rows = (Member.objects.filter(name=name), Invitation.objects.filter(name=name))
    with seeing_only(""):
        return {taken for names in rows for taken in names.values_list("name", flat=True)}


def _drop_old(day: date) -> None:
    """Invitations whose week is over, and the admissions that stood beside them."""
    old = Invitation.objects.filter(until_day__lt=day)
    Admission.objects.filter(member__in=list(old.values_list("member", flat=True))).delete()
    old.delete()


def _line(event: str, member: str, keyring: Keyring, *, at: datetime, note: str = "") -> None:
    journal(keyring.organisation, Line(event, member, keyring.member, keyring.post, at, note), on=at.date())
