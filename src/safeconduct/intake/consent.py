"""Consents to share and the shares that were made of them, folded from the messages of a dossier.

A consent names the recipient, the parts, the purpose, the marking and the last day. The defender gives it with the
own word; given another way, two members sign it. No share stands without one, and none outlives it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.vocabulary.sharing import OF_KIND, TICKS
from safeconduct.vocabulary.telling import CONSENTS

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
    """`state`: asked; yes; no; witnessed (by one member: it waits for a second); withdrawn. `way`: own, or witnessed.
    `kind` is what the recipient is (vocabulary/sharing.py), "" where it was not written."""

    ref: str
    terms: Terms
    state: str
    at: datetime
    way: str = "own"
    witness: str = ""
    kind: str = ""


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
    """Whether the defender agreed that what happened is seen beside what happened to colleagues, under the codename.

    By a tick of the form or by an own answer without an end; anything less, whoever wrote it down, ends it.
    """
    agreed = False
    for entry in entries:
        data = entry.data
        if entry.kind == "consent":
            agreed = COLLECTIVE in data["given"]
        elif entry.kind == "answered" and data["purpose"] == COLLECTIVE and not data["person"]:
            is_whole = data["word"] == YES and not data["until"] and not data["recipient"] and not data["channel"]
            agreed = agreed if is_whole and entry.by.kind != "defender" else is_whole
    return agreed


def consents(entries: Iterable[Entry]) -> tuple[Consent, ...]:
    """Every consent that was asked for or witnessed, in order. The defender's newest word counts."""
    known: dict[str, Consent] = {}
    for entry in entries:
        ref = entry.data.get("consent", "")
        if entry.kind == "consent_asked":
            known[ref] = Consent(ref, terms_from(entry.data), ASKED, entry.at, kind=_kind(entry))
        elif entry.kind == "consent_witnessed":
            way, witness = entry.data["way"], entry.by.ref
            known[ref] = Consent(ref, terms_from(entry.data), WITNESSED, entry.at, way, witness, _kind(entry))
        elif ref in known and entry.kind in _CHANGES:
            known[ref] = _CHANGES[entry.kind](known[ref], entry)
    return tuple(known.values())


def _kind(entry: Entry) -> str:
    return str(entry.data.get("recipient_kind", ""))


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
    given = ticks(entries) if plain_name(terms.office) not in _said_no_to(entries) else frozenset()
    return next((tick for tick, of in TICKS.items() if of == kind and tick in given and terms.parts == ("story",)), "")


def without_consent(entries: Iterable[Entry]) -> tuple[Share, ...]:
    """The shares that are not ended yet although their consent no longer stands."""
    entries = tuple(entries)
    agreed = {consent.ref for consent in consents(entries) if consent.state == YES}
    ticked, refused = ticks(entries), _said_no_to(entries)
    return tuple(
        share
        for share in shares(entries)
        if share.ended is None
        and share.consent not in agreed
        and (share.consent not in ticked or plain_name(share.terms.office) in refused)
    )


def _said_no_to(entries: Iterable[Entry]) -> frozenset[str]:
    """The offices to which an answer to a purpose of sharing was no, or ask me first; a tick does not cover them."""
    refused: frozenset[str] = frozenset()
    for entry in entries:
        if entry.kind == "answered" and _speaks_of_shares(entry.data):
            office = {plain_name(entry.data["recipient"])}
            if entry.data["word"] != YES:
                refused = refused | office
            elif entry.by.kind == "defender":
                refused = refused - office
    return refused


@dataclass(frozen=True)
class GroupItem:
    """What stands before a coordination group because of the answers to these purposes: a card, the hearing that
    is named, or a lesson. `scope_ref` is the key, in the group's dossier, that it is read with; `offices` are those that can, through
    the day `until` (ISO) at most; `seq` is the number of the entry that says so. `outside`: who was told of the hearing
    without belonging to the group."""

    ref: str
    group: str
    group_name: str
    scope_ref: str
    hearing: str
    until: str
    purposes: tuple[str, ...]
    offices: tuple[str, ...]
    seq: int
    since: datetime
    ended: datetime | None = None
    outside: bool = False
    is_lesson: bool = False

    @property
    def is_card(self) -> bool:
        return not (self.hearing or self.is_lesson)

    def reads_on(self, day: date) -> bool:
        return self.ended is None and day.isoformat() <= self.until


def group_items(entries: Iterable[Entry]) -> tuple[GroupItem, ...]:
    """Everything that was ever put before a group, in order, taken out or not."""
    known: dict[str, GroupItem] = {}
    for entry in entries:
        data = entry.data
        if entry.kind == "put_before_group":
            known[data["item"]] = GroupItem(
                ref=data["item"],
                group=data["group"],
                group_name=data["group_name"],
                scope_ref=data["scope_ref"],
                hearing=data["hearing"],
                until=data["until"],
                purposes=tuple(data["purposes"]),
                offices=tuple(data["offices"]),
                seq=entry.seq,
                since=entry.at,
                outside=data.get("outside", False),
                is_lesson=data.get("lesson", False),
            )
        elif entry.kind == "taken_from_group" and data["item"] in known:
            known[data["item"]] = replace(known[data["item"]], ended=entry.at)
    return tuple(known.values())


def before_groups(entries: Iterable[Entry]) -> tuple[GroupItem, ...]:
    """What was not taken out yet, oldest first."""
    return tuple(item for item in group_items(entries) if item.ended is None)


def before_groups_without_consent(entries: Iterable[Entry]) -> tuple[GroupItem, ...]:
    """Of these, what must go: an answer that it rests on became less since, for all or for one of its offices."""
    entries = tuple(entries)
    offered = {one.ref: plain_name(one.terms.office) for one in consents(entries)}
    return tuple(
        item
        for item in before_groups(entries)
        if any(_narrows(entry, item, offered) for entry in entries if entry.seq > item.seq)
        or _lost_a_tick(item, entries)
    )


def _narrows(entry: Entry, item: GroupItem, offered: Mapping[str, str]) -> bool:
    data, offices = entry.data, {plain_name(office) for office in item.offices}
    if entry.kind == "answered":
        is_less = data["purpose"] in item.purposes and (data["word"] != YES or bool(data["until"]))
        return is_less and (not data["recipient"] or plain_name(data["recipient"]) in offices)
    if entry.kind == "consent_answered" and data["yes"]:
        return False
    return entry.kind in ("consent_withdrawn", "consent_answered") and offered.get(data["consent"], "") in offices


def _lost_a_tick(item: GroupItem, entries: tuple[Entry, ...]) -> bool:
    before = ticks(entry for entry in entries if entry.seq <= item.seq)
    return bool((before - ticks(entries)) & set(item.purposes))


def taking_out(item: GroupItem) -> NewEntry:
    return NewEntry("messages", "taken_from_group", {"item": item.ref})


def ending_before_group(item: GroupItem) -> tuple[NewEntry, ...]:
    """What is written when a consent is taken back: the end, and the duty to ask each reader to delete its copies."""
    asked = (
        NewEntry("messages", "deletion_asked", {"ref": f"{item.ref}-{number}", "holder": office, "share": item.ref})
        for number, office in enumerate(item.offices)
    )
    return (taking_out(item), *asked)


def ending_of(share: Share) -> tuple[NewEntry, ...]:
    """What is written when a consent is taken back: the end, and the duty to ask the holder to delete its copies."""
    asked = {"ref": f"{share.ref}-deletion", "holder": share.terms.office, "share": share.ref}
    return (
        NewEntry("messages", "share_ended", {"share": share.ref}),
        NewEntry("messages", "deletion_asked", asked),
    )


def plain_name(name: str) -> str:
    """The same for every way in which somebody may type it."""
    return " ".join(name.casefold().split())


def _speaks_of_shares(answer: Mapping[str, Any]) -> bool:
    return answer["purpose"] in OF_KIND.values() and not answer["channel"] and not answer["person"]


def following(answers: Iterable[Mapping[str, Any]], entries: Iterable[Entry]) -> tuple[NewEntry, ...]:
    """What answers change in the ticks and in the consents to share; written before them.

    An answer is the data of an `answered` entry. So a no ends what was shared because of an earlier yes.
    """
    answers, entries = tuple(answers), tuple(entries)
    given = ticks(entries)
    for answer in answers:
        if answer["purpose"] in CONSENTS and not (answer["recipient"] or answer["channel"] or answer["person"]):
            given = given | {answer["purpose"]} if answer["word"] == YES else given - {answer["purpose"]}
    changed = [{"given": sorted(given), "language": ""}] if given != ticks(entries) else []
    ended = [one.ref for one in consents(entries) if any(_takes_back(answer, one) for answer in answers)]
    return (
        *(NewEntry("messages", "consent", form) for form in changed),
        *(NewEntry("messages", "consent_withdrawn", {"consent": ref}) for ref in ended),
    )


def _takes_back(answer: Mapping[str, Any], consent: Consent) -> bool:
    if answer["word"] == YES or not _speaks_of_shares(answer) or consent.state not in (ASKED, YES, WITNESSED):
        return False
    if answer["recipient"]:
        return plain_name(answer["recipient"]) == plain_name(consent.terms.office)
    return consent.kind == "" or OF_KIND[consent.kind] == answer["purpose"]


def to_be_made(entries: Iterable[Entry]) -> tuple[Consent, ...]:
    """A yes opens a duty: these were said yes to, and nothing was shared on their strength yet."""
    entries = tuple(entries)
    made = {share.consent for share in shares(entries)}
    return tuple(one for one in consents(entries) if one.state == YES and one.ref not in made)
