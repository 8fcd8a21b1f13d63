"""Sealed files: keep, attach, drop, copy."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from safeconduct.dossiers.models import (
    StoredFile,
)
from safeconduct.dossiers.sealed_file import SealedFile, copied


@transaction.atomic
def keep_file_until(ref: str, gone_by: datetime) -> None:
    """Remember a sealed file that belongs to no dossier yet, and when to sweep it away."""
    StoredFile.objects.create(ref=ref, gone_by=gone_by)


@transaction.atomic
def attach_file(ref: str, dossier: str) -> None:
    StoredFile.objects.update_or_create(ref=ref, defaults={"dossier": dossier, "gone_by": None})


@transaction.atomic
def drop_file(ref: str) -> None:
    StoredFile.objects.filter(ref=ref, dossier="").update(gone_by=datetime.fromtimestamp(0).astimezone())


def copies_of(files: Iterable[SealedFile]) -> tuple[SealedFile, ...]:
    """The same files for one more dossier."""
    return tuple(copied(settings.SAFECONDUCT_FILES, file) for file in files)
