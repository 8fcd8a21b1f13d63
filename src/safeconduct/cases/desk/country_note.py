"""Note what changed in the country of a case, and take such a note back."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.country_note import (
    CountryNote,
    country_notes,
    refusal_to_noting_country,
    refusal_to_taking_back,
    taken_back,
)
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def note_country(ref: str, note: CountryNote, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_noting_country(note, country_notes(one.case.written), today=at.date()))
    append(one, keyring, [note.written()], at=at)
    journal("CountryNoted", ref, keyring, at=at)


@transaction.atomic
def take_back_country_note(ref: str, note_ref: str, why: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    note = next((note for note in country_notes(one.case.written) if note.ref == note_ref), None)
    insist(refusal_to_taking_back(note, why))
    append(one, keyring, [taken_back(note_ref, why)], at=at)
    journal("CountryNoteTakenBack", ref, keyring, at=at)
