"""Asking the defender, writing an answer down, confirming it as the second member: what must hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.concerned_person import ConcernedPerson
from safeconduct.cases.consent_matrix import (
    ADVANCE_WISH,
    GROUP,
    NO,
    REPRESENTATIVE,
    YES,
    Answer,
    Matrix,
    Recorded,
)
from safeconduct.cases.consent_purpose import TEXT_VERSION, consent_purposes, purpose_named
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import plain_name
from safeconduct.vocabulary.refusal import Refusal

_SPEAKS_FOR = (REPRESENTATIVE, ADVANCE_WISH)


@dataclass(frozen=True)
class Line:
    """What an answer is about; see Answer."""

    purpose: str
    recipient: str = ""
    channel: str = ""
    person: str = ""
    scopes: tuple[str, ...] = ()
    until: str = ""

    def as_data(self) -> dict[str, Any]:
        return {**vars(self), "recipient": " ".join(self.recipient.split()), "scopes": list(self.scopes)}

    def is_the_line_of(self, data: Mapping[str, Any]) -> bool:
        same = all(data[name] == getattr(self, name) for name in ("purpose", "channel", "person"))
        return same and plain_name(data["recipient"]) == plain_name(self.recipient)


@dataclass(frozen=True)
class NewAnswer:
    """An answer as a member heard it. `words`: when, how and in which words; `heard`: who was heard in a group.

    `ground` is why the person cannot be asked; `language` and `read_out_by` (a role) say how they were informed.
    """

    word: str
    given_by: str
    words: str = field(repr=False)
    ground: str = ""
    heard: str = field(default="", repr=False)
    language: str = ""
    read_out_by: str = ""

    def informed(self) -> dict[str, str]:
        return {"text_version": TEXT_VERSION, "language": self.language, "read_out_by_role": self.read_out_by}


def own_answer(line: Line, word: str, *, ref: str, language: str) -> dict[str, Any]:
    """The data of an answer that the defender gives on the return page, after reading our words about it there."""
    informed = {"text_version": TEXT_VERSION, "language": language, "read_out_by_role": ""}
    return {"ref": ref, **line.as_data(), "word": word, "given_by": "self", "informed": informed}


@dataclass(frozen=True)
class Question:
    """A question that stands on the defender's page. `text` is what the office wrote with it."""

    ref: str
    line: Line
    at: datetime
    text: str = field(default="", repr=False)


def questions(written: Iterable[Entry]) -> tuple[Question, ...]:
    """The questions that wait for the defender's word, oldest first."""
    known: dict[str, Question] = {}
    for entry in sorted(written, key=lambda entry: entry.seq):
        if entry.kind == "answer_asked":
            known[entry.data["ref"]] = Question(entry.data["ref"], line_of(entry.data), entry.at, entry.data["text"])
        elif entry.kind == "answered" and entry.by.kind == "defender":
            known = {ref: one for ref, one in known.items() if not one.line.is_the_line_of(entry.data)}
    return tuple(known.values())


def line_of(data: Mapping[str, Any]) -> Line:
    named = {name: data[name] for name in ("purpose", "recipient", "channel", "person", "until")}
    return Line(**named, scopes=tuple(data["scopes"]))


NO_RECIPIENT = "A state or a company is a question of its own. Name the one that would get to know."
NO_WORDS = "Nothing is written about the answer. Say when it was given, how and in which words."
NO_LANGUAGE = "The language is missing. Say in which language it was explained before the answer."


def refusal_to_line(
    line: Line, *, about: str, persons: Iterable[ConcernedPerson], is_yes: bool, on: date
) -> Refusal | None:
    """Why this can neither be asked nor written down. A no needs nothing but its purpose."""
    if about == "unaware":
        return Refusal("The person does not know of this yet, so nobody answers for them. Reach the person first.")
    if not any(one.value == line.purpose for one in consent_purposes()):
        return Refusal("No purpose is chosen yet. Choose what the answer is for.")
    if line.person and not any(one.ref == line.person for one in persons):
        return Refusal("This person is not in the case. Add the person first.")
    if line.until and line.until < on.isoformat():
        return Refusal("The last day is in the past. Choose a day from today on.")
    return _refusal_to_width(line) if is_yes else None


def _refusal_to_width(line: Line) -> Refusal | None:
    purpose = purpose_named(line.purpose)
    if purpose.state_or_company and not line.recipient.strip():
        return Refusal(NO_RECIPIENT)
    if purpose.parts and line.channel not in purpose.parts:
        labels = " or ".join(row.label for row in coded_list("answer_channels") if row.value in purpose.parts)
        return Refusal(f"This has parts that are answered separately. Choose one as the way: {labels}.")
    return None


def refusal_to_asking(
    line: Line, *, waiting: Iterable[Question], standing: Answer | None, has_page: bool
) -> Refusal | None:
    if not has_page:
        return Refusal("The defender has no page of their own. Ask another way, and write the answer down below.")
    if line.person:
        return Refusal("Each person answers alone. Ask this person, and write the answer down below.")
    if any(line.is_the_line_of(one.line.as_data()) for one in waiting):
        return Refusal("This question waits for an answer already. It stands on the defender’s page.")
    same = standing is not None and line.is_the_line_of(vars(standing))
    if same and standing is not None and standing.word == YES and set(line.scopes) <= set(standing.scopes):
        return Refusal("The defender has said yes to this. There is nothing to ask.")
    return None


def refusal_to_recording(line: Line, told: NewAnswer, matrix: Matrix, *, at: datetime) -> Refusal | None:
    """Why this answer may not be written down. `words` are asked for each; a no is never refused for more."""
    if not told.words.strip():
        return Refusal(NO_WORDS)
    asked = {"recipient": line.recipient, "channel": line.channel, "person": line.person}
    standing = matrix.answer(line.purpose, **asked)
    answer = as_answer(line, told, at=at)
    if not answer.allows_more_than(standing):
        return None
    if not told.language:
        return Refusal(NO_LANGUAGE)
    if told.given_by == GROUP:
        return _refusal_to_group(line, told)
    if told.given_by in _SPEAKS_FOR:
        return _refusal_to_speaking_for(told, standing)
    return None


def missing_of(line: Line, told: NewAnswer) -> tuple[str, ...]:
    """Sentences on what an answer lacks as a rule, all at once: the rules above refuse one thing at a time."""
    is_yes = told.word == YES
    lacks = {
        NO_RECIPIENT: is_yes and purpose_named(line.purpose).state_or_company and not line.recipient.strip(),
        NO_WORDS: not told.words.strip(),
        NO_LANGUAGE: is_yes and not told.language,
    }
    return tuple(sentence for sentence, is_missing in lacks.items() if is_missing)


def _refusal_to_group(line: Line, told: NewAnswer) -> Refusal | None:
    if purpose_named(line.purpose).names:
        return Refusal("A group cannot say yes for names. Ask each person, and write each answer down alone.")
    if not told.heard.strip():
        return Refusal("Nothing is written about who was heard. Say how the group decided and who was heard.")
    return None


def _refusal_to_speaking_for(told: NewAnswer, standing: Answer | None) -> Refusal | None:
    if standing and standing.given_by == ADVANCE_WISH and told.given_by == REPRESENTATIVE:
        return Refusal(
            "The advance wish says otherwise, and it comes first. Nobody who speaks for the person widens it."
        )
    if not told.ground and standing and standing.word == NO and standing.given_by == "self":
        return Refusal("The person said no and can be asked. Ask them; nobody else lifts it.")
    if not told.ground:
        return Refusal("The reason is missing. Say why the person cannot be asked, or ask them.")
    return None


def refusal_to_confirming_answer(recorded: Recorded | None, *, member: str) -> Refusal | None:
    if recorded is None:
        return Refusal("This does not wait for a second member any more. Look at what stands below.")
    if recorded.member == member:
        return Refusal("You wrote this down yourself. A second member must confirm it.")
    return None


def as_answer(line: Line, told: NewAnswer, *, at: datetime) -> Answer:
    until = line.until if told.word == YES else ""
    return Answer(
        **{**line.as_data(), "scopes": line.scopes, "until": until},
        word=told.word,
        given_by=told.given_by,
        at=at,
        ref="",
    )
