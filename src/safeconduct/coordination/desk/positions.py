"""Joint positions of a group: seek one, say who contributed, agree or record what blocked it, plan acts, note echoes.

Everything is written under the key of the position, for those who belonged to the group when it was sought. What a
mission that does not sign in said is written down for it by another.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import journal
from safeconduct.coordination.desk.opening import OpenGroup, append, key_under, opened
from safeconduct.coordination.desk.telling_all import key_for
from safeconduct.coordination.joint_position import (
    JOINT,
    JointPosition,
    joint_positions,
    refusal_to_agreeing,
    refusal_to_blocking,
    refusal_to_echo,
    refusal_to_naming_office,
    refusal_to_noting_division,
    refusal_to_planning_act,
    refusal_to_seeking,
)
from safeconduct.coordination.veil import leading_words
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, insist, the_one


@dataclass(frozen=True)
class ActPlan:
    """`kind`: joint or national. `office` is whose it is, for a national one; `role` is coded (lists/act_roles.toml)."""

    kind: str
    office: str
    role: str
    on: date | None
    words: str = field(repr=False)


@transaction.atomic
def seek(group: str, title: str, marking: str, keyring: Keyring, *, at: datetime) -> str:
    """Its reference."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_seeking(title, marking))
    ref = new_ref()
    data = {"position": ref, "title": title.strip(), "marking": marking}
    append(one, keyring, NewEntry(SHARE, "position_sought", data), key_for(one, None), at=at)
    journal("PositionSought", group, keyring, at=at)
    return ref


@transaction.atomic
def contribute(group: str, ref: str, office: str, words: str, keyring: Keyring, *, at: datetime) -> None:
    """`office` put something into the position; kept inside the group."""
    one, stands = _opened(group, ref, keyring, at=at)
    insist(refusal_to_naming_office(office, one.group))
    _append(one, stands, "position_contributed", {"by_office": office, "words": words.strip()}, keyring, at=at)
    journal("PositionChanged", group, keyring, at=at)


@transaction.atomic
def agree(group: str, ref: str, text: str, keyring: Keyring, *, today: date, at: datetime) -> None:
    one, stands = _opened(group, ref, keyring, at=at)
    insist(refusal_to_agreeing(stands, text, leading_words(one.written)))
    _append(one, stands, "position_agreed", {"text": text.strip(), "on": today.isoformat()}, keyring, at=at)
    journal("PositionChanged", group, keyring, at=at)


@transaction.atomic
def record_block(
    group: str, ref: str, reason: str, blocked: str, fallback: str, keyring: Keyring, *, at: datetime
) -> None:
    """There was no common position: why, what could not be done, and what is done instead."""
    one, stands = _opened(group, ref, keyring, at=at)
    insist(refusal_to_blocking(stands, reason, blocked, fallback))
    data = {"reason": reason, "blocked": blocked.strip(), "fallback": fallback.strip()}
    _append(one, stands, "position_blocked", data, keyring, at=at)
    journal("PositionChanged", group, keyring, at=at)


@transaction.atomic
def note_division(
    group: str,
    ref: str,
    state: str,
    on: date | None,
    words: str,
    response: str,
    keyring: Keyring,
    *,
    today: date,
    at: datetime,
) -> None:
    """A third state tried to divide the group; it need not have blocked anything."""
    one, stands = _opened(group, ref, keyring, at=at)
    insist(refusal_to_noting_division(state, on, words, response, today=today))
    if on:
        data = {"state": state, "on": on.isoformat(), "words": words.strip(), "response": response.strip()}
        _append(one, stands, "position_division_tried", data, keyring, at=at)
    journal("PositionChanged", group, keyring, at=at)


@transaction.atomic
def plan_act(group: str, ref: str, plan: ActPlan, keyring: Keyring, *, today: date, at: datetime) -> None:
    one, stands = _opened(group, ref, keyring, at=at)
    refusal = refusal_to_planning_act(plan.kind, plan.office, plan.role, plan.on, plan.words, one.group, today=today)
    insist(refusal)
    if plan.on:
        data = {
            "act": new_ref(),
            "kind": plan.kind,
            "by_office": "" if plan.kind == JOINT else plan.office,
            "role": plan.role,
            "on": plan.on.isoformat(),
            "words": plan.words.strip(),
        }
        _append(one, stands, "position_act_planned", data, keyring, at=at)
    journal("PositionChanged", group, keyring, at=at)


@transaction.atomic
def act_done(group: str, ref: str, act: str, keyring: Keyring, *, at: datetime) -> None:
    """Raises NotFound."""
    one, stands = _opened(group, ref, keyring, at=at)
    if act not in {each.ref for each in stands.acts}:
        raise NotFound
    _append(one, stands, "position_act_done", {"act": act}, keyring, at=at)
    journal("PositionChanged", group, keyring, at=at)


@transaction.atomic
def note_echo(
    group: str, ref: str, office: str, on: date | None, where: str, keyring: Keyring, *, today: date, at: datetime
) -> None:
    """An office took up what was agreed."""
    one, stands = _opened(group, ref, keyring, at=at)
    insist(refusal_to_echo(stands, office, on, where, one.group, today=today))
    if on:
        data = {"by_office": office, "on": on.isoformat(), "where": where.strip()}
        _append(one, stands, "position_echoed", data, keyring, at=at)
    journal("PositionChanged", group, keyring, at=at)


def _opened(group: str, ref: str, keyring: Keyring, *, at: datetime) -> tuple[OpenGroup, JointPosition]:
    one = opened(group, keyring, at=at)
    return one, position_of(one, ref)


def position_of(one: OpenGroup, ref: str) -> JointPosition:
    """Raises NotFound."""
    return the_one(joint_positions(one.written), ref)


def _append(
    one: OpenGroup, stands: JointPosition, kind: str, data: dict[str, str], keyring: Keyring, *, at: datetime
) -> None:
    append(
        one, keyring, NewEntry(SHARE, kind, {"position": stands.ref, **data}), key_under(one, stands.scope_ref), at=at
    )
