"""A member adds a passkey beside the digits, and takes it away again."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.desk.changing import SIGN_IN_ONCE_MORE, use_up_digits, wrong_ones_journalled
from safeconduct.access.desk.holding import hold_member
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.signing_in import end_sessions
from safeconduct.access.journal import Line
from safeconduct.access.models import Member
from safeconduct.access.passkey import (
    Answer,
    Passkey,
    Passkeys,
    handle_of,
    made,
    opened_passkeys,
    refusal_to_adding,
    seal_passkeys,
)
from safeconduct.access.presence import Presence, refusal_without_proof
from safeconduct.vocabulary.refusal import NotFound, Refused, insist


def passkeys_of(presence: Presence) -> tuple[Passkey, ...]:
    member = Member.objects.filter(ref=presence.who, ended_on=None).first()
    found = _found(member, presence) if member else None
    return found[1].keys if found else ()


def handle(presence: Presence) -> bytes:
    return handle_of(_own_secret(presence))


def add_passkey(presence: Presence, name: str, answer: Answer, digits: str, *, has_proved: bool, at: datetime) -> None:
    """From now on this device's answer counts like the digits, which are asked for once more. Raises Refused."""
    insist(refusal_without_proof(has_proved=has_proved))
    with wrong_ones_journalled(presence, at=at), transaction.atomic():
        member, column, known = _here(presence)
        insist(refusal_to_adding(name, known))
        use_up_digits(member, presence, digits, at=at)
        _keep(member, column, presence, made(answer, name.strip(), known, at=at))
        _journal(member, "PasskeyAdded", at=at)


@transaction.atomic
def remove_passkey(cookie: str, presence: Presence, ref: str, *, has_proved: bool, at: datetime) -> None:
    """Its answers count no more, and all other sessions end: the device may be in other hands. Raises Refused."""
    insist(refusal_without_proof(has_proved=has_proved))
    member, column, known = _here(presence)
    left = tuple(one for one in known.keys if one.ref != ref)
    if len(left) == len(known.keys):
        raise NotFound
    _keep(member, column, presence, replace(known, keys=left))
    end_sessions(presence.secrets, but=cookie)
    _journal(member, "PasskeyRemoved", at=at)


def _here(presence: Presence) -> tuple[Member, str, Passkeys]:
    member = hold_member(presence.who)
    found = _found(member, presence)
    if found is None:
        raise Refused(SIGN_IN_ONCE_MORE)
    return member, *found


def _found(member: Member, presence: Presence) -> tuple[str, Passkeys] | None:
    """The column of the slot by which this session began, and what it holds: no other opens with its secret."""
    for column in ("first_passkeys", "second_passkeys"):
        known = opened_passkeys(_own_secret(presence), member.ref, bytes(getattr(member, column)))
        if known is not None:
            return column, known
    return None


def _keep(member: Member, column: str, presence: Presence, passkeys: Passkeys) -> None:
    setattr(member, column, seal_passkeys(_own_secret(presence), member.ref, passkeys))
    member.save(update_fields=[column])


def _own_secret(presence: Presence) -> bytes:
    return bytes.fromhex(presence.secrets["member"])


def _journal(member: Member, event: str, *, at: datetime) -> None:
    journal(member.organisation, Line(event, member.ref, member.ref, member.post, at), on=at.date())
