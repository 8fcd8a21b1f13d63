"""Put a case before a group as a pseudonymous card, and take out what stands before one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile, facts_from
from safeconduct.cases.consent_matrix import matrix
from safeconduct.cases.desk import opening as casework
from safeconduct.cases.desk.opening import journal
from safeconduct.coordination.acting_apart import marks_of
from safeconduct.coordination.desk.opening import OpenGroup, append, opened
from safeconduct.coordination.group_item import (
    CARD,
    Reader,
    card_facts,
    purposes,
    readers,
    refusal_to_putting_in,
    those_named,
)
from safeconduct.coordination.tlp import refusal_to_marking
from safeconduct.dossiers.desk import sharing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE, ScopeKey
from safeconduct.intake.consent import GroupItem, before_groups, taking_out
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist, the_one


@dataclass(frozen=True)
class Addressed:
    """To which group, under which marking; `named` are the organisations that a TLP:RED item goes to."""

    group: str
    marking: str
    named: tuple[str, ...] = ()


@transaction.atomic
def put_card(ref: str, to: Addressed, keyring: Keyring, *, at: datetime) -> None:
    """Coded facts and the codename, for those of the group whom the consents allow."""
    one, group = casework.opened(ref, keyring), opened(to.group, keyring, at=at)
    told = facts_from(one.signatures.believed(one.dossier))
    marks = marks_of(one.signatures.own_seals)
    item = new_ref()
    data = {"item": item, "marking": to.marking, "facts": card_facts(told), "marks": marks}
    shown = put_before(one.case, group, to, CARD, is_in_already=_stands(one.case, to.group), at=at)
    key = seal_for(group, shown, at=at)
    append(group, keyring, NewEntry(SHARE, "card_put_in", data), key, at=at)
    casework.append(one, keyring, [noted(item, group, key.ref, CARD, shown)], at=at)
    journal("CardPutIn", ref, keyring, at=at, note=to.group)


def _stands(case: CaseFile, group: str) -> bool:
    return any(item.group == group and item.is_card for item in before_groups(case.written))


def put_before(
    case: CaseFile, group: OpenGroup, to: Addressed, what: str, *, is_in_already: bool, at: datetime
) -> tuple[Reader, ...]:
    """Who may read it. Raises Refused."""
    others = group.group.others(group.own.organisation)
    insist(refusal_to_marking(to.marking, named=to.named, others=[seat.organisation for seat in others]))
    found = readers(what, others, matrix(case.written, on=at.date()), on=at.date())
    own = group.own.organisation
    insist(refusal_to_putting_in(what, group.group, to.named, found, own=own, is_in_already=is_in_already))
    return those_named(found, to.named)


def seal_for(group: OpenGroup, shown: Iterable[Reader], *, at: datetime) -> ScopeKey:
    """A key of its own for one item, for these readers until their last days and for the owner as long as any of them."""
    key, shown = sharing.new_channel(), tuple(shown)
    longest = max(one.until for one in shown)
    sharing.grant(group.group.ref, key, directory.recipient(group.own.compartment), longest)
    for one in shown:
        sharing.grant(group.group.ref, key, directory.recipient(one.seat.compartment), one.until)
    return key


def noted(
    item: str, group: OpenGroup, scope_ref: str, what: str, shown: Iterable[Reader], *, hearing: str = "", **more: Any
) -> NewEntry:
    """In the messages, so that the defender's own withdrawal finds what to close."""
    shown = tuple(shown)
    data = {
        "item": item,
        "group": group.group.ref,
        "group_name": group.group.name,
        "scope_ref": scope_ref,
        "hearing": hearing,
        "until": max(one.until for one in shown).isoformat(),
        "purposes": sorted({purpose for one in shown for purpose in purposes(what, one.seat)}),
        "offices": [one.seat.office for one in shown],
        **more,
    }
    return NewEntry("messages", "put_before_group", data)


def _goes_with(standing: GroupItem, one: GroupItem) -> bool:
    """Who was asked about a hearing outside the group is asked no more when it goes."""
    return one.outside and bool(standing.hearing) and (one.group, one.hearing) == (standing.group, standing.hearing)


@transaction.atomic
def take_out(ref: str, item: str, keyring: Keyring, *, at: datetime) -> None:
    """Nobody opens it any more. Raises NotFound."""
    one = casework.opened(ref, keyring)
    standing = the_one(before_groups(one.case.written), item)
    with_it = [one for one in before_groups(one.case.written) if _goes_with(standing, one)]
    casework.append(one, keyring, [taking_out(each) for each in (standing, *with_it)], at=at)
    sharing.end_scopes(standing.group, {each.scope_ref for each in (standing, *with_it)}, at=at)
    journal("TakenFromGroup", ref, keyring, at=at, note=standing.group)
