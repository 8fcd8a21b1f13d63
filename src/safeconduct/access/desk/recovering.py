"""The ceremony that opens a lost compartment: opened by its holder-to-be, agreed by two registrars, fed by holders.

The opener signs the ceremony's own key. After the waiting time each holder seals their parts to it. When enough are in,
the opener's request joins them in memory, wraps the compartment's secrets to the opener, and destroys the parts. A
rehearsal walks the same way with a made-up secret.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.safeguarded import (
    as_text,
    holder_row,
    key_for,
    parts_of,
    shown_as,
    splitting_name,
    standing_keys,
    wrap_place,
)
from safeconduct.access.desk.safeguarding import (
    insist_as_shown,
    insist_registrar,
    note,
    opened_parts,
)
from safeconduct.access.desk.signing_in import wrap_place as member_wrap_place
from safeconduct.access.journal import Signer
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import (
    Ceremony,
    CeremonyApproval,
    CeremonyPart,
    Compartment,
    CompartmentWrap,
    RecoveryHolder,
    RecoveryKey,
    RecoveryWrap,
)
from safeconduct.access.presence import refusal_without_proof
from safeconduct.access.recovery import (
    RECOVERY,
    REHEARSAL,
    Approval,
    CeremonyStatement,
    agreed_since,
    complete_group,
    refusal_to_handing_in,
    refusal_to_joining,
)
from safeconduct.sealing.keys import Identity, signed_by, wrap
from safeconduct.sealing.place import place
from safeconduct.sealing.record import new_key, new_ref
from safeconduct.sealing.splitting import hand_over, joined, open_handed
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refusal, Refused, insist

NO_KEY = Refusal("This organisation has no recovery key. Ask two administrators to make one.")
NO_COMPARTMENT = Refusal("There is no such compartment in this organisation. Choose one of the list.")
NOT_CERTIFIED = Refusal("You are not certified yet. Ask two administrators first.")
NOT_ADMITTED = Refusal(
    "No administrator has asked yet that you be let into this compartment. Ask one to do so under People, then come back."
)
NOT_YOUR_OWN = Refusal("You opened this, so two other administrators must agree.")
AGREED_ALREADY = Refusal("You have agreed already. Another administrator must agree too.")
OPEN_ALREADY = Refusal("You have opened one already. Bring it to its end, or ask an administrator to stop it.")
NOT_JOINED = Refusal(
    "What was handed in does not fit together. Nothing was opened; ask an administrator to stop this and begin anew."
)
NOT_AS_OPENED = Refusal(
    "This is not what its opener signed, or not of a key that stands here. Do nothing more in it: ask an administrator to "
    "stop it, and begin anew."
)
NOTHING_WRAPPED = Refusal(
    "Nothing of this compartment was ever wrapped to the recovery key, so nothing of it can be recovered."
)


@transaction.atomic
def open_ceremony(purpose: str, compartment: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> str:
    """By the member who is to hold the compartment. `compartment` is empty in a rehearsal."""
    insist(refusal_without_proof(has_proved=has_proved))
    hold_people(keyring.organisation)
    key = key_for(keyring.organisation, compartment)
    if key is None:
        raise Refused(NO_KEY)
    if not keyring.role:
        raise Refused(NOT_CERTIFIED)
    known = Compartment.objects.filter(organisation=keyring.organisation, ref=compartment).exists()
    if purpose not in (RECOVERY, REHEARSAL) or known != (purpose == RECOVERY):
        raise Refused(NO_COMPARTMENT)
    if purpose == RECOVERY:
        _insist_admitted(compartment, keyring)
    if Ceremony.objects.filter(opener=keyring.member, ended_on=None).exists():
        raise Refused(OPEN_ALREADY)
    ref, identity = new_ref(), Identity(new_key())
    row = Ceremony(
        ref=ref,
        organisation=keyring.organisation,
        key=key.ref,
        purpose=purpose,
        compartment=compartment,
        opener=keyring.member,
        public_seal=identity.public_seal,
        sealed_secret=wrap(keyring.identity.public_seal, identity.secret, _secret_place(ref)),
        opened_on=at.date(),
    )
    row.signature = keyring.identity.sign(_statement(row).opened_text())
    row.save(force_insert=True)
    note(keyring, "RehearsalOpened" if purpose == REHEARSAL else "RecoveryOpened", compartment or ref, at=at)
    return ref


@transaction.atomic
def agree(ref: str, keyring: Keyring, *, shown: str, has_proved: bool, at: datetime) -> None:
    """A registrar, having spoken to the opener, signs that this member may recover this compartment."""
    insist_registrar(keyring, has_proved=has_proved)
    ceremony = _open(ref, keyring)
    if ceremony.organisation != keyring.organisation:
        raise NotFound
    if ceremony.opener == keyring.member:
        raise Refused(NOT_YOUR_OWN)
    if CeremonyApproval.objects.filter(ceremony=ref, approved_by=keyring.member).exists():
        raise Refused(AGREED_ALREADY)
    insist_as_shown(shown, as_shown(ceremony))
    _insist_as_opened(ceremony, on=at.date())
    CeremonyApproval.objects.create(
        ceremony=ref,
        approved_by=keyring.member,
        approved_at=at,
        signature=keyring.identity.sign(_statement(ceremony).text(at)),
    )
    note(keyring, "RehearsalAgreed" if ceremony.purpose == REHEARSAL else "RecoveryAgreed", ref, at=at)


@transaction.atomic
def stop(ref: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """Any registrar of the organisation may, and the opener; what was handed in is destroyed."""
    ceremony = _open(ref, keyring)
    is_registrar_here = keyring.is_registrar and ceremony.organisation == keyring.organisation
    if ceremony.opener != keyring.member and not is_registrar_here:
        raise NotFound
    insist(refusal_without_proof(has_proved=has_proved))
    _end(ceremony, "stopped", at=at)
    note(keyring, "RecoveryStopped", ref, at=at)


@transaction.atomic
def hand_in(ref: str, keyring: Keyring, *, shown: str, waiting: timedelta, has_proved: bool, at: datetime) -> None:
    """A holder checks all their parts and seals those of this purpose to the ceremony's key. Raises Refused."""
    ceremony = _open(ref, keyring)
    holder = holder_row(ceremony.key, keyring.member)
    insist(refusal_without_proof(has_proved=has_proved))
    has_handed = CeremonyPart.objects.filter(ceremony=ref, holder=holder.number).exists()
    agreed_at = agreed(ceremony, waiting=waiting, at=at)
    insist(refusal_to_handing_in(agreed_at, ceremony.purpose, has_handed=has_handed, waiting=waiting, at=at))
    insist_as_shown(shown, as_shown(ceremony))
    _insist_as_opened(ceremony, on=at.date())
    opened = {purpose: opened_parts(holder, purpose, keyring) for purpose in (RECOVERY, REHEARSAL)}
    for part, content in opened[ceremony.purpose]:
        CeremonyPart.objects.create(
            ceremony=ref,
            group=as_text(part.group),
            holder=part.holder,
            sealed=hand_over(bytes(ceremony.public_seal), ref, part, content),
        )
    holder.checked_on = at.date()
    holder.save(update_fields=["checked_on"])
    note(keyring, "PartsHandedIn", ref, at=at, beside=ceremony.organisation)


@transaction.atomic
def join(ref: str, keyring: Keyring, *, waiting: timedelta, has_proved: bool, at: datetime) -> int:
    """The opener joins the parts and holds the compartment from now on; how many epochs were opened. Raises Refused."""
    ceremony = _open(ref, keyring)
    if ceremony.opener != keyring.member:
        raise NotFound
    insist(refusal_without_proof(has_proved=has_proved))
    key, numbers = _own_key(ceremony), handed_by(ref)
    if key is None:
        raise Refused(NO_KEY)
    agreed_at = agreed(ceremony, waiting=waiting, at=at)
    insist(refusal_to_joining(agreed_at, ceremony.purpose, len(numbers), key.needed, waiting=waiting, at=at))
    _insist_as_opened(ceremony, on=at.date())
    secret = _joined(ceremony, key, numbers, keyring)
    if ceremony.purpose == REHEARSAL:
        epochs = 0
        key.rehearsed_on = at.date()
        key.save(update_fields=["rehearsed_on"])
        event, what = "RecoveryRehearsed", ref
    else:
        _insist_admitted(ceremony.compartment, keyring)
        epochs = _let_in(ceremony, key, secret, keyring)
        event, what = "CompartmentRecovered", ceremony.compartment
    _end(ceremony, "joined", at=at)
    note(keyring, event, what, at=at)
    return epochs


def hold_ceremonies(member: str) -> None:
    """Those that this member opened do not change until the transaction ends."""
    list(Ceremony.objects.select_for_update().filter(opener=member, ended_on=None).order_by("ref"))


def leave_ceremonies(member: str, by: Signer, *, at: datetime) -> None:
    """Of somebody who leaves: what they opened is stopped, and what they handed in counts no more."""
    for ceremony in Ceremony.objects.filter(opener=member, ended_on=None):
        _end(ceremony, "stopped", at=at)
        note(by, "RecoveryStopped", ceremony.ref, at=at)
    for holder in RecoveryHolder.objects.filter(member=member):
        still_open = Ceremony.objects.filter(key=holder.key, ended_on=None).values_list("ref", flat=True)
        CeremonyPart.objects.filter(ceremony__in=list(still_open), holder=holder.number).delete()


def agreed(ceremony: Ceremony, *, waiting: timedelta, at: datetime) -> datetime | None:
    """When the second of those agreed who are registrars now and not ended."""
    rows = CeremonyApproval.objects.filter(ceremony=ceremony.ref)
    approvals = [Approval(row.approved_by, row.approved_at, bytes(row.signature)) for row in rows]
    registrars = lookup.register(ceremony.organisation, ()).unended_registrars_on(at.date().isoformat())
    return agreed_since(registrars, _statement(ceremony), approvals, waiting=waiting, at=at)


def as_shown(ceremony: Ceremony) -> str:
    """What a page says of a ceremony, as one hash: see safeguarded.as_shown."""
    return shown_as(_statement(ceremony).opened_text())


def handed_by(ref: str) -> list[int]:
    """The numbers of the holders whose parts are in."""
    return sorted(set(CeremonyPart.objects.filter(ceremony=ref).values_list("holder", flat=True)))


def _own_key(ceremony: Ceremony) -> RecoveryKey | None:
    """The ceremony's key, if it stands and is of the ceremony's own organisation."""
    return next((one for one in standing_keys(ceremony.organisation) if one.ref == ceremony.key), None)


def _insist_as_opened(ceremony: Ceremony, *, on: date) -> None:
    """Whoever changes rows is neither the opener nor the organisation whose registrars must agree."""
    opener = lookup.register(ceremony.organisation, (ceremony.opener,)).on(ceremony.opener, on.isoformat())
    text = _statement(ceremony).opened_text()
    is_signed = opener is not None and signed_by(opener.public_sign, bytes(ceremony.signature), text)
    if not is_signed or _own_key(ceremony) is None:
        raise Refused(NOT_AS_OPENED)


def _insist_admitted(compartment: str, keyring: Keyring) -> None:
    """Here too keys go only to those whom a registrar's signature names for this compartment."""
    if keyring.member not in lookup.admitted(keyring.organisation, compartment):
        raise Refused(NOT_ADMITTED)


def _open(ref: str, keyring: Keyring) -> Ceremony:
    """Held until the transaction ends, with whoever belongs to the member's organisation. Raises NotFound."""
    hold_people(keyring.organisation)
    ceremony = Ceremony.objects.select_for_update().filter(ref=ref, ended_on=None).first()
    if ceremony is None:
        raise NotFound
    return ceremony


def _statement(ceremony: Ceremony) -> CeremonyStatement:
    return CeremonyStatement(
        ceremony.organisation,
        ceremony.key,
        ceremony.ref,
        ceremony.purpose,
        ceremony.compartment,
        ceremony.opener,
        bytes(ceremony.public_seal),
    )


def _joined(ceremony: Ceremony, key: RecoveryKey, numbers: list[int], keyring: Keyring) -> Identity:
    """The recovery secret, in memory only. What does not lead to the certified public key is nothing."""
    holders = RecoveryHolder.objects.filter(key=key.ref).count()
    group = complete_group(numbers, holders, key.needed)
    if group is None:
        raise Refused(NOT_JOINED)
    parts = {(part.group, part.holder): part for part in parts_of(key.ref, ceremony.purpose)}
    handed = {row.holder: bytes(row.sealed) for row in _handed(ceremony.ref, group)}
    name = splitting_name(key.ref, ceremony.purpose)
    try:
        own = Identity(keyring.identity.unwrap(bytes(ceremony.sealed_secret), _secret_place(ceremony.ref)))
        opened = [open_handed(own, ceremony.ref, name, parts[group, holder], handed[holder]) for holder in group]
    except (Unopened, KeyError):
        raise Refused(NOT_JOINED) from None
    recovered = Identity(joined(opened))
    wanted = key.public_seal if ceremony.purpose == RECOVERY else key.rehearsal_seal
    if recovered.public_seal != bytes(wanted):
        raise Refused(NOT_JOINED)
    return recovered


def _handed(ref: str, group: tuple[int, ...]) -> list[CeremonyPart]:
    return list(CeremonyPart.objects.filter(ceremony=ref, group=as_text(group)))


def _let_in(ceremony: Ceremony, key: RecoveryKey, recovery: Identity, keyring: Keyring) -> int:
    """Wrap every epoch of the compartment to the opener; only those whose public key a registrar certified."""
    opened = 0
    for row in RecoveryWrap.objects.filter(key=key.ref, compartment=ceremony.compartment):
        try:
            where = wrap_place(key.ref, row.compartment, row.epoch)
            epoch = Identity(recovery.unwrap(bytes(row.wrapped), where))
        except Unopened:
            raise Refused(NOT_JOINED) from None
        if epoch.public_seal != lookup.certified_epoch(row.compartment, row.epoch):
            raise Refused(NOT_JOINED)
        at = member_wrap_place(row.compartment, row.epoch, keyring.member)
        CompartmentWrap.objects.update_or_create(
            compartment=row.compartment,
            epoch=row.epoch,
            member=keyring.member,
            defaults={"wrapped": wrap(keyring.identity.public_seal, epoch.secret, at)},
        )
        opened += 1
    if not opened:
        raise Refused(NOTHING_WRAPPED)
    return opened


def _end(ceremony: Ceremony, outcome: str, *, at: datetime) -> None:
    """Neither the ceremony's secret nor what was handed in outlives it."""
    CeremonyPart.objects.filter(ceremony=ceremony.ref).delete()
    ceremony.sealed_secret = b""
    ceremony.outcome, ceremony.ended_on = outcome, at.date()
    ceremony.save(update_fields=["sealed_secret", "outcome", "ended_on"])


def _secret_place(ref: str) -> bytes:
    return place("ceremony-secret", ref)
