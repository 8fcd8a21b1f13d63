"""A note from court: typed once, in parts that differ in who reads them; and the closing of an observation.

Which part goes into which output stands in one table; who was there and who somebody is go into none by themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.known_name import NOBODY, KnownNames, refusal_to_naming
from safeconduct.coordination.hearing import NOT_HELD, HearingResult
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

PUBLIC, GROUP, OWN, PRESENT, NAMES = "public", "group", "own", "present", "names"
TO_GROUP, TO_CABLE, ON_ASKING = "group", "cable", "cable, when asked for"

YES, NO, NOT_SEEN = "yes", "no", "not_seen"
ANSWERS = (YES, NO, NOT_SEEN)


@dataclass(frozen=True)
class NotePart:
    """`scope` is where the case keeps it, "" for what stands in the result that groups read too; `outputs` are those that
    take it."""

    name: str
    scope: str
    outputs: tuple[str, ...]


NOTE_PARTS = (
    NotePart(PUBLIC, "", (TO_GROUP, TO_CABLE)),
    NotePart(GROUP, "", (TO_GROUP, TO_CABLE)),
    NotePart(OWN, "coordination", (TO_CABLE,)),
    NotePart(PRESENT, "sources", (ON_ASKING,)),
    NotePart(NAMES, "identity", ()),
)
"""Lawyer, family and fellow observers are kept beside the sources, which no share opens; names with the names."""


@dataclass(frozen=True)
class CourtNote:
    """What was typed. `answers` and `incidents` are coded; `texts` by part."""

    ref: str
    what: str
    how: str = ""
    instead: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    incidents: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def part(self, name: str) -> str:
        return self.texts.get(name, "").strip()

    def as_result(self) -> dict[str, Any]:
        """What the case and its groups read alike."""
        return {
            "what": self.what,
            "how": self.how,
            "instead": self.instead,
            "words": self.part(GROUP),
            "public": self.part(PUBLIC),
            "answers": dict(self.answers),
            "incidents": list(self.incidents),
            "note": self.ref,
        }


def apart(written: Iterable[Entry], note: str) -> dict[str, str]:
    """The parts of a note that only the case holds, without the names."""
    return {
        entry.data["part"]: entry.data["text"]
        for entry in written
        if entry.kind == "court_note" and entry.data["note"] == note
    }


def refusal_to_note(note: CourtNote, known: KnownNames = NOBODY) -> Refusal | None:
    """`known` are the names of the file: they stand in no part that goes on."""
    items = {row.value for row in coded_list("fair_trial")}
    if set(note.answers) - items or set(note.answers.values()) - set(ANSWERS):
        return Refusal("An answer is not of the list. Choose yes, no or not seen.")
    if note.answers and note.what == NOT_HELD:
        return Refusal("The list is for a court that sat. Take its answers back, or look again at what came of it.")
    if not (note.answers or note.incidents or any(note.part(one.name) for one in NOTE_PARTS)):
        return Refusal("Nothing is written yet. Answer what you saw of the list, or write a sentence.")
    going_on = "\n".join(note.part(one.name) for one in NOTE_PARTS if TO_CABLE in one.outputs)
    return refusal_to_naming(
        going_on, known, "A part that goes on holds a name of this file. Move it to “Names and what identifies”."
    )


# Closing


CLOSE = "Close the observation: decide on a public message and on raising the profile"
CLOSE_WITHIN = timedelta(days=3)
"""As the catalogue proposes for the message (PRE-01)."""

LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class ObservationClosing:
    """`message`: whether something is said in public about fairness; `profile`: whether the profile of the case is raised.
    Each is yes or no, with its reason. `follow_up` is what is done next, until `due`."""

    message: str
    message_why: str = field(repr=False)
    profile: str
    profile_why: str = field(repr=False)
    follow_up: str = field(repr=False)
    due: date | None


def refusal_to_closing(result: HearingResult | None, closing: ObservationClosing, *, on: date) -> Refusal | None:
    """`result` is what came of the sitting that is closed."""
    if result is None:
        return Refusal("No observation is open here. Write down first what came of the hearing.")
    if closing.message not in (YES, NO):
        return Refusal("A public message about fairness: it is not decided. Choose yes or no.")
    if not closing.message_why.strip():
        return Refusal("A public message about fairness: there is no reason. Say in a sentence why, or why not.")
    if closing.profile not in (YES, NO):
        return Refusal("Raising the profile: it is not decided. Choose yes or no.")
    if not closing.profile_why.strip():
        return Refusal("Raising the profile: there is no reason. Say in a sentence why, or why not.")
    if not closing.follow_up.strip():
        return Refusal("It is not said what follows. Say in a sentence how what was seen is used next.")
    if closing.due is None or closing.due < on:
        return Refusal("What follows has no day that is still to come. Choose its last day.")
    if closing.due > on + LONGEST_AHEAD:
        return Refusal("That day is more than a year ahead. Look at the year again.")
    return None


def closings(written: Iterable[Entry], hearing: str) -> dict[str, Mapping[str, str]]:
    """Both decisions with their reasons, by the sitting that was closed. Of a case: a group reads yes and no alone."""
    return {
        entry.data["sitting"]: entry.data
        for entry in written
        if entry.kind == "observation_decided" and entry.data["hearing"] == hearing
    }
