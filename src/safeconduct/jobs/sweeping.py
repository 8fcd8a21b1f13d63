"""Sweeps away sessions, drafts and unsent files past their hour, and destroys keys whose erasure is due.

Refuses to erase when so much falls due at once that the clock is more likely wrong than the defenders many.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from safeconduct.access.models import Session
from safeconduct.dossiers.desk import ending
from safeconduct.dossiers.models import Dossier, EntryKey, Grant, StoredFile
from safeconduct.intake.models import Draft, Progress

ORPHAN_AGE = timedelta(days=1)
LARGEST_SHARE_AT_ONCE = 0.05
ALWAYS_ALLOWED = 20

_OTHER_TABLES_WITH_KEYS = "VACUUM (FULL) access_session, intake_draft, intake_box, intake_progress"


@dataclass(frozen=True)
class Swept:
    sessions: int
    drafts: int
    files: int
    erased: int
    held_back: int

    def as_sentence(self) -> str:
        swept = f"Swept away: {self.sessions} sessions, {self.drafts} drafts, {self.files} files. Erased: {self.erased} dossiers."
        if self.held_back:
            return (
                f"{swept} NOT erased: {self.held_back} dossiers fell due at once. "
                "Check this machine's clock; if it is right, run the command again with fewer due or ask for help."
            )
        return swept


def sweep(*, at: datetime) -> Swept:
    with transaction.atomic():
        sessions, _ = Session.objects.filter(gone_by__lte=at).delete()
        drafts, _ = Draft.objects.filter(gone_by__lte=at).delete()
    due = list(Dossier.objects.filter(erase_after__lte=at).values_list("ref", flat=True))
    held_back = 0 if _is_plausible(len(due)) else len(due)
    erased = sum(_erase(ref, at=at) for ref in (due if not held_back else ()))
    ending.forget_deleted_keys()
    if connection.vendor == "postgresql":
        ending.rewrite(_OTHER_TABLES_WITH_KEYS)
    return Swept(sessions, drafts, _sweep_files(at), erased, held_back)


def _is_plausible(due: int) -> bool:
    return due <= max(ALWAYS_ALLOWED, Dossier.objects.count() * LARGEST_SHARE_AT_ONCE)


@transaction.atomic
def _erase(ref: str, *, at: datetime) -> bool:
    """Destroy every key that opens the dossier; the entries stay as empty slips. False when it was undone meanwhile."""
    ending.hold_dossier(ref)
    if not Dossier.objects.filter(ref=ref, erase_after__lte=at).exists():
        return False
    EntryKey.objects.filter(dossier=ref).delete()
    Grant.objects.filter(dossier=ref).delete()
    ending.drop_notes_of(ref)
    Progress.objects.filter(dossier=ref).delete()
    StoredFile.objects.filter(dossier=ref).update(dossier="", gone_by=at)
    Dossier.objects.filter(ref=ref).update(erased_on=at.date(), erase_after=None)
    return True


def _sweep_files(at: datetime) -> int:
    folder: Path = settings.SAFECONDUCT_FILES
    gone = list(StoredFile.objects.filter(gone_by__lte=at).values_list("ref", flat=True))
    for ref in gone:
        (folder / ref[:2] / ref).unlink(missing_ok=True)
    with transaction.atomic():
        StoredFile.objects.filter(ref__in=gone).delete()
    return len(gone) + _sweep_orphans(folder, at)


def _sweep_orphans(folder: Path, at: datetime) -> int:
    """Sealed bytes whose upload never came to an end: their key is gone already."""
    known = set(StoredFile.objects.values_list("ref", flat=True))
    old = [
        path
        for path in folder.glob("??/*")
        if path.name not in known and at.timestamp() - path.stat().st_mtime > ORPHAN_AGE.total_seconds()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
