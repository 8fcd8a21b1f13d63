"""The names that an open file knows, and the verb that says of places in a text that they name nobody."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import IDENTITY
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.known_name import SOMETHING_ELSE, KnownNames, known_names, refusal_to_naming, refusal_to_passing
from safeconduct.cases.source import sources
from safeconduct.cases.source_question import refusal_to_telling_source
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import Refusal, insist


def names_known_to(one: Opened, *, told: str = "") -> KnownNames:
    """Those that the file holds now. `told`: the source that hears the text."""
    return known_names(one.signatures.believed(one.dossier), told=told)


def refusal_to_telling(one: Opened, source: str, text: str) -> Refusal | None:
    """By the names that the file holds now: asked when it is written down, and again before a link opens it."""
    known = sources(one.case.written)
    if all(other.ref != source for other in known):
        return Refusal("There is no source yet. Add who is asked, then choose what they hear.")
    return refusal_to_telling_source(text, names_known_to(one, told=source))


@transaction.atomic
def pass_places(ref: str, keys: Iterable[str], keyring: Keyring, *, at: datetime) -> None:
    """These places of a text mean something else. It lies with the names, since it tells a part of one."""
    one, keys = opened(ref, keyring), tuple(dict.fromkeys(keys))
    insist(refusal_to_passing(keys))
    append(one, keyring, [NewEntry(IDENTITY, SOMETHING_ELSE, {"places": list(keys)})], apart=IDENTITY, at=at)
    journal("PlacesPassed", ref, keyring, at=at)


@transaction.atomic
def refusal_to_going_out(ref: str, text: str, keyring: Keyring, *, at: datetime) -> Refusal | None:
    """Why a text that was kept may not be shown to copy or print: by the names that the file holds now."""
    found = refusal_to_naming(
        text,
        names_known_to(opened(ref, keyring)),
        "A name that came to this file later stands in the text. Write it anew without the name, then let it out.",
    )
    journal("DossierOpened", ref, keyring, at=at)
    return found
