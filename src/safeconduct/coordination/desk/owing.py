"""What a group decided and somebody owes: take it up, do it, or drop it with a reason that the group reads."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import journal
from safeconduct.coordination.desk.opening import OpenGroup, append, key_under, opened
from safeconduct.coordination.group_duty import (
    GroupDuty,
    group_duties,
    refusal_to_dropping,
    refusal_to_ending_duty,
    refusal_to_taking_up,
)
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.vocabulary.refusal import insist, the_one


@transaction.atomic
def take_up(group: str, duty: str, keyring: Keyring, *, at: datetime) -> None:
    """The post of this member holds it from now on. Raises NotFound."""
    one = opened(group, keyring, at=at)
    owed = _duty(one, duty)
    insist(refusal_to_taking_up(owed, own=keyring.organisation, post=keyring.post))
    _append_to_duty(one, owed, "group_duty_taken", {}, keyring, at=at)
    journal("GroupDutyTaken", group, keyring, at=at)


@transaction.atomic
def finish(group: str, duty: str, note: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(group, keyring, at=at)
    owed = _duty(one, duty)
    insist(refusal_to_ending_duty(owed, own=keyring.organisation))
    _append_to_duty(one, owed, "group_duty_done", {"note": note.strip()}, keyring, at=at)
    journal("GroupDutyDone", group, keyring, at=at)


@transaction.atomic
def drop(group: str, duty: str, reason: str, keyring: Keyring, *, at: datetime) -> None:
    """With a reason that the group reads."""
    one = opened(group, keyring, at=at)
    owed = _duty(one, duty)
    insist(refusal_to_dropping(owed, reason, one.group, own=keyring.organisation))
    _append_to_duty(one, owed, "group_duty_dropped", {"note": reason.strip()}, keyring, at=at)
    journal("GroupDutyDropped", group, keyring, at=at)


def _duty(one: OpenGroup, ref: str) -> GroupDuty:
    return the_one(group_duties(one.written, one.group), ref)


def _append_to_duty(
    one: OpenGroup, owed: GroupDuty, kind: str, data: dict[str, str], keyring: Keyring, *, at: datetime
) -> None:
    append(one, keyring, NewEntry(SHARE, kind, {"duty": owed.ref, **data}), key_under(one, owed.scope_ref), at=at)
