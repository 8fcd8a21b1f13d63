"""The links that were made for questions to sources, and what came back by them. An answer is graded before it counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from safeconduct.cases.source_question import SourceQuestion, source_questions
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.link import refusal_to_last_day
from safeconduct.intake.noted_link import HELD_BACK
from safeconduct.vocabulary.refusal import Refusal

WAITS, ANSWERED, WITHDRAWN, HELD = "waits", "answered", "withdrawn", "held back"


@dataclass(frozen=True)
class SourceLink:
    """`row` is the hash of its token: what takes the link away without knowing it. `until` is its last day;
    `why` says why it was held back."""

    ref: str
    question: str
    row: str
    until: date
    at: datetime
    state: str = WAITS
    why: str = ""

    def opens_on(self, day: date) -> bool:
        return self.state == WAITS and day <= self.until


@dataclass(frozen=True)
class SourceAnswer:
    """`says` is yes, no or cannot_say; `words` as they were typed by whoever had the link."""

    link: str
    question: str
    says: str
    words: str = field(repr=False)
    at: datetime


def source_links(written: Iterable[Entry]) -> tuple[SourceLink, ...]:
    known: dict[str, SourceLink] = {}
    for entry in written:
        link = entry.data.get("link", "")
        if entry.kind == "source_link_made":
            until = date.fromisoformat(entry.data["until"])
            known[link] = SourceLink(link, entry.data["question"], entry.data["row"], until, entry.at)
        elif entry.kind == "source_link_withdrawn" and link in known:
            known[link] = replace(known[link], state=WITHDRAWN)
        elif entry.kind == HELD_BACK and link in known:
            known[link] = replace(known[link], state=HELD, why=entry.data["why"])
        elif entry.kind == "source_answered" and link in known:
            known[link] = replace(known[link], state=ANSWERED)
    return tuple(known.values())


def source_answers(written: Iterable[Entry]) -> tuple[SourceAnswer, ...]:
    return tuple(
        SourceAnswer(entry.data["link"], entry.data["question"], entry.data["says"], entry.data["words"], entry.at)
        for entry in written
        if entry.kind == "source_answered"
    )


def ungraded_answers(written: Iterable[Entry]) -> tuple[SourceAnswer, ...]:
    """What came by a link and rests in no result yet."""
    written = tuple(written)
    answers = source_answers(written)
    if not answers:
        return ()
    graded = {one.ref for one in source_questions(written) if one.answered}
    return tuple(one for one in answers if one.question not in graded)


def refusal_to_making_link(
    question: SourceQuestion | None, links: Iterable[SourceLink], until: date, *, on: date
) -> Refusal | None:
    if question is None or question.answered:
        return Refusal("This question is not open any more. Ask a new one, then make its link.")
    if any(one.question == question.ref and one.opens_on(on) for one in links):
        return Refusal("A link to this question is out already. Withdraw it, then make another.")
    return refusal_to_last_day(until, on=on)


def refusal_to_withdrawing_link(link: SourceLink | None) -> Refusal | None:
    if link is None or link.state in (WITHDRAWN, HELD):
        return Refusal("This link was withdrawn already. Look at what stands now.")
    if link.state == ANSWERED:
        return Refusal("The answer came already, so the link opens nothing. Look at what stands now.")
    return None
