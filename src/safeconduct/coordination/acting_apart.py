"""Two organisations that act apart on one case, or nobody who acts: what the owner of a case is told, and nobody else.

Two requests of one person are two dossiers with two codenames. A card carries marks of the person's own keys, each
salted anew: only who holds a dossier of the same person can tell that it fits; to everybody else it says nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hmac import compare_digest

from safeconduct.coordination.group import Group
from safeconduct.coordination.group_duty import group_duties
from safeconduct.coordination.group_item import GroupCard, group_cards
from safeconduct.coordination.meeting import meetings
from safeconduct.dossiers.entry import Entry
from safeconduct.sealing.record import derived_key, new_ref
from safeconduct.vocabulary.refusal import Refusal

SAME_PERSON, APART, NOBODY = "same_person", "apart", "nobody"
TOGETHER_WITHIN = timedelta(days=60)
NOBODY_FOR = timedelta(days=14)


@dataclass(frozen=True)
class CardAct:
    """An organisation says in the group that it acts on a card. `what` is coded (lists/group_acts.toml)."""

    card: str
    organisation: str
    office: str
    what: str
    on: date


@dataclass(frozen=True)
class Alert:
    """For the owner of `card`. `offices` are the others concerned; `other` is a card that this reader holds, or None."""

    kind: str
    card: GroupCard
    offices: tuple[str, ...] = ()
    other: GroupCard | None = None


# Marks of the person's own keys


def marks_of(own_seals: Iterable[bytes]) -> list[dict[str, str]]:
    """For a card: one for each of the person's codes, none where they have none."""
    salts = [(new_ref(), seal) for seal in own_seals]
    return [{"salt": salt, "mark": _mark(seal, salt)} for salt, seal in salts]


def is_of(marks: Iterable[Mapping[str, str]], own_seals: Iterable[bytes]) -> bool:
    seals = tuple(own_seals)
    return any(compare_digest(one["mark"], _mark(seal, one["salt"])) for one in marks for seal in seals)


def _mark(seal: bytes, salt: str) -> str:
    return derived_key(seal, "same-person", salt).hex()


# What is told


def card_acts(written: Iterable[Entry]) -> tuple[CardAct, ...]:
    return tuple(
        CardAct(
            entry.data["item"],
            entry.data["organisation"],
            entry.data["office"],
            entry.data["what"],
            date.fromisoformat(entry.data["on"]),
        )
        for entry in written
        if entry.kind == "card_acted"
    )


def alerts(
    written: Iterable[Entry],
    group: Group,
    *,
    own: str,
    held: Collection[str],
    seals_of: Callable[[str], tuple[bytes, ...]],
    acted_ourselves: Callable[[str], date | None],
    on: date,
) -> tuple[Alert, ...]:
    """For the cards of the organisation `own` whose cases this reader holds: `held` are their codenames. `seals_of` gives the
    person's keys, and is asked only where somebody else put a card in; `acted_ourselves` the day of our own newest step."""
    written = tuple(written)
    cards, acts = group_cards(written), card_acts(written)
    spoken, owed = _spoken_of(written, group), {one.about for one in group_duties(written, group)}
    marks = {entry.data["item"]: entry.data.get("marks", ()) for entry in written if entry.kind == "card_put_in"}
    theirs = [one for one in cards if one.owner != own and marks[one.ref]]
    found: list[Alert] = []
    for card in (one for one in cards if one.owner == own):
        codename = str(card.facts.get("codename", ""))
        if codename in held:
            seals = seals_of(codename) if theirs else ()
            others = (one for one in theirs if is_of(marks[one.ref], seals))
            found += _of_one_person(card, others, spoken)
            on_it = [act for act in acts if act.card == card.ref]
            found += _of_acts(card, on_it, acted_ourselves(codename), spoken, is_owed=_topic(card) in owed, on=on)
    return tuple(found)


def _of_one_person(card: GroupCard, others: Iterable[GroupCard], spoken: Mapping[str, date]) -> Iterator[Alert]:
    for other in others:
        last = max(spoken.get(_topic(one), date.min) for one in (card, other))
        if last < max(card.at, other.at).date():
            yield Alert(SAME_PERSON, card, (other.owner_office,), other)


def _of_acts(
    card: GroupCard,
    acts: list[CardAct],
    ourselves: date | None,
    spoken: Mapping[str, date],
    *,
    is_owed: bool,
    on: date,
) -> Iterator[Alert]:
    """`acts` are those on this card; `ourselves` the day of the owner's newest step in the case itself."""
    recent = [act for act in acts if on - act.on <= TOGETHER_WITHIN]
    offices = tuple(dict.fromkeys(act.office for act in recent if act.organisation != card.owner))
    is_ours = ourselves is not None and on - ourselves <= TOGETHER_WITHIN
    are_we = is_ours or any(act.organisation == card.owner for act in recent)
    first = min((act.on for act in recent), default=on)
    if len(offices) + are_we > 1 and spoken.get(_topic(card), date.min) < first:
        yield Alert(APART, card, offices)
    if not ourselves and not acts and not is_owed and on - card.at.date() >= NOBODY_FOR:
        yield Alert(NOBODY, card)


def _topic(card: GroupCard) -> str:
    return f"card:{card.ref}"


def _spoken_of(written: tuple[Entry, ...], group: Group) -> dict[str, date]:
    """By topic, the last day on which a meeting decided, or wrote down, something about it."""
    said = [(one.about, one.at.date()) for meeting in meetings(written, group) for one in meeting.said]
    said += [(one.about, one.decided.date()) for one in group_duties(written, group)]
    return dict(sorted(said, key=lambda one: one[1]))


def refusal_to_noting_act(what: str, known: Iterable[str], on: date | None, *, today: date) -> Refusal | None:
    if what not in known:
        return Refusal("It is not said what you do. Choose it from the list.")
    if on is None or on > today or on < today - timedelta(days=366):
        return Refusal("The day is missing, ahead or long past. Write the day on which it was done.")
    return None
