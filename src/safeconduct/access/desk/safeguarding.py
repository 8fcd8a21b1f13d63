"""Make the recovery key of an organisation, sign it, end it, and check that holders have their parts.

The recovery secret exists in one request, that of the registrar who makes the key; then only its parts do.
"""

from datetime import date, datetime
from math import comb

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.certificate import MemberStatement
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.safeguarded import (
    Holder,
    as_shown,
    as_text,
    holder_row,
    holders_of,
    is_vouched_for,
    member_anywhere,
    parts_of,
    proposal,
    splitting_name,
    standing_keys,
    statement_of,
)
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.journal import Line, Signer
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import (
    Member,
    RecoveryHolder,
    RecoveryKey,
    RecoveryPart,
    RecoverySignature,
    RecoveryWrap,
)
from safeconduct.access.noise import noise_like
from safeconduct.access.presence import refusal_without_proof
from safeconduct.access.recovery import (
    RECOVERY,
    REHEARSAL,
    refusal_to_splitting,
)
from safeconduct.sealing.keys import Identity, signed_by
from safeconduct.sealing.record import new_key, new_ref
from safeconduct.sealing.splitting import Part, open_part, split
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refusal, Refused, insist

NOT_YOURSELF = Refusal("You proposed this key, so another administrator must make it. Ask one of them.")
SIGNED_ALREADY = Refusal("You have signed this key already. Another administrator must sign it too.")
NOT_IN_ORDER = Refusal("The parts of this key do not belong together. Do not sign it; propose another key.")
NOT_AS_PROPOSED = Refusal(
    "The holders are not those whom an administrator of today proposed, or not different people. Propose another key."
)
NOT_AS_SHOWN = Refusal("This was changed after you opened the page. Read it again; if it is right, do it again.")
NO_SUCH_HOLDER = Refusal("One of these names is no certified member. Check each name; write one on a line.")
NAMED_TWICE = Refusal("A name stands there twice. Each holder must be another person.")
PARTS_LOST = Refusal(
    "Some of your parts do not open or were changed. Tell the administrators: a new recovery key is needed."
)


@transaction.atomic
def propose_key(names: tuple[str, ...], needed: int, keyring: Keyring, *, has_proved: bool, at: datetime) -> str:
    """A registrar names the holders, members of any organisation here. Nothing is split yet."""
    insist_registrar(keyring, has_proved=has_proved)
    hold_people(keyring.organisation)
    insist(refusal_to_splitting(needed, len(names)))
    if len(set(names)) < len(names):
        raise Refused(NAMED_TWICE)
    holders = tuple(_proposed(name, on=at.date()) for name in names)
    for before in RecoveryKey.objects.filter(organisation=keyring.organisation, public_seal=b"", ended_on=None):
        _end(before, keyring, at=at)
    ref = new_ref()
    row = RecoveryKey(
        ref=ref,
        organisation=keyring.organisation,
        number=RecoveryKey.objects.filter(organisation=keyring.organisation).count() + 1,
        needed=needed,
        proposed_by=keyring.member,
        made_on=at.date(),
    )
    row.signature = keyring.identity.sign(proposal(row, holders))
    row.save(force_insert=True)
    for number, (member, public_seal) in enumerate(holders, start=1):
        RecoveryHolder.objects.create(key=row.ref, number=number, member=member, public_seal=public_seal)
    note(keyring, "RecoveryKeyProposed", ref, at=at)
    return ref


@transaction.atomic
def make_key(ref: str, keyring: Keyring, *, shown: str, has_proved: bool, at: datetime) -> None:
    """Another registrar makes the secret, splits it and forgets it, all in this request, and signs what was made."""
    insist_registrar(keyring, has_proved=has_proved)
    hold_people(keyring.organisation)
    row = _of(ref, keyring)
    if row.public_seal:
        raise NotFound
    if row.proposed_by == keyring.member:
        raise Refused(NOT_YOURSELF)
    insist_as_shown(shown, as_shown(row))
    _insist_as_proposed(row, on=at.date())
    publics = _certified_publics(row, on=at.date())
    for purpose, column in ((RECOVERY, "public_seal"), (REHEARSAL, "rehearsal_seal")):
        identity = Identity(new_key())
        setattr(row, column, identity.public_seal)
        for part in split(identity.secret, publics, row.needed, splitting_name(ref, purpose)):
            RecoveryPart.objects.create(
                key=ref,
                purpose=purpose,
                group=as_text(part.group),
                holder=part.holder,
                sealed=part.sealed,
                digest=part.digest,
            )
    row.made_on = at.date()
    row.save(update_fields=["public_seal", "rehearsal_seal", "made_on"])
    _sign(row, keyring, on=at.date())
    note(keyring, "RecoveryKeyMade", ref, at=at)


@transaction.atomic
def sign_key(ref: str, keyring: Keyring, *, shown: str, has_proved: bool, at: datetime) -> None:
    """The second registrar vouches for the holders and the parts; from then on the key counts.

    The one before stays until whatever was wrapped to it is wrapped to the new one too.
    """
    insist_registrar(keyring, has_proved=has_proved)
    hold_people(keyring.organisation)
    row = _of(ref, keyring)
    if not row.public_seal:
        raise NotFound
    if RecoverySignature.objects.filter(key=ref, signed_by=keyring.member).exists():
        raise Refused(SIGNED_ALREADY)
    insist_as_shown(shown, as_shown(row))
    _insist_true_holders(row)
    _sign(row, keyring, on=at.date())
    if not is_vouched_for(row):
        raise Refused(NOT_IN_ORDER)
    end_what_is_replaced(row, keyring, at=at)
    note(keyring, "RecoveryKeySigned", ref, at=at)


def vouch_instead_of(registrar: str, keyring: Keyring, *, at: datetime) -> None:
    """Of somebody whom the root is about to end: keys that they signed are signed by the acting registrar too. Where that
    one has signed before, another must."""
    for row in standing_keys(keyring.organisation):
        signers = set(RecoverySignature.objects.filter(key=row.ref).values_list("signed_by", flat=True))
        if registrar in signers and keyring.member not in signers:
            _sign(row, keyring, on=at.date())
            note(keyring, "RecoveryKeySigned", row.ref, at=at)


@transaction.atomic
def check_parts(ref: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> int:
    """A holder opens all parts of theirs and compares them with the published digests; how many there are."""
    insist(refusal_without_proof(has_proved=has_proved))
    see_only(keyring.organisation)
    holder = holder_row(ref, keyring.member)
    count = len(opened_parts(holder, RECOVERY, keyring)) + len(opened_parts(holder, REHEARSAL, keyring))
    holder.checked_on = at.date()
    holder.save(update_fields=["checked_on"])
    note(keyring, "PartsChecked", ref, at=at, beside=RecoveryKey.objects.get(ref=ref).organisation)
    return count


def opened_parts(holder: RecoveryHolder, purpose: str, keyring: Keyring) -> list[tuple[Part, bytes]]:
    """Each part of one holder with what it holds. Raises Refused when one is missing, changed or does not open."""
    needed = RecoveryKey.objects.get(ref=holder.key).needed
    holders = RecoveryHolder.objects.filter(key=holder.key).count()
    parts = parts_of(holder.key, purpose, holder=holder.number)
    try:
        opened = [(part, open_part(keyring.identity, splitting_name(holder.key, purpose), part)) for part in parts]
    except Unopened:
        raise Refused(PARTS_LOST) from None
    if len(opened) != share_of(holders, needed):
        raise Refused(PARTS_LOST)
    return opened


def share_of(holders: int, needed: int) -> int:
    """How many parts one holder has for one purpose: the groups that they belong to."""
    return comb(holders - 1, needed - 1)


def forget_parts(member: str, by: Signer, *, at: datetime) -> None:
    """Of somebody who leaves: their parts are noise from now on. The digests stay, so the key still counts for others."""
    for holder in RecoveryHolder.objects.filter(member=member):
        key = RecoveryKey.objects.get(ref=holder.key)
        if key.ended_on is None:
            for part in RecoveryPart.objects.filter(key=holder.key, holder=holder.number):
                part.sealed = noise_like(bytes(part.sealed))
                part.save(update_fields=["sealed"])
            note(by, "RecoveryHolderLeft", key.ref, at=at, beside=key.organisation)


def insist_registrar(keyring: Keyring, *, has_proved: bool) -> None:
    if not keyring.is_registrar:
        raise NotFound
    insist(refusal_without_proof(has_proved=has_proved))


def note(by: Signer, event: str, ref: str, *, at: datetime, beside: str = "") -> None:
    """One line in the journal of the member's organisation, and in that of the organisation `beside` it."""
    # In one order, so that two who write into each other's do not wait for each other.
    for organisation in sorted({by.organisation, beside or by.organisation}):
        journal(organisation, Line(event, ref, by.member, by.post, at), on=at.date())


def insist_as_shown(shown: str, stands: str) -> None:
    """What the page showed is what stands now; both as `shown_as` says it."""
    if shown != stands:
        raise Refused(NOT_AS_SHOWN)


def _of(ref: str, keyring: Keyring) -> RecoveryKey:
    keys = RecoveryKey.objects.select_for_update()
    row = keys.filter(ref=ref, organisation=keyring.organisation, ended_on=None).first()
    if row is None:
        raise NotFound
    return row


def _certified(member: Member, *, on: date) -> MemberStatement | None:
    return lookup.register(member.organisation, (member.ref,)).on(member.ref, on.isoformat())


def _certified_publics(row: RecoveryKey, *, on: date) -> tuple[bytes, ...]:
    """The holders' public keys as their registrars certify them for this day. Raises Uncertified."""
    publics = []
    for holder in RecoveryHolder.objects.filter(key=row.ref).order_by("number"):
        member = member_anywhere(ref=holder.member)
        certified = _certified(member, on=on) if member else None
        if certified is None or certified.public_seal != bytes(holder.public_seal):
            raise lookup.Uncertified
        publics.append(certified.public_seal)
    if len(set(publics)) < len(publics):
        raise Refused(NOT_AS_PROPOSED)
    return tuple(publics)


def _insist_as_proposed(row: RecoveryKey, *, on: date) -> None:
    """Who changes rows does not choose the holders."""
    registrars = lookup.register(row.organisation, ()).unended_registrars_on(on.isoformat())
    proposer = registrars.get(row.proposed_by)
    if proposer is None or not signed_by(proposer.public_sign, bytes(row.signature), proposal(row, holders_of(row))):
        raise Refused(NOT_AS_PROPOSED)


def _proposed(name: str, *, on: date) -> Holder:
    member = member_anywhere(name=name, ended_on=None)
    certified = _certified(member, on=on) if member else None
    if certified is None:
        raise Refused(NO_SUCH_HOLDER)
    return certified.member, certified.public_seal


def _insist_true_holders(row: RecoveryKey) -> None:
    """Also one who has left was certified with the key to which the parts are sealed. Raises Uncertified."""
    for holder in RecoveryHolder.objects.filter(key=row.ref):
        member = member_anywhere(ref=holder.member)
        newest = lookup.certified_member(member.organisation, member.ref) if member else None
        if newest is None or newest.public_seal != bytes(holder.public_seal):
            raise lookup.Uncertified


def _sign(row: RecoveryKey, keyring: Keyring, *, on: date) -> None:
    signature = keyring.identity.sign(statement_of(row).text(on))
    RecoverySignature.objects.create(key=row.ref, signed_by=keyring.member, signed_on=on, signature=signature)


def end_what_is_replaced(key: RecoveryKey, keyring: Keyring, *, at: datetime) -> None:
    """An older key ends when whatever was wrapped to it is wrapped to this one, also while it waits for a signature."""
    wrapped = _wrapped_to(key)
    for older in RecoveryKey.objects.filter(organisation=key.organisation, ended_on=None, number__lt=key.number):
        if _wrapped_to(older) <= wrapped:
            _end(older, keyring, at=at)


def _wrapped_to(row: RecoveryKey) -> set[tuple[str, int]]:
    return set(RecoveryWrap.objects.filter(key=row.ref).values_list("compartment", "epoch"))


def _end(row: RecoveryKey, keyring: Keyring, *, at: datetime) -> None:
    """What an ended key could open is taken away with it."""
    RecoveryPart.objects.filter(key=row.ref).delete()
    RecoveryWrap.objects.filter(key=row.ref).delete()
    row.ended_on = at.date()
    row.save(update_fields=["ended_on"])
    note(keyring, "RecoveryKeyEnded", row.ref, at=at)
