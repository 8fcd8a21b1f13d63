"""Who holds a dossier: ask to be relieved of it without a reason, take it; and warn those who will read it."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.content_warning import content_warning, refusal_to_warning
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.relief import holding, refusal_to_asking_relief, refusal_to_taking
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def ask_relief(ref: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_asking_relief(holding(one.case.written), post=keyring.post))
    append(one, keyring, [NewEntry("coordination", "relief_asked", {"post": keyring.post})], at=at)
    journal("ReliefAsked", ref, keyring, at=at)


@transaction.atomic
def take(ref: str, keyring: Keyring, *, at: datetime) -> None:
    """This post holds the dossier from now on. Its own question to be relieved ends with that too."""
    one = opened(ref, keyring)
    insist(refusal_to_taking(holding(one.case.written), post=keyring.post))
    append(one, keyring, [NewEntry("coordination", "taken", {})], at=at)
    journal("DossierTaken", ref, keyring, at=at)


@transaction.atomic
def warn_of_content(ref: str, kinds: tuple[str, ...], keyring: Keyring, *, at: datetime) -> None:
    """Without kinds the warning is taken away."""
    one = opened(ref, keyring)
    insist(refusal_to_warning(kinds, standing=content_warning(one.case.written)))
    append(one, keyring, [NewEntry("story", "content_warning", {"kinds": list(kinds)})], at=at)
    journal("ContentWarningSet", ref, keyring, at=at)
