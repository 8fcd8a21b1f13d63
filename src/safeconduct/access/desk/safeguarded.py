"""What stands of recovery keys: which count, what was signed, who holds parts, and how each is named and shown."""

from dataclasses import dataclass
from hashlib import sha256

from safeconduct.access import lookup
from safeconduct.access.certificate import Signature
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.models import (
    Member,
    RecoveryHolder,
    RecoveryKey,
    RecoveryPart,
    RecoverySignature,
    RecoveryWrap,
)
from safeconduct.access.recovery import (
    RECOVERY,
    REHEARSAL,
    RecoveryStatement,
    vouched_for,
)
from safeconduct.sealing.keys import fingerprint
from safeconduct.sealing.place import place
from safeconduct.sealing.splitting import Part
from safeconduct.vocabulary.refusal import NotFound

Holder = tuple[str, bytes]
"""A member and the public key to which their parts are sealed."""


@dataclass(frozen=True)
class HeldParts:
    """Of which organisation's recovery key, how many holders it needs, and how many others there are."""

    organisation: str
    needed: int
    others: int


def standing_keys(organisation: str) -> list[RecoveryKey]:
    """Those that two registrars vouch for and that have not ended, the newest first."""
    rows = RecoveryKey.objects.filter(organisation=organisation, ended_on=None).exclude(public_seal=b"")
    return [row for row in rows.order_by("-number") if is_vouched_for(row)]


def current_key(organisation: str) -> RecoveryKey | None:
    return next(iter(standing_keys(organisation)), None)


def key_for(organisation: str, compartment: str) -> RecoveryKey | None:
    """The newest key to which this compartment is wrapped; for none, or where nothing is wrapped, the newest."""
    keys = standing_keys(organisation)
    wrapped = RecoveryWrap.objects.filter(compartment=compartment).values_list("key", flat=True)
    return next((one for one in keys if one.ref in set(wrapped)), next(iter(keys), None))


def is_vouched_for(row: RecoveryKey) -> bool:
    rows = RecoverySignature.objects.filter(key=row.ref)
    signed = [(Signature(one.signed_by, bytes(one.signature)), one.signed_on) for one in rows]
    return vouched_for(lookup.register(row.organisation, ()), statement_of(row), signed)


def statement_of(row: RecoveryKey) -> RecoveryStatement:
    holders = RecoveryHolder.objects.filter(key=row.ref).order_by("number")
    digests = [part.digest for purpose in (RECOVERY, REHEARSAL) for part in parts_of(row.ref, purpose)]
    return RecoveryStatement(
        row.organisation,
        row.ref,
        row.number,
        row.needed,
        bytes(row.public_seal),
        bytes(row.rehearsal_seal),
        tuple(fingerprint(bytes(holder.public_seal)) for holder in holders),
        sha256(b"".join(digests)).digest(),
    )


def proposal(row: RecoveryKey, holders: tuple[Holder, ...]) -> bytes:
    named = [part for member, public_seal in holders for part in (member, fingerprint(public_seal))]
    return place("recovery-proposal", row.organisation, row.ref, row.number, row.needed, *named)


def holders_of(row: RecoveryKey) -> tuple[Holder, ...]:
    rows = RecoveryHolder.objects.filter(key=row.ref).order_by("number")
    return tuple((one.member, bytes(one.public_seal)) for one in rows)


def as_shown(row: RecoveryKey) -> str:
    """What a page says of a key, as one hash: its forms bring it back, so that nobody signs what they did not see."""
    return shown_as(proposal(row, holders_of(row)) + statement_of(row).text(row.made_on))


def shown_as(text: bytes) -> str:
    return sha256(text).hexdigest()


def parts_of(key: str, purpose: str, **further: int) -> tuple[Part, ...]:
    rows = RecoveryPart.objects.filter(key=key, purpose=purpose, **further).order_by("group", "holder")
    return tuple(Part(as_group(row.group), row.holder, bytes(row.sealed), bytes(row.digest)) for row in rows)


def holder_row(key: str, member: str) -> RecoveryHolder:
    row = RecoveryHolder.objects.filter(key=key, member=member).first()
    if row is None:
        raise NotFound
    return row


def parts_lost_with(member: str) -> list[HeldParts]:
    """The keys that have not ended and of which this member holds parts, with how many holders are left without them."""
    held = RecoveryHolder.objects.filter(member=member).values_list("key", flat=True)
    keys = RecoveryKey.objects.filter(ref__in=list(held), ended_on=None).order_by("organisation", "number")
    return [HeldParts(row.organisation, row.needed, len(holders_here(row.ref) - {member})) for row in keys]


def left_holders(row: RecoveryKey) -> frozenset[str]:
    """The holders who have left, as their registrars signed it."""
    holders = RecoveryHolder.objects.filter(key=row.ref).values_list("member", flat=True)
    return frozenset(ref for ref in holders if has_left(ref))


def has_left(ref: str) -> bool:
    """Also one whose end was signed ahead, once it has come: then the row of the account says so too."""
    member = member_anywhere(ref=ref)
    if member is None:
        return True
    known = lookup.register(member.organisation, (ref,))
    return known.has_left(ref) or (member.ended_on is not None and bool(known.last_day(ref)))


def holders_here(key: str) -> frozenset[str]:
    """The holders who have not left."""
    held = RecoveryHolder.objects.filter(key=key).values_list("member", flat=True)
    members = Member.objects.filter(ref__in=list(held), ended_on=None)
    with seeing_only(""):
        return frozenset(members.values_list("ref", flat=True))


def member_anywhere(**which: object) -> Member | None:
    """Parts may be held by members of any organisation here."""
    with seeing_only(""):
        return Member.objects.filter(**which).first()


def splitting_name(key: str, purpose: str) -> str:
    return f"{key}/{purpose}"


def wrap_place(key: str, compartment: str, epoch: int) -> bytes:
    return place("recovery-wrap", key, compartment, epoch)


def as_text(group: tuple[int, ...]) -> str:
    return "-".join(map(str, group))


def as_group(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("-")))
