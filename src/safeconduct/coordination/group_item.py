"""What a case puts before a group: a pseudonymous card or a hearing, each under a key of its own and on consent.

Who may read it follows from the defender's answers: the share with each kind of organisation, and for a hearing also
that somebody sits in. Whom the answers leave out gets no key.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.cases.consent_matrix import Matrix
from safeconduct.coordination.group import Group, Seat
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal
from safeconduct.vocabulary.sharing import OF_KIND

CARD, HEARING = "card", "hearing"
OBSERVE = "observe_trial"
LONGEST = timedelta(days=365)

ON_A_CARD = ("codename", "country", "needs", "told_kinds", "urgency", "themes")
"""The coded facts of a case that its card shows to a group; never a name or a text."""


@dataclass(frozen=True)
class Reader:
    """An organisation of the group that may open an item, through a last day."""

    seat: Seat
    until: date


@dataclass(frozen=True)
class GroupCard:
    """A case as a group sees it. `facts` are codes and the codename."""

    ref: str
    owner: str
    owner_office: str
    marking: str
    scope_ref: str
    facts: Mapping[str, Any] = field(repr=False)
    at: datetime


def purposes(what: str, seat: Seat) -> tuple[str, ...]:
    """What a defender must have said yes to before this organisation may read such an item."""
    share = OF_KIND[seat.kind]
    return (OBSERVE, share) if what == HEARING else (share,)


def readers(what: str, seats: Iterable[Seat], consents: Matrix, *, on: date) -> tuple[Reader, ...]:
    """Those of the seats whom the answers allow, each until the first of them ends."""
    found = []
    for seat in seats:
        answers = [consents.answer(purpose, recipient=seat.office) for purpose in purposes(what, seat)]
        if all(consents.allows(purpose, recipient=seat.office) for purpose in purposes(what, seat)):
            ends = [date.fromisoformat(answer.until) for answer in answers if answer and answer.until]
            found.append(Reader(seat, min([*ends, on + LONGEST])))
    return tuple(found)


def those_named(found: Iterable[Reader], named: Collection[str]) -> tuple[Reader, ...]:
    """Of those who may read, the named organisations; all of them where none is named."""
    return tuple(one for one in found if not named or one.seat.organisation in named)


def group_cards(written: Iterable[Entry]) -> tuple[GroupCard, ...]:
    """By the believed entries of a group, oldest first. One that was taken out is an empty slip and not among them."""
    return tuple(
        GroupCard(
            entry.data["item"],
            entry.data["organisation"],
            entry.data["office"],
            entry.data["marking"],
            entry.scope_ref,
            entry.data["facts"],
            entry.at,
        )
        for entry in written
        if entry.kind == "card_put_in"
    )


def card_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ON_A_CARD if facts.get(name)}


def refusal_to_putting_in(
    what: str, group: Group, named: Iterable[str], found: Iterable[Reader], *, own: str, is_in_already: bool
) -> Refusal | None:
    """`named` are the organisations that a TLP:RED item goes to; without any it goes to the whole group."""
    if group.seat(own) is None:
        return Refusal("This organisation does not belong to the group. Choose another group.")
    if not group.others(own):
        return Refusal("Nobody else belongs to the group yet. Let others in first.")
    if is_in_already:
        return Refusal("It stands before this group already. Take it out first, if it must be put in anew.")
    allowed = {one.seat.organisation for one in found}
    if set(named) - allowed:
        return Refusal("The person has not said yes for everybody who was ticked. Ask, or take the ticks away.")
    if not allowed:
        return Refusal(_NO_CONSENT[what])
    return None


_NO_CONSENT = {
    CARD: "There is no consent that somebody in this group reads of the case. Ask the person about sharing first.",
    HEARING: "There is no consent that somebody of this group sits in. Ask about “Sit in at a hearing” and about sharing.",
}
