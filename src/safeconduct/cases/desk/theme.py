"""Choose the groups and themes that join on a case."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.theme import refusal_to_choosing, themes
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def choose_themes(ref: str, chosen: Iterable[str], keyring: Keyring, *, at: datetime) -> None:
    one, wanted = opened(ref, keyring), sorted(chosen)
    insist(refusal_to_choosing(wanted, themes(one.case.written)))
    append(one, keyring, [NewEntry("story", "themes_chosen", {"themes": wanted})], at=at)
    journal("ThemesChosen", ref, keyring, at=at)
