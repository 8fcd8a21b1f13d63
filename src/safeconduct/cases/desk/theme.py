"""Choose the groups and themes that join on a case, and what is said of the person."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.theme import person_traits, refusal_to_choosing, themes
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def choose_themes(
    ref: str, chosen: Iterable[str], keyring: Keyring, *, person: Iterable[str] = (), at: datetime
) -> None:
    """`person` are the traits of the person that are known."""
    one, wanted, traits = opened(ref, keyring), sorted(chosen), sorted(person)
    before = (*themes(one.case.written), *person_traits(one.case.written))
    insist(refusal_to_choosing((*wanted, *traits), before))
    append(one, keyring, [NewEntry("story", "themes_chosen", {"themes": wanted, "person": traits})], at=at)
    journal("ThemesChosen", ref, keyring, at=at)
