"""A call for help as it was told, and the entries and card facts that it becomes. What was skipped stays empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.access.office import Office
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.sealed_file import SealedFile
from safeconduct.vocabulary.place_name import country_code
from safeconduct.vocabulary.refusal import Refusal

OFFICES_AT_MOST = 3
FILES_AT_MOST = 10


@dataclass(frozen=True)
class Telling:
    language: str
    about: str = "me"
    happened: str = field(default="", repr=False)
    urgency: str = ""
    country: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    needs: tuple[str, ...] = ()
    need_words: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    work: str = field(default="", repr=False)
    channel: str = "here"
    address: str = field(default="", repr=False)
    unsafe: str = field(default="", repr=False)
    consents: tuple[str, ...] = ()
    files: tuple[SealedFile, ...] = ()
    source: str = "form"
    origin: Mapping[str, str] = field(default_factory=dict, repr=False)
    coded: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    """Coded facts that the member who wrote it down has confirmed, as cases/coded_fact.py keeps them."""
    mark: str = field(default="", repr=False)
    """Of a row of a spreadsheet: by it the row is known again. It is sealed with the story and on the card."""


def refusal_to_sending(telling: Telling, offices: tuple[str, ...]) -> Refusal | None:
    """Why this may not be sent yet."""
    if not (telling.happened.strip() or telling.needs or telling.need_words.strip() or telling.files):
        return Refusal("Nothing is written yet. Say in a few words what happened or what you need.")
    if not offices:
        return Refusal("No office is chosen yet. Choose who may read this.")
    if len(offices) > OFFICES_AT_MOST:
        return Refusal(
            "These are more than three offices. Choose at most three, so that they do not work against each other."
        )
    if telling.about == "unaware" and len(offices) > 1:
        return Refusal("The person does not know yet, so only one office may read this. Choose one.")
    if telling.about == "unaware" and telling.consents:
        return Refusal("The person does not know yet, so nobody can say yes for them. Take the ticks away.")
    return None


def entries_of(telling: Telling, office: Office, arrival: Mapping[str, Any], *, codename: str) -> tuple[NewEntry, ...]:
    """What goes into the dossier of one office. `arrival` holds the public keys of the codes and the promise."""
    story = {
        "codename": codename,
        "language": telling.language,
        "happened": telling.happened,
        "urgency": telling.urgency,
        "country": telling.country,
        "place": telling.place,
        "needs": list(telling.needs),
        "need_words": telling.need_words,
        "work": telling.work,
        "source": telling.source,
        **({"origin": dict(telling.origin)} if telling.origin else {}),
        **({"mark": telling.mark} if telling.mark else {}),
    }
    entries = [
        NewEntry("story", "told", story),
        NewEntry(
            "contact", "contact", {"channel": telling.channel, "address": telling.address, "unsafe": telling.unsafe}
        ),
        NewEntry("messages", "consent", {"given": list(telling.consents), "language": telling.language}),
        # Also when no name was given: the number of entries must not tell.
        NewEntry("identity", "identity", {"name": telling.name}),
    ]
    entries += [NewEntry("evidence_original", "file", file.as_data()) for file in telling.files]
    entries += [NewEntry("story", "confirmed_facts", {"facts": list(telling.coded)})] if telling.coded else []
    # How many entries came with the request itself: all later ones of the defender are news.
    counted = {"about": telling.about, "office": office.name, "entries": 1 + len(entries)}
    return (NewEntry("messages", "arrived", {**arrival, **counted}), *entries)


def facts_of(telling: Telling, *, codename: str, read_by: datetime, at: datetime) -> dict[str, Any]:
    """The first facts of the card: coded, never a name or a word of the story."""
    return {
        "codename": codename,
        "stage": "received",
        "received": at.isoformat(timespec="minutes"),
        "read_by": read_by.isoformat(timespec="minutes"),
        "urgency": telling.urgency,
        "country": country_of(telling.country, telling.coded),
        "told_kinds": codes_in(telling.coded, "violation_types"),
        "told_groups": codes_in(telling.coded, "defender_types"),
        "needs": list(telling.needs),
        "source": telling.source,
        "language": telling.language,
        "about": telling.about,
        "files": bool(telling.files),
        **({"mark": telling.mark} if telling.mark else {}),
    }


def country_of(told: str, coded: Iterable[Mapping[str, Any]]) -> str:
    """The code of the country that was named, else of the one that a member confirmed."""
    return country_code(told) or next(iter(codes_in(coded, "country")), "")


def codes_in(coded: Iterable[Mapping[str, Any]], field: str) -> list[str]:
    return [one["code"] for one in coded if one["field"] == field]
