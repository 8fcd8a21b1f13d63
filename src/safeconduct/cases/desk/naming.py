"""The names that an open file knows, and the verb that says of places in a text that they name nobody."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import IDENTITY
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.known_name import SOMETHING_ELSE, KnownNames, known_names, refusal_to_passing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import insist


def names_known_to(one: Opened, *, told: str = "") -> KnownNames:
    """Those that the file holds now. `told`: the source that hears the text."""
    return known_names(one.signatures.believed(one.dossier), told=told)


@transaction.atomic
def pass_places(ref: str, keys: Iterable[str], keyring: Keyring, *, at: datetime) -> None:
    """These places of a text mean something else. It lies with the names, since it tells a part of one."""
    one, keys = opened(ref, keyring), tuple(dict.fromkeys(keys))
    insist(refusal_to_passing(keys))
    append(one, keyring, [NewEntry(IDENTITY, SOMETHING_ELSE, {"places": list(keys)})], apart=IDENTITY, at=at)
    journal("PlacesPassed", ref, keyring, at=at)
