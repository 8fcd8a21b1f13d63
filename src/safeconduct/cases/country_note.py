"""What changed in the country of a case: a law, a shift, hostile words, what worked. Dated, with its source, beside the case.

It tells of the country and of nobody. Words and source stay in the file; the card carries kinds and days alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.guidance.country_fact import KINDS
from safeconduct.vocabulary.refusal import Refusal


@dataclass(frozen=True)
class CountryNote:
    """`country` is a code; `kind` one of the kinds of facts on countries; `on` the day on which it was so. `noted_by` is the
    name of a post. `taken_back`: why it holds no more, "" while it stands."""

    ref: str
    country: str
    kind: str
    on: date
    says: str = field(repr=False)
    source: str = field(repr=False)
    noted_by: str = ""
    taken_back: str = field(default="", repr=False)

    def written(self) -> NewEntry:
        told = {"ref": self.ref, "country": self.country, "kind": self.kind, "on": self.on.isoformat()}
        return NewEntry("story", "country_noted", {**told, "says": self.says, "source": self.source})


def country_notes(written: Iterable[Entry]) -> tuple[CountryNote, ...]:
    """All that were noted, the newest day first, with what was taken back."""
    entries = tuple(written)
    back = {entry.data["of"]: entry.data["why"] for entry in entries if entry.kind == "country_note_taken_back"}
    known = (_note(entry, back) for entry in entries if entry.kind == "country_noted")
    return tuple(sorted(known, key=lambda one: one.on, reverse=True))


def _note(entry: Entry, back: dict[str, str]) -> CountryNote:
    data = entry.data
    return CountryNote(
        data["ref"],
        data["country"],
        data["kind"],
        date.fromisoformat(data["on"]),
        data["says"],
        data["source"],
        noted_by=entry.by.post_name,
        taken_back=back.get(data["ref"], ""),
    )


def standing(notes: Iterable[CountryNote]) -> tuple[CountryNote, ...]:
    return tuple(one for one in notes if not one.taken_back)


def country_note_facts(written: Iterable[Entry]) -> list[list[str]]:
    """For the card: country, kind and day of each that stands."""
    return sorted([one.country, one.kind, one.on.isoformat()] for one in standing(country_notes(written)))


def country_notes_on_card(facts: Iterable[Iterable[str]]) -> tuple[tuple[str, str, date], ...]:
    return tuple((country, kind, date.fromisoformat(on)) for country, kind, on in facts)


def taken_back(ref: str, why: str) -> NewEntry:
    return NewEntry("story", "country_note_taken_back", {"of": ref, "why": why})


def refusal_to_noting_country(note: CountryNote, known: Iterable[CountryNote], *, today: date) -> Refusal | None:
    if not note.country:
        return Refusal("The country of this case is not known. Confirm it from what was told, then note this.")
    if note.kind not in KINDS:
        return Refusal("This kind is not on the list. Choose one that is shown.")
    if not note.says.strip():
        return Refusal("It is not said what changed. Write it in a sentence that names nobody.")
    if not note.source.strip():
        return Refusal("Nobody can check this without its source. Write where it is known from.")
    if note.on > today:
        return Refusal("The day lies ahead. Write the day on which it was so.")
    if any((one.kind, one.on, one.says) == (note.kind, note.on, note.says) for one in standing(known)):
        return Refusal("This stands here already. Change something, or leave it as it is.")
    return None


def refusal_to_taking_back(note: CountryNote | None, why: str) -> Refusal | None:
    if note is None:
        return Refusal("This note is not on this case. Choose one that is shown.")
    if note.taken_back:
        return Refusal("A colleague has taken this note back already. Look at the page again.")
    if not why.strip():
        return Refusal("It is not said why. Write in a sentence what is wrong, or what holds now.")
    return None
