"""What a member may see of recovery keys and ceremonies, and what they may do with each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from safeconduct.access import lookup
from safeconduct.access.desk.entrusting import trusted
from safeconduct.access.desk.recovering import agreed, as_shown, handed_by
from safeconduct.access.desk.safeguarded import (
    as_shown as as_shown_key,
)
from safeconduct.access.desk.safeguarded import (
    current_key,
    is_vouched_for,
    standing_keys,
)
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import (
    Ceremony,
    CeremonyApproval,
    Compartment,
    CompartmentEpoch,
    Member,
    RecoveryHolder,
    RecoveryKey,
    RecoverySignature,
    RecoveryWrap,
)
from safeconduct.access.recovery import may_join_from
from safeconduct.vocabulary.refusal import the_one


@dataclass(frozen=True)
class HolderSeen:
    """`name` is empty for those who need not know it."""

    number: int
    name: str
    organisation: str
    checked_on: date | None
    has_left: bool


@dataclass(frozen=True)
class RecoverySeen:
    """`verbs` of make, sign, entrust and check. `unwrapped`: names of compartments with an epoch that is not wrapped to it
    yet, none of another organisation's; `untrusted`: of those that this member may let be wrapped. `shown`: what forms
    bring back."""

    ref: str
    organisation: str
    needed: int
    holders: tuple[HolderSeen, ...]
    made_on: date
    rehearsed_on: date | None
    joined_on: date | None
    is_standing: bool
    is_made: bool
    unwrapped: tuple[str, ...]
    untrusted: tuple[str, ...]
    shown: str
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class CeremonySeen:
    """`verbs` of agree, hand_in, join and stop. `is_yours`: the member holds the compartment. `shown`: what forms bring
    back."""

    ref: str
    organisation: str
    purpose: str
    compartment: str
    opener: str
    opened_on: date
    agreed: int
    handed: int
    needed: int
    joins_from: datetime | None
    outcome: str
    ended_on: date | None
    is_yours: bool
    shown: str
    verbs: tuple[str, ...]


def oversees(keyring: Keyring) -> bool:
    """Registrars and auditors of the organisation see every ceremony and who holds parts."""
    return keyring.is_registrar or Compartment.objects.filter(ref__in=keyring.compartments, duty="auditors").exists()


def keys(keyring: Keyring) -> list[RecoverySeen]:
    """The organisation's own keys that have not ended, and those of others of which this member holds parts."""
    own = RecoveryKey.objects.filter(organisation=keyring.organisation, ended_on=None)
    held = RecoveryHolder.objects.filter(member=keyring.member).values_list("key", flat=True)
    others = RecoveryKey.objects.filter(ref__in=held, ended_on=None).exclude(organisation=keyring.organisation)
    with seeing_only(keyring.organisation):
        seen = [_key(row, keyring) for row in (*own.order_by("-number"), *others)]
    return [one for one in seen if one.is_standing or oversees(keyring)]


def key(ref: str, keyring: Keyring) -> RecoverySeen:
    return the_one(keys(keyring), ref)


def ceremonies(keyring: Keyring, *, waiting: timedelta, at: datetime) -> list[CeremonySeen]:
    """Those that this member opened, oversees or holds parts for, and those that ask for a compartment of theirs; the
    newest first."""
    held = RecoveryHolder.objects.filter(member=keyring.member).values_list("key", flat=True)
    rows = Ceremony.objects.filter(opener=keyring.member) | Ceremony.objects.filter(key__in=held, ended_on=None)
    rows = rows | Ceremony.objects.filter(compartment__in=keyring.compartments, ended_on=None)
    if oversees(keyring):
        rows = rows | Ceremony.objects.filter(organisation=keyring.organisation)
    with seeing_only(keyring.organisation):
        known = rows.distinct().order_by("-opened_on", "ended_on")
        return [_ceremony(row, keyring, waiting=waiting, at=at) for row in known]


def ceremony(ref: str, keyring: Keyring, *, waiting: timedelta, at: datetime) -> CeremonySeen:
    return the_one(ceremonies(keyring, waiting=waiting, at=at), ref)


def compartments(keyring: Keyring) -> list[tuple[str, str]]:
    """Reference and name of each compartment of the organisation."""
    rows = Compartment.objects.filter(organisation=keyring.organisation).order_by("name")
    return [(row.ref, row.name) for row in rows]


def _key(row: RecoveryKey, keyring: Keyring) -> RecoverySeen:
    holders = list(RecoveryHolder.objects.filter(key=row.ref).order_by("number"))
    is_holder = any(holder.member == keyring.member for holder in holders)
    is_own = row.organisation == keyring.organisation
    is_registrar = keyring.is_registrar and is_own
    # Whoever holds a compartment must know to whom it is entrusted.
    shows_names = is_holder or (is_own and (oversees(keyring) or bool(keyring.compartments)))
    is_standing = bool(row.public_seal) and is_vouched_for(row)
    joined = Ceremony.objects.filter(key=row.ref, purpose="recovery", outcome="joined").order_by("-ended_on").first()
    has_signed = RecoverySignature.objects.filter(key=row.ref, signed_by=keyring.member).exists()
    newest = current_key(row.organisation) if is_standing and is_own else None
    untrusted = keyring.compartments - trusted(row, keyring) if newest == row else frozenset()
    verbs = {
        "make": is_registrar and not row.public_seal and row.proposed_by != keyring.member,
        "sign": is_registrar and bool(row.public_seal) and not is_standing and not has_signed,
        "entrust": bool(untrusted),
        "check": is_holder and is_standing,
    }
    return RecoverySeen(
        row.ref,
        lookup.office_name(row.organisation),
        row.needed,
        tuple(_holder(holder, shows_name=shows_names) for holder in holders),
        row.made_on,
        row.rehearsed_on,
        joined.ended_on if joined else None,
        is_standing,
        bool(row.public_seal),
        _unwrapped(row) if is_standing and is_own else (),
        tuple(sorted(lookup.compartment_name(one) for one in untrusted)),
        as_shown_key(row),
        tuple(verb for verb, may in verbs.items() if may),
    )


def _holder(row: RecoveryHolder, *, shows_name: bool) -> HolderSeen:
    member = _member(row.member)
    name = member.name if shows_name else ""
    return HolderSeen(
        row.number, name, lookup.office_name(member.organisation), row.checked_on, member.ended_on is not None
    )


def _member(ref: str) -> Member:
    with seeing_only(""):
        return Member.objects.get(ref=ref)


def _unwrapped(row: RecoveryKey) -> tuple[str, ...]:
    wrapped = set(RecoveryWrap.objects.filter(key=row.ref).values_list("compartment", "epoch"))
    missing = []
    for compartment in Compartment.objects.filter(organisation=row.organisation).order_by("name"):
        epochs = CompartmentEpoch.objects.filter(compartment=compartment.ref).values_list("compartment", "epoch")
        if set(epochs) - wrapped:
            missing.append(compartment.name)
    return tuple(missing)


def _ceremony(row: Ceremony, keyring: Keyring, *, waiting: timedelta, at: datetime) -> CeremonySeen:
    since = agreed(row, waiting=waiting, at=at) if row.ended_on is None else None
    approvals = CeremonyApproval.objects.filter(ceremony=row.ref)
    handed = handed_by(row.ref)
    holder = RecoveryHolder.objects.filter(key=row.key, member=keyring.member).first()
    is_opener = row.opener == keyring.member
    is_registrar = row.organisation == keyring.organisation and keyring.is_registrar
    has_agreed = approvals.filter(approved_by=keyring.member).exists()
    verbs = {
        "agree": is_registrar and not is_opener and not has_agreed,
        "hand_in": holder is not None and holder.number not in handed,
        "join": is_opener and any(one.ref == row.key for one in standing_keys(row.organisation)),
        "stop": is_registrar or is_opener,
    }
    return CeremonySeen(
        row.ref,
        lookup.office_name(row.organisation),
        row.purpose,
        lookup.compartment_name(row.compartment) if row.compartment else "",
        _member(row.opener).name,
        row.opened_on,
        approvals.count(),
        len(handed),
        RecoveryKey.objects.get(ref=row.key).needed,
        may_join_from(since, row.purpose, waiting) if since else None,
        row.outcome,
        row.ended_on,
        row.compartment in keyring.compartments,
        as_shown(row),
        tuple(verb for verb, may in verbs.items() if may and row.ended_on is None),
    )
