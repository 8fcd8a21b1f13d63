"""A joint position of a group: what is sought, who contributed, what was agreed or blocked, which acts go with it.

Who contributed, what blocked it and what each one does stay inside the group: `outside` gives what may leave it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from safeconduct.coordination.group import Group
from safeconduct.coordination.meeting import refusal_to_marking_all
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.name_in_text import stands_in
from safeconduct.vocabulary.refusal import Refusal

SOUGHT, AGREED, BLOCKED = "sought", "agreed", "blocked"
JOINT, NATIONAL = "joint", "national"
FARTHEST = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Contribution:
    office: str
    words: str = field(repr=False)


@dataclass(frozen=True)
class JointAct:
    """An act that goes with the position: of all together, or of one office. `role` is coded (lists/act_roles.toml)."""

    ref: str
    kind: str
    office: str
    role: str
    on: date
    words: str = field(repr=False)
    is_done: bool = False


@dataclass(frozen=True)
class Echo:
    """An office took up in public, or in private, what was agreed."""

    office: str
    on: date
    where: str


@dataclass(frozen=True)
class Block:
    """Why there was no common position: the coded reason, what it blocked, and what is done instead."""

    reason: str
    blocked: str = field(repr=False)
    fallback: str = field(repr=False)


@dataclass(frozen=True)
class Division:
    """An attempt of a third state to divide the group over this position, whether or not it blocked anything. `state` is its
    country's code; `response` is what the group did."""

    state: str
    on: date
    words: str = field(repr=False)
    response: str = field(repr=False)


@dataclass(frozen=True)
class PositionText:
    """What may be read outside the group."""

    title: str
    text: str
    agreed_on: date


@dataclass(frozen=True)
class JointPosition:
    ref: str
    title: str = field(repr=False)
    marking: str
    scope_ref: str
    office: str
    state: str = SOUGHT
    text: str = field(default="", repr=False)
    agreed_on: date | None = None
    contributions: tuple[Contribution, ...] = ()
    acts: tuple[JointAct, ...] = ()
    echoes: tuple[Echo, ...] = ()
    blocks: tuple[Block, ...] = ()
    divisions: tuple[Division, ...] = ()

    @property
    def outside(self) -> PositionText | None:
        """None while nothing is agreed."""
        agreed = self.state == AGREED and self.agreed_on
        return PositionText(self.title, self.text, agreed) if agreed else None

    def silent(self, group: Group) -> tuple[str, ...]:
        """The offices that have not echoed what was agreed."""
        heard = {echo.office for echo in self.echoes}
        return tuple(seat.office for seat in group.seats if seat.office not in heard)


def joint_positions(written: Iterable[Entry]) -> tuple[JointPosition, ...]:
    """Those that this reader may read, oldest first."""
    known: dict[str, JointPosition] = {}
    for entry in written:
        data = entry.data
        if entry.kind == "position_sought":
            one = JointPosition(data["position"], data["title"], data["marking"], entry.scope_ref, data["office"])
            known.setdefault(one.ref, one)
        elif entry.kind in _CHANGES and data["position"] in known:
            known[data["position"]] = _CHANGES[entry.kind](known[data["position"]], entry)
    return tuple(known.values())


def _contributed(one: JointPosition, entry: Entry) -> JointPosition:
    made = Contribution(entry.data["by_office"], entry.data["words"])
    return replace(one, contributions=(*one.contributions, made))


def _agreed(one: JointPosition, entry: Entry) -> JointPosition:
    data = entry.data
    return replace(one, state=AGREED, text=data["text"], agreed_on=date.fromisoformat(data["on"]))


def _blocked(one: JointPosition, entry: Entry) -> JointPosition:
    data = entry.data
    block = Block(data["reason"], data["blocked"], data["fallback"])
    return replace(one, state=BLOCKED, blocks=(*one.blocks, block))


def _divided(one: JointPosition, entry: Entry) -> JointPosition:
    data = entry.data
    tried = Division(data["state"], date.fromisoformat(data["on"]), data["words"], data["response"])
    return replace(one, divisions=(*one.divisions, tried))


def _planned(one: JointPosition, entry: Entry) -> JointPosition:
    data = entry.data
    act = JointAct(
        data["act"], data["kind"], data["by_office"], data["role"], date.fromisoformat(data["on"]), data["words"]
    )
    return replace(one, acts=(*one.acts, act))


def _act_done(one: JointPosition, entry: Entry) -> JointPosition:
    return replace(
        one, acts=tuple(replace(act, is_done=True) if act.ref == entry.data["act"] else act for act in one.acts)
    )


def _echoed(one: JointPosition, entry: Entry) -> JointPosition:
    data = entry.data
    return replace(one, echoes=(*one.echoes, Echo(data["by_office"], date.fromisoformat(data["on"]), data["where"])))


_CHANGES: dict[str, Callable[[JointPosition, Entry], JointPosition]] = {
    "position_contributed": _contributed,
    "position_agreed": _agreed,
    "position_blocked": _blocked,
    "position_division_tried": _divided,
    "position_act_planned": _planned,
    "position_act_done": _act_done,
    "position_echoed": _echoed,
}


def acts_in_order(one: JointPosition) -> tuple[JointAct, ...]:
    """By day; on one day what all do together first."""
    return tuple(sorted(one.acts, key=lambda act: (act.on, act.kind != JOINT, act.office)))


# What may be written


def refusal_to_seeking(title: str, value: str) -> Refusal | None:
    if not title.strip():
        return Refusal("The position has no title yet. Say in a few words what it is about, and name nobody.")
    return refusal_to_marking_all(value)


def refusal_to_naming_office(office: str, group: Group) -> Refusal | None:
    if office not in {seat.office for seat in group.seats}:
        return Refusal("It is not said whose this is. Choose an organisation of the group.")
    return None


def refusal_to_agreeing(one: JointPosition, text: str, known_words: Iterable[str]) -> Refusal | None:
    """`known_words` are codenames, courts and cities that stand before the group: the text is read outside."""
    if one.state == AGREED:
        return Refusal("This was agreed already. Seek a new position, if it must say something else.")
    if not text.strip():
        return Refusal("The text is missing. Write what was agreed, as it may be read outside the group.")
    if any(stands_in(word, text) for word in known_words):
        return Refusal(
            "A codename, court or city of this group stands in the text. Write it so that it leads to nobody."
        )
    return None


def refusal_to_blocking(one: JointPosition, reason: str, blocked: str, fallback: str) -> Refusal | None:
    if one.state == AGREED:
        return Refusal("This was agreed already. Seek a new position, if the agreement is over.")
    if not reason:
        return Refusal("It is not said why there is no common position. Choose it from the list.")
    if not blocked.strip():
        return Refusal("It is not said what could not be done. Say in a sentence which act was blocked.")
    if not fallback.strip():
        return Refusal("There is no fallback yet. Say what is done instead, also if each acts alone.")
    return None


def refusal_to_noting_division(
    state: str, on: date | None, words: str, response: str, *, today: date
) -> Refusal | None:
    """Also of a position that was agreed: what did not succeed is worth knowing too."""
    if not state:
        return Refusal("It is not said which state tried it. Write the usual name of the country.")
    if on is None or not today - FARTHEST <= on <= today:
        return Refusal("The day is missing, ahead, or more than two years ago. Write the day on which it was tried.")
    if not words.strip():
        return Refusal("It is not said what was tried. Say it in a sentence, and name nobody.")
    if not response.strip():
        return Refusal("It is not said how the group answered. Say in a sentence what was done, also if nothing was.")
    return None


def refusal_to_planning_act(
    kind: str, office: str, role: str, on: date | None, words: str, group: Group, *, today: date
) -> Refusal | None:
    if kind not in (JOINT, NATIONAL):
        return Refusal("It is not said whether all act together or one alone. Choose it.")
    if kind == NATIONAL and (refusal := refusal_to_naming_office(office, group)):
        return refusal
    if not role:
        return Refusal("It is not said how this goes with the position. Choose it from the list.")
    if on is None or not today - FARTHEST <= on <= today + FARTHEST:
        return Refusal("The day is missing or too far away. Choose one within two years.")
    if not words.strip():
        return Refusal("It is not said what is done. Say it in a few words, and name nobody.")
    return None


def refusal_to_echo(
    one: JointPosition, office: str, on: date | None, where: str, group: Group, *, today: date
) -> Refusal | None:
    if one.agreed_on is None or one.state != AGREED:
        return Refusal("Nothing is agreed yet, so there is nothing to echo. Write the agreed text first.")
    if refusal := refusal_to_naming_office(office, group):
        return refusal
    if on is None or on > today or on < one.agreed_on:
        return Refusal("The day of the echo is missing, ahead, or before the agreement. Write the day on which it was.")
    if not where.strip():
        return Refusal("It is not said where. Say it in a few words, such as “statement of the ministry”.")
    return None
