"""Consents to share and the shares that were made of them, folded from the messages of a dossier.

A consent names the recipient, the parts, the purpose, the marking and the last day. The defender gives it with the
own word; given another way, two members sign it. No share stands without one, and none outlives it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.sharing import TICKS

ASKED, YES, NO, WITNESSED, WITHDRAWN = "asked", "yes", "no", "witnessed", "withdrawn"
COLLECTIVE = "collective"
"""The purpose of the action catalogue for steps taken together with others."""


@dataclass(frozen=True)
class Terms:
    """`until` is the last day of reading (ISO); `office` the recipient's name as it was shown."""

    organisation: str
    office: str
    parts: tuple[str, ...]
    purpose: str
    marking: str
    until: str

    def as_data(self) -> dict[str, Any]:
        return {**vars(self), "parts": list(self.parts)}

    def within(self, other: "Terms") -> bool:
        """Whether these terms allow nothing that the other ones do not."""
        same = (self.organisation, self.purpose, self.marking) == (other.organisation, other.purpose, other.marking)
        return same and set(self.parts) <= set(other.parts) and self.until <= other.until


def terms_from(data: Mapping[str, Any]) -> Terms:
    named = {name: data[name] for name in ("organisation", "office", "purpose", "marking", "until")}
    return Terms(parts=tuple(data["parts"]), **named)


@dataclass(frozen=True)
class Consent:
    """`state`: asked; yes; no; witnessed (by one member: it waits for a second); withdrawn. `way`: own, or witnessed."""

    ref: str
    terms: Terms
    state: str
    at: datetime
    way: str = "own"
    witness: str = ""


@dataclass(frozen=True)
class Share:
    """What one organisation may read from one day on. `consent` is a consent's reference or a tick of the form."""

    ref: str
    terms: Terms
    compartment: str
    scope_refs: tuple[str, ...]
    consent: str
    since: datetime
    ended: datetime | None = None

    def reads_on(self, day: date) -> bool:
        return self.ended is None and day.isoformat() <= self.terms.until


def ticks(entries: Iterable[Entry]) -> frozenset[str]:
    """The consents of the first form as they stand."""
    given: Iterable[str] = ()
    for entry in entries:
        if entry.kind == "consent":
            given = entry.data["given"]
    return frozenset(given)


def acts_together(entries: Iterable[Entry]) -> bool:
    """Whether the defender agreed that what happened is seen beside what happened to colleagues, under the codename."""
    return COLLECTIVE in ticks(entries)


def consents(entries: Iterable[Entry]) -> tuple[Consent, ...]:
    """Every consent that was asked for or witnessed, in order. The defender's newest word counts."""
    known: dict[str, Consent] = {}
    for entry in entries:
        ref = entry.data.get("consent", "")
        if entry.kind == "consent_asked":
            known[ref] = Consent(ref, terms_from(entry.data), ASKED, entry.at)
        elif entry.kind == "consent_witnessed":
            known[ref] = Consent(ref, terms_from(entry.data), WITNESSED, entry.at, entry.data["way"], entry.by.ref)
        elif ref in known and entry.kind in _CHANGES:
            known[ref] = _CHANGES[entry.kind](known[ref], entry)
    return tuple(known.values())


def _answered(consent: Consent, entry: Entry) -> Consent:
    if entry.by.kind != "defender":
        return consent
    return replace(consent, state=YES if entry.data["yes"] else NO, at=entry.at, way="own")


def _confirmed(consent: Consent, entry: Entry) -> Consent:
    """By a second member: one person alone can be mistaken, or forced."""
    is_second = entry.by.kind == "member" and entry.by.ref != consent.witness
    return replace(consent, state=YES, at=entry.at) if consent.state == WITNESSED and is_second else consent


def _withdrawn(consent: Consent, entry: Entry) -> Consent:
    return replace(consent, state=WITHDRAWN, at=entry.at)


_CHANGES = {"consent_answered": _answered, "consent_confirmed": _confirmed, "consent_withdrawn": _withdrawn}


def shares(entries: Iterable[Entry]) -> tuple[Share, ...]:
    """Every share that was made, in order, ended or not."""
    known: dict[str, Share] = {}
    for entry in entries:
        ref = entry.data.get("share", "")
        if entry.kind == "shared":
            data = entry.data
            known[ref] = Share(
                ref, terms_from(data), data["compartment"], tuple(data["scope_refs"]), data["consent"], entry.at
            )
        elif entry.kind == "share_ended" and ref in known and known[ref].ended is None:
            known[ref] = replace(known[ref], ended=entry.at)
    return tuple(known.values())


def covering(terms: Terms, entries: Iterable[Entry], *, kind: str) -> str:
    """The consent that allows these terms: its reference, a tick's name, or "" when none does.

    `kind` is what the recipient is: the ticks allow the story alone, to any organisation of one kind.
    """
    entries = tuple(entries)
    for consent in reversed(consents(entries)):
        if consent.state == YES and terms.within(consent.terms):
            return consent.ref
    given = ticks(entries)
    return next((tick for tick, of in TICKS.items() if of == kind and tick in given and terms.parts == ("story",)), "")


def without_consent(entries: Iterable[Entry]) -> tuple[Share, ...]:
    """The shares that are not ended yet although their consent no longer stands."""
    entries = tuple(entries)
    standing = {consent.ref for consent in consents(entries) if consent.state == YES} | ticks(entries)
    return tuple(share for share in shares(entries) if share.ended is None and share.consent not in standing)


def to_be_made(entries: Iterable[Entry]) -> tuple[Consent, ...]:
    """A yes opens a duty: these were said yes to, and nothing was shared on their strength yet."""
    entries = tuple(entries)
    made = {share.consent for share in shares(entries)}
    return tuple(one for one in consents(entries) if one.state == YES and one.ref not in made)
