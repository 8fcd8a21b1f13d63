"""One page for the capital or the ambassador: what is asked, why now, what others do, the risk, a line to take; and their word.

It names nobody: what it begins with is made from codes and days, and a text that holds a name of the file is refused.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from textwrap import fill

from safeconduct.cases.known_name import KnownNames, refusal_to_naming
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.link import refusal_to_last_day
from safeconduct.intake.noted_link import HELD_BACK
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key
from safeconduct.vocabulary.refusal import Refusal

PARTS = {
    "asked": "What is asked",
    "why_now": "Why now",
    "others": "What others do",
    "risk": "Risk",
    "line": "Line to take",
}
"""The parts of the page, in their order."""
LONGEST_PART = 600
YES, NO, WAIT = "yes", "no", "wait"
SAYS = (YES, NO, WAIT)
HOWS = ("telephone", "mail", "meeting")
CABLE_WIDTH = 69

LINK, TELEPHONE = "link", "telephone"
OPEN, WITHDRAWN, ANSWERED, HELD = "open", "withdrawn", "answered", "held back"


@dataclass(frozen=True)
class CapitalPage:
    """One page as it was kept, for one decision. `parts` by the names of PARTS."""

    ref: str
    decision: str
    parts: Mapping[str, str] = field(repr=False)
    at: datetime
    post_name: str


@dataclass(frozen=True)
class CapitalLink:
    """`row` is the hash of its token; `until` its last day; `why` says why it was held back."""

    ref: str
    page: str
    row: str
    until: date
    state: str = OPEN
    why: str = ""

    def opens_on(self, day: date) -> bool:
        return self.state == OPEN and day <= self.until


@dataclass(frozen=True)
class CapitalWord:
    """What they said. `how` is link, or telephone, mail or meeting with who said it (a function) and on which day."""

    page: str
    says: str
    how: str
    said_by: str
    on: date


@dataclass(frozen=True)
class SealedPage:
    """What a link opens: the text of the page and nothing of the file; `until` in universal time."""

    dossier: str
    link: str
    page: str
    parts: Mapping[str, str] = field(repr=False)
    until: date

    def as_bytes(self) -> bytes:
        held = {**vars(self), "parts": dict(self.parts), "until": self.until.isoformat()}
        return json.dumps({"v": 1, **held}, ensure_ascii=False).encode()


def sealed_page_from(body: bytes) -> SealedPage:
    held = json.loads(body)
    held.pop("v")
    return SealedPage(**{**held, "until": date.fromisoformat(held["until"])})


def key_of(token: str) -> bytes:
    return derived_key(token.encode(), "capital-link", "seal")


def identity_of(token: str) -> Identity:
    return Identity(derived_key(token.encode(), "capital-link", "sign"))


def capital_link_place(row: str) -> bytes:
    return place("capital-link", row)


# Folding


def capital_pages(written: Iterable[Entry], decision: str) -> tuple[CapitalPage, ...]:
    """Of one decision, oldest first."""
    return tuple(
        CapitalPage(entry.data["page"], decision, entry.data["parts"], entry.at, entry.by.post_name)
        for entry in written
        if entry.kind == "capital_asked" and entry.data["decision"] == decision
    )


def capital_links(written: Iterable[Entry]) -> tuple[CapitalLink, ...]:
    known: dict[str, CapitalLink] = {}
    for entry in written:
        link = entry.data.get("link", "")
        if entry.kind == "capital_link_made":
            until = date.fromisoformat(entry.data["until"])
            known[link] = CapitalLink(link, entry.data["question"], entry.data["row"], until)
        elif entry.kind == "capital_link_withdrawn" and link in known:
            known[link] = replace(known[link], state=WITHDRAWN)
        elif entry.kind == HELD_BACK and link in known:
            known[link] = replace(known[link], state=HELD, why=entry.data["why"])
        elif entry.kind == "capital_answered" and link in known:
            known[link] = replace(known[link], state=ANSWERED)
    return tuple(known.values())


def capital_words(written: Iterable[Entry]) -> tuple[CapitalWord, ...]:
    """Everything that they said, oldest first; nothing is overwritten."""
    found = []
    for entry in written:
        data = entry.data
        if entry.kind == "capital_answered":
            found.append(CapitalWord(data["question"], data["says"], LINK, "", entry.at.date()))
        elif entry.kind == "capital_word":
            on = date.fromisoformat(data["on"])
            found.append(CapitalWord(data["question"], data["says"], data["how"], data["said_by"], on))
    return tuple(found)


def as_cable(parts: Mapping[str, str], *, on: date) -> str:
    """The page as plain text, in lines that every machine takes."""
    head = f"REQUEST FOR INSTRUCTIONS\n{on:%d %B %Y}"
    texts = [f"{number}. {name.upper()}\n{_lines(parts[key])}" for number, (key, name) in enumerate(PARTS.items(), 1)]
    return "\n\n".join([head, *texts, "PLEASE ANSWER: YES / NO / WAIT"]) + "\n"


def _lines(text: str) -> str:
    return "\n".join(fill(line, CABLE_WIDTH) for line in text.splitlines())


# What may be done


def refusal_to_page(parts: Mapping[str, str], known: KnownNames) -> Refusal | None:
    for key, title in PARTS.items():
        if not parts.get(key, "").strip():
            return Refusal(f"“{title}” is empty. Write it in a sentence, or that there is nothing to say.")
        if len(parts[key]) > LONGEST_PART:
            return Refusal(
                f"“{title}” is longer than {LONGEST_PART} characters. Shorten it, so that all fits one sheet."
            )
    return refusal_to_naming(
        "\n".join(parts.values()),
        known,
        "The text holds a name of this file. Take it out: the page goes to where nobody protects it.",
    )


def refusal_to_capital_link(links: Iterable[CapitalLink], page: str, until: date, *, on: date) -> Refusal | None:
    if any(one.page == page and one.opens_on(on) for one in links):
        return Refusal("A link to this page is out already. Withdraw it, then make another.")
    return refusal_to_last_day(until, on=on)


def refusal_to_outlasting(allowed_now: frozenset[str], allowed_then: frozenset[str]) -> Refusal | None:
    """The steps that the person allows today, and on the last day of a link."""
    if allowed_now - allowed_then:
        return Refusal("What the person allows ends before that day. Choose an earlier day, or ask for longer.")
    return None


def refusal_to_capital_word(says: str, how: str, said_by: str, said_on: date | None, *, on: date) -> Refusal | None:
    if says not in SAYS:
        return Refusal("It is not said what they answered. Choose yes, no or wait.")
    if how not in HOWS:
        return Refusal("It is not said how the answer came. Choose it from the list.")
    if not said_by.strip():
        return Refusal("It is not said who answered. Write the function, such as “head of department”.")
    if said_on is None or said_on > on:
        return Refusal("The day of the answer is missing or still to come. Write the day on which it was said.")
    return None
