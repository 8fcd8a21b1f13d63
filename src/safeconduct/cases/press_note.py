"""A note for the press on a case: what may be said and quoted and from when, what is public already, and which post to ask.

Nobody is named in it: a label in square brackets stands for each person, and each needs an own consent to be named. Before it
goes out the person agrees to the media, and something stands against reprisals; when either is no longer so, it is closed. What is
held back is told to the officer alone: every note that leaves ends with the same words.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from safeconduct.cases.account import moment_parts
from safeconduct.cases.action import DROPPED, Action, Emergency, refusal_by_waiting, refusal_without_risk
from safeconduct.cases.concerned_person import ConcernedPerson
from safeconduct.cases.consent_matrix import ASK_FIRST, NO, YES, Matrix
from safeconduct.cases.draft import TERM, labels_in, lines_of
from safeconduct.cases.known_name import KnownNames, refusal_to_naming
from safeconduct.cases.risk import Risk
from safeconduct.cases.standard_words import standard_words
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal
from safeconduct.vocabulary.web_address import is_web_address

MEDIA, NAMED = "media", "publish_named"
OFFICE, NOBODY = "office", "nobody"
QUOTED_AS = (OFFICE, NOBODY)
"""By the office's name; without anybody's."""
MOST_BACKGROUND = 4


@dataclass(frozen=True)
class PressBackground:
    """What is public already: in words, where, and the day (ISO) on which it was seen there. `names_them`: whoever looks there
    reads or sees who the person is."""

    text: str
    address: str
    on: str
    names_them: bool = False


@dataclass(frozen=True)
class PressNote:
    """`says` is a sentence a line; `free_from` a moment as cases/account.py keeps it, "" for at once; `post` a function."""

    ref: str
    outlet: str
    language: str
    says: tuple[str, ...] = field(repr=False)
    quote: str = field(default="", repr=False)
    quoted_as: str = OFFICE
    background: tuple[PressBackground, ...] = field(default=(), repr=False)
    free_from: str = ""
    post: str = ""
    reach: str = field(default="", repr=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it that speaks of the case, line by line."""
        return (*self.says, *([self.quote] if self.quote else []), *(one.text for one in self.background))

    def as_data(self) -> dict[str, Any]:
        return {"note": self.ref, **{name: value for name, value in asdict(self).items() if name != "ref"}}


@dataclass(frozen=True)
class PressPart:
    """One heading of the note as it leaves, in its language, with its lines."""

    title: str
    lines: tuple[str, ...] = field(repr=False)


# Folding


def press_notes(written: Iterable[Entry]) -> tuple[PressNote, ...]:
    return tuple(_note(entry.data) for entry in written if entry.kind == "press_note_kept")


def _note(data: Mapping[str, Any]) -> PressNote:
    plain = {name: value for name, value in data.items() if name not in ("note", "says", "background")}
    background = tuple(PressBackground(**one) for one in data["background"])
    return PressNote(data["note"], says=tuple(data["says"]), background=background, **plain)


def taken_out(written: Iterable[Entry]) -> dict[str, datetime]:
    """When each note last left the house, by its reference."""
    return {entry.data["note"]: entry.at for entry in written if entry.kind == "press_note_taken_out"}


# As it leaves


def parts_of_note(note: PressNote, office: str) -> tuple[PressPart, ...]:
    """The last part is the same in every note, whatever is held back."""

    def said(value: str) -> str:
        return standard_words("press", value, note.language)

    whose = office if note.quoted_as == OFFICE else said("no_office")
    quoted = f"“{note.quote}” ({whose})" if note.quote else said("no_quote")
    shown = tuple(f"{one.text} ({one.on}) {one.address}" for one in note.background)
    parts = [
        PressPart(said("when"), (_when(note) or said("at_once"),)),
        PressPart(said("says"), note.says),
        PressPart(said("quote"), (quoted,)),
        PressPart(said("background"), shown or (said("no_background"),)),
        PressPart(said("contact"), (f"{note.post}, {office}: {note.reach}",)),
        PressPart(said("beyond"), (said("ask_first"),)),
    ]
    return tuple(parts)


def _when(note: PressNote) -> str:
    parts = moment_parts(note.free_from)
    return f"{parts[0].isoformat()} {parts[1]} ({parts[2]})" if parts else ""


def as_text(parts: Iterable[PressPart]) -> str:
    return "\n\n".join("\n".join((part.title, *(f"- {line}" for line in part.lines))) for part in parts) + "\n"


# What the officer neither says nor answers


def press_limits(consents: Matrix, persons: Iterable[ConcernedPerson], outlet: str) -> tuple[str, ...]:
    """One sentence for each purpose without a yes that counts for this outlet, and for each person who is not to be named."""
    rows = tomllib.loads(Path(__file__).with_name("press_limits.toml").read_text(encoding="utf-8"))["row"]
    held = [row["says"] for row in rows if not consents.allows(row["value"], recipient=outlet)]
    unnamed = [one.label for one in persons if not consents.allows(NAMED, recipient=outlet, person=one.ref)]
    return (*held, *(f"Anything of “{label}”, also that there is such a person." for label in unnamed))


# What may be done


def refusal_to_press_line(line: str, outlet: str, persons: Mapping[str, str], consents: Matrix) -> Refusal | None:
    """`persons`: the reference of each label in small letters; "" is the defender."""
    for label in labels_in(line):
        if label not in persons:
            return Refusal(f"[{label}] is nobody of this case. Use a label of the list, or add the person first.")
        person = persons[label]
        # Of the defender's own word on the media it is asked apart; of others only a no counts here.
        own = consents.answer(MEDIA, recipient=outlet, person=person) if person else None
        if not consents.allows(NAMED, recipient=outlet, person=person) or (own and own.word != YES):
            return Refusal(f"[{label}] has not agreed to be named to the press. Take the label out, or ask first.")
    return None


def refusal_to_press_source(one: PressBackground, note: PressNote, consents: Matrix, *, on: date) -> Refusal | None:
    if not one.text.strip() or not is_web_address(one.address):
        return Refusal("What is public already needs its words and the address where it stands. Fill in both.")
    if not one.on or one.on > on.isoformat():
        return Refusal("The day on which you saw it there is missing or still to come. Write it.")
    if one.names_them and not consents.allows(NAMED, recipient=note.outlet):
        return Refusal("A source that shows who it is names the person. Take it out, or ask about being named first.")
    return None


def still_open_in_note(
    note: PressNote,
    *,
    persons: Mapping[str, str],
    known: KnownNames,
    consents: Matrix,
    may_use_term: bool,
    on: date,
) -> tuple[Refusal, ...]:
    """All that keeps a note from being kept."""
    text = "\n".join((*note.lines, note.reach))
    found = [_refusal_to_empty(note)]
    found += [refusal_to_press_line(line, note.outlet, persons, consents) for line in note.lines]
    found += [refusal_to_press_source(one, note, consents, on=on) for one in note.background]
    if note.free_from and moment_parts(note.free_from) is None:
        found.append(Refusal("When it may be used needs a day, an hour and a time zone, such as Africa/Nairobi."))
    found.append(refusal_to_names(note, known))
    if not may_use_term and any(one.is_there for one in lines_of(text, note.language) if one.kind.value == TERM):
        found.append(Refusal("This person is protected without the label. Take the term out."))
    return tuple(dict.fromkeys(one for one in found if one))


def refusal_to_names(note: PressNote, known: KnownNames) -> Refusal | None:
    """Asked when it is kept and when it leaves: names come later."""
    text = "\n".join((*note.lines, note.reach, *(one.address for one in note.background)))
    return refusal_to_naming(
        text, known, "The note holds a name of this file. Take it out, also out of an address; use a label."
    )


def _refusal_to_empty(note: PressNote) -> Refusal | None:
    if not note.outlet.strip():
        return Refusal(
            "It is not said which newspaper or station it is for. Choose one, or note it with a group first."
        )
    if not note.says:
        return Refusal("Nothing may be said yet. Write a sentence a line, with labels instead of names.")
    if not (note.post.strip() and note.reach.strip()):
        return Refusal("It is not said whom the press asks. Choose a post, and write how the office is reached.")
    return None


def against_taking_out(
    note: PressNote,
    *,
    persons: Mapping[str, str],
    consents: Matrix,
    steps: Iterable[Action],
    risk: Risk | None,
    declared: Emergency | None,
    at: datetime,
) -> tuple[Refusal, ...]:
    """All that keeps a note inside now, consent first. What was kept with a yes is closed when the yes is taken back."""
    found = [refusal_to_telling_media(note.outlet, consents)]
    found += [refusal_to_press_line(line, note.outlet, persons, consents) for line in note.lines]
    found += [refusal_to_press_source(one, note, consents, on=at.date()) for one in note.background]
    step = next((one for one in reversed(tuple(steps)) if one.state != DROPPED and MEDIA in one.step.purposes), None)
    found += [refusal_without_mitigation(step), refusal_without_risk(risk, declared, at=at)]
    found.append(refusal_by_waiting(step, declared, at=at) if step else None)
    return tuple(dict.fromkeys(one for one in found if one))


def refusal_to_older_note(note: str, newest: PressNote) -> Refusal | None:
    if note != newest.ref:
        return Refusal("The note was kept anew since you opened this page. Read it as it is now, then take that out.")
    return None


def refusal_to_telling_media(outlet: str, consents: Matrix) -> Refusal | None:
    answer = consents.answer(MEDIA, recipient=outlet)
    if answer is None:
        return Refusal(
            "There is no consent to speak with the media, or with this one. Ask first, then record the answer."
        )
    if answer.word == NO:
        return Refusal(
            "The person said no to the media, or to this one. Nothing goes out; ask again by the agreed way."
        )
    if answer.word == ASK_FIRST:
        return Refusal(
            "The person wants to be asked each time about the media. Ask, then record the answer with this one’s name."
        )
    return None


def refusal_without_mitigation(step: Action | None) -> Refusal | None:
    """`step`: the newest one that rests on the consent to the media and was not dropped."""
    if step is None:
        return Refusal("No step with the media is decided on, so nothing stands against reprisals. Plan one first.")
    if not step.step.weighing.mitigation.strip():
        return Refusal("Nothing is in place against reprisals. Put it in place first, then decide on the step anew.")
    return None
