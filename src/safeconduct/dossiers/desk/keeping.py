"""Keep a closed dossier until a day, or without one when it is reopened."""

from datetime import date

from django.db import transaction

from safeconduct.dossiers.desk.ending import hold_dossier
from safeconduct.dossiers.keeping import refusal_to_keeping
from safeconduct.dossiers.models import Entry, Grant, Keeping
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.vocabulary.refusal import insist

IDENTITY = "identity"


@transaction.atomic
def keep_until(dossier: OpenDossier, *, content: date, identity: date, today: date) -> None:
    """From these days on nobody can open the scopes any more. Said again, it moves the days.

    A scope that this reader does not hold is content: nothing of a dossier is left without a day.
    """
    insist(refusal_to_keeping(content=content, identity=identity, today=today))
    hold_dossier(dossier.ref)
    names = {key.ref for key in dossier.scope_keys if key.name == IDENTITY}
    scopes = {
        *Entry.objects.filter(dossier=dossier.ref).values_list("scope_ref", flat=True),
        *Grant.objects.filter(dossier=dossier.ref).values_list("scope_ref", flat=True),
    }
    Keeping.objects.filter(dossier=dossier.ref).delete()
    Keeping.objects.bulk_create(
        Keeping(dossier=dossier.ref, scope_ref=ref, due_on=identity if ref in names else content)
        for ref in sorted(scopes)
    )


@transaction.atomic
def keep_on(ref: str) -> None:
    """No day is set any more. What was destroyed already stays so."""
    hold_dossier(ref)
    Keeping.objects.filter(dossier=ref).delete()
