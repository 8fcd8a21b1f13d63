"""A lesson: what a case taught, without its name, put before a group under a marking and on the consent that a card needs.

It carries the country and the kinds of what happened as codes, so that it is found where a like case is open. It leads to no
case: neither codename nor reference of it stands there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from safeconduct.cases.known_name import KnownNames, refusal_to_naming
from safeconduct.cases.published_statement import violations_of
from safeconduct.cases.theme import themes
from safeconduct.cases.triage import RECEIVED
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.name_in_text import stands_in
from safeconduct.vocabulary.refusal import Refusal

PARTS = ("helped", "did_not", "again")


@dataclass(frozen=True)
class LessonWords:
    """As it is typed: what helped, what did not, and what one would do again or otherwise."""

    helped: str = field(default="", repr=False)
    did_not: str = field(default="", repr=False)
    again: str = field(default="", repr=False)

    def as_data(self) -> dict[str, str]:
        return {name: getattr(self, name).strip() for name in PARTS}

    @property
    def whole(self) -> str:
        return "\n".join(text for text in self.as_data().values() if text)


@dataclass(frozen=True)
class Lesson:
    """As a group reads it. `kinds` are codes of what happened, `themes` of the groups that it is about; `received_by` are
    offices that said that they have it."""

    ref: str
    owner: str
    owner_office: str
    marking: str
    scope_ref: str
    country: str
    kinds: frozenset[str]
    themes: tuple[str, ...]
    words: LessonWords = field(repr=False)
    at: datetime
    received_by: tuple[tuple[str, str], ...] = ()

    def is_like(self, country: str, kinds: Iterable[str]) -> bool:
        """The same country, and at least one of the same kinds."""
        return self.country == country and not self.kinds.isdisjoint(kinds)

    def is_received_by(self, organisation: str) -> bool:
        return organisation in (self.owner, *(ref for ref, _office in self.received_by))


def lessons(written: Iterable[Entry]) -> tuple[Lesson, ...]:
    """By the believed entries of a group, oldest first. One that was taken out is an empty slip and not among them."""
    known: dict[str, Lesson] = {}
    for entry in written:
        data = entry.data
        if entry.kind == "lesson_put_in":
            known.setdefault(data["item"], _lesson(entry))
        elif entry.kind == "lesson_received" and data["item"] in known:
            one = known[data["item"]]
            if not one.is_received_by(data["organisation"]):
                known[one.ref] = replace(one, received_by=(*one.received_by, (data["organisation"], data["office"])))
    return tuple(known.values())


def _lesson(entry: Entry) -> Lesson:
    data = entry.data
    own = (data["item"], data["organisation"], data["office"], data["marking"], entry.scope_ref)
    words = LessonWords(**{name: data[name] for name in PARTS})
    return Lesson(*own, data["country"], frozenset(data["kinds"]), tuple(data["themes"]), words, entry.at)


def lesson_facts(country: str, written: Iterable[Entry]) -> dict[str, Any]:
    """Of the coded facts of a case, those that a lesson carries."""
    written = tuple(written)
    return {"country": country, "kinds": sorted(violations_of(written)), "themes": sorted(themes(written))}


def refusal_to_lesson(
    told: LessonWords,
    facts: Mapping[str, Any],
    *,
    stage: str,
    codename: str,
    known: KnownNames,
) -> Refusal | None:
    """`facts` as lesson_facts has them; `known` are the names of the file."""
    if stage == RECEIVED:
        return Refusal("This is a request on which nothing was done yet. Write the lesson once something was.")
    if not (facts["country"] and facts["kinds"]):
        return Refusal("Country or kinds are not coded, so nobody would find it. Confirm the coded facts of the case.")
    text = told.whole
    if not text:
        return Refusal("Nothing is written yet. Say what helped, what did not, or what you would do again.")
    if refusal := refusal_to_naming(
        text, known, "The text holds a name of this file. Take it out: a lesson leads to nobody."
    ):
        return refusal
    if stands_in(codename, text):
        return Refusal("The text holds the codename of this case. Take it out: a lesson leads to no case.")
    return None


def refusal_to_lesson_received(one: Lesson, *, own: str) -> Refusal | None:
    if one.owner == own:
        return Refusal("Your own organisation wrote this. A receipt is for others.")
    if one.is_received_by(own):
        return Refusal("Your organisation said already that it has this. Nothing was changed.")
    return None
