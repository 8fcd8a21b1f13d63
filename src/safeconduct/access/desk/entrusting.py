"""Wrap compartments to the recovery key: only after a member who holds one has seen who the key's holders are.

Two registrars choose the holders. Without this yes they could name themselves and read everything.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.safeguarded import (
    as_shown,
    current_key,
    has_left,
    left_holders,
    statement_of,
    wrap_place,
)
from safeconduct.access.desk.safeguarding import (
    end_what_is_replaced,
    insist_as_shown,
    note,
)
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import HeldEpoch, Keyring, refusal_to_signing
from safeconduct.access.models import RecoveryKey, RecoveryTrust, RecoveryWrap
from safeconduct.access.presence import refusal_without_proof
from safeconduct.access.recovery import trust_text
from safeconduct.sealing.keys import signed_by, wrap
from safeconduct.vocabulary.refusal import NotFound, insist


@transaction.atomic
def entrust(ref: str, keyring: Keyring, *, shown: str, has_proved: bool, at: datetime) -> None:
    """A member lets all compartments that they hold be wrapped to the newest key, from now on also their new epochs."""
    insist(refusal_without_proof(has_proved=has_proved))
    insist(refusal_to_signing(keyring))
    hold_people(keyring.organisation)
    row = current_key(keyring.organisation)
    if row is None or row.ref != ref:
        raise NotFound
    insist_as_shown(shown, as_shown(row))
    given = trusted(row, keyring)
    for held in keyring.newest:
        if held.compartment not in given:
            _sign(row, held, keyring, on=at.date())
            note(keyring, "CompartmentEntrusted", held.compartment, at=at)
    _wrap_missing(row, keyring, at=at)


def safeguard_epochs(keyring: Keyring, *, at: datetime) -> None:
    """Wrap every epoch that this member holds, that is entrusted and not wrapped yet, to the organisation's recovery key."""
    with seeing_only(keyring.organisation):
        key = current_key(keyring.organisation)
        missing = _missing(key, keyring) if key else []
    if key and missing:
        with transaction.atomic():
            hold_people(keyring.organisation)
            _wrap_missing(key, keyring, at=at)


def trusted(row: RecoveryKey, keyring: Keyring) -> frozenset[str]:
    """Of the compartments of this keyring those that may be wrapped: one who belongs to it still, and who held its key,
    signed for exactly these holders."""
    given = list(RecoveryTrust.objects.filter(key=row.ref, compartment__in=list(keyring.compartments)))
    return frozenset(one.compartment for one in given if _counts(one, row, keyring))


def _counts(one: RecoveryTrust, row: RecoveryKey, keyring: Keyring) -> bool:
    register = lookup.register(row.organisation, (one.given_by,))
    if has_left(one.given_by) or one.given_by not in lookup.admitted(row.organisation, one.compartment):
        return False
    text = _text(row, one.compartment, one.given_by, on=one.given_on)
    own = [held.identity.public_sign for held in keyring.epochs if held.compartment == one.compartment]
    return _is_signed(
        register.signing_keys(one.given_by, one.given_on.isoformat()), one.signature, text
    ) and _is_signed(own, one.epoch_signature, text)


def _is_signed(publics: Collection[bytes], signature: bytes, text: bytes) -> bool:
    return any(signed_by(public, bytes(signature), text) for public in publics)


def _sign(row: RecoveryKey, held: HeldEpoch, keyring: Keyring, *, on: date) -> None:
    """By the member, and with the compartment's own key: whoever does not hold it cannot say this for it."""
    text = _text(row, held.compartment, keyring.member, on=on)
    RecoveryTrust.objects.create(
        key=row.ref,
        compartment=held.compartment,
        given_by=keyring.member,
        given_on=on,
        signature=keyring.identity.sign(text),
        epoch_signature=held.identity.sign(text),
    )


def _text(row: RecoveryKey, compartment: str, member: str, *, on: date) -> bytes:
    return trust_text(statement_of(row), compartment, member, on)


def _missing(key: RecoveryKey, keyring: Keyring) -> list[HeldEpoch]:
    # What leavers can open together gets nothing new: a key for which enough have left waits for its replacement.
    if len(left_holders(key)) >= key.needed:
        return []
    wrapped = set(RecoveryWrap.objects.filter(key=key.ref).values_list("compartment", "epoch"))
    missing = [held for held in keyring.epochs if (held.compartment, held.epoch) not in wrapped]
    may = trusted(key, keyring) if missing else frozenset()
    wanted = [held for held in missing if held.compartment in may]
    return sorted(wanted, key=lambda held: (held.compartment, held.epoch))


def _wrap_missing(key: RecoveryKey, keyring: Keyring, *, at: datetime) -> None:
    for held in _missing(key, keyring):
        where = wrap_place(key.ref, held.compartment, held.epoch)
        wrapped = wrap(bytes(key.public_seal), held.identity.secret, where)
        RecoveryWrap.objects.create(key=key.ref, compartment=held.compartment, epoch=held.epoch, wrapped=wrapped)
        note(keyring, "CompartmentSafeguarded", held.compartment, at=at)
    end_what_is_replaced(key, keyring, at=at)
