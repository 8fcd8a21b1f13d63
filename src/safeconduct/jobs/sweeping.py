"""Sweeps away sessions, drafts and unsent files past their hour, and destroys keys whose erasure or day is due.

Refuses to erase when so much falls due at once that the clock is more likely wrong than the defenders many.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from safeconduct.access.desk.holding import hold_compartments
from safeconduct.access.models import Session
from safeconduct.dossiers.desk import ending
from safeconduct.dossiers.models import CardNote, Dossier, Entry, EntryKey, Grant, Keeping, StoredFile
from safeconduct.intake.models import Draft, Progress, SourceLink

ORPHAN_AGE = timedelta(days=1)
LARGEST_SHARE_AT_ONCE = 0.05
ALWAYS_ALLOWED = 20

_OTHER_TABLES_WITH_KEYS = """
    VACUUM (FULL) access_session, intake_draft, intake_sourcelink, intake_box, intake_progress, access_member,
                  access_compartmentwrap,
                  access_recoverypart, access_recoverywrap, access_ceremony, access_ceremonypart
"""


@dataclass(frozen=True)
class Swept:
    """`erased` counts whole dossiers, `parted` those of which scopes fell due, `held_back` all that were not touched."""

    sessions: int
    drafts: int
    files: int
    erased: int
    held_back: int
    parted: int = 0

    def as_sentence(self) -> str:
        swept = (
            f"Swept away: {self.sessions} sessions, {self.drafts} drafts, {self.files} files. "
            f"Erased: {self.erased} dossiers, and parts of {self.parted} that were kept long enough."
        )
        if self.held_back:
            return (
                f"{swept} NOT erased: {self.held_back} dossiers fell due at once. Check this machine's clock; "
                "if it is right, run `safeconduct tick --the-clock-is-right`."
            )
        return swept


@dataclass(frozen=True)
class _Due:
    """References of dossiers that go as a whole, and of those of which scopes go."""

    whole: frozenset[str]
    parted: frozenset[str]

    def __len__(self) -> int:
        return len(self.whole) + len(self.parted)


def sweep(*, at: datetime, clock_is_right: bool = False) -> Swept:
    """`clock_is_right`: somebody looked at the clock, so that much may fall due at once."""
    with transaction.atomic():
        sessions, _ = Session.objects.filter(gone_by__lte=at).delete()
        drafts, _ = Draft.objects.filter(gone_by__lte=at).delete()
        SourceLink.objects.filter(gone_by__lte=at).delete()
    _drop_expired_grants(at)
    due = _due(at)
    held_back = 0 if clock_is_right or _is_plausible(len(due)) else len(due)
    erased = parted = 0
    if not held_back:
        erased = sum(_erase(ref, at=at) for ref in sorted(due.whole))
        parted = sum(_end_scopes(ref, at=at) for ref in sorted(due.parted))
    ending.forget_deleted_keys()
    if connection.vendor == "postgresql":
        ending.rewrite(_OTHER_TABLES_WITH_KEYS)
    return Swept(sessions, drafts, _sweep_files(at), erased, held_back, parted)


@transaction.atomic
def _drop_expired_grants(at: datetime) -> None:
    """Nobody can use them since their last day ended; now nobody can find them either."""
    expired = Grant.objects.filter(expires_on__lt=at.date())
    hold_compartments(expired.values_list("compartment", flat=True))
    expired.delete()


def _due(at: datetime) -> _Due:
    """What defenders asked to erase 72 hours ago, and what was kept until its day. With its last scope the whole
    dossier goes, and so does what was put into it after the days were set."""
    asked = set(Dossier.objects.filter(erase_after__lte=at).values_list("ref", flat=True))
    begun = set(Keeping.objects.filter(due_on__lte=at.date()).values_list("dossier", flat=True))
    last_days = Keeping.objects.values_list("dossier").annotate(last=Max("due_on")).filter(last__lte=at.date())
    whole = asked | {ref for ref, _ in last_days}
    return _Due(frozenset(whole), frozenset(begun - whole))


def _is_plausible(due: int) -> bool:
    return due <= max(ALWAYS_ALLOWED, Dossier.objects.count() * LARGEST_SHARE_AT_ONCE)


@transaction.atomic
def _end_scopes(ref: str, *, at: datetime) -> bool:
    """Nobody opens the scopes whose day has come any more; their entries stay as empty slips.

    False when the days were moved since it was looked for.
    """
    ending.hold_dossier(ref)
    ending.hold_lists([ref])
    due = list(Keeping.objects.filter(dossier=ref, due_on__lte=at.date()).values_list("scope_ref", flat=True))
    entries = Entry.objects.filter(dossier=ref, scope_ref__in=due)
    EntryKey.objects.filter(dossier=ref, seq__in=entries.values("seq")).delete()
    Grant.objects.filter(dossier=ref, scope_ref__in=due).delete()
    Keeping.objects.filter(dossier=ref, scope_ref__in=due).delete()
    return bool(due)


@transaction.atomic
def _erase(ref: str, *, at: datetime) -> bool:
    """Destroy every key that opens the dossier; the entries stay as empty slips.

    False when it is not due any more: somebody may have undone it or moved the day since it was looked for.
    """
    ending.hold_dossier(ref)
    is_asked = Dossier.objects.filter(ref=ref, erase_after__lte=at).exists()
    days = Keeping.objects.filter(dossier=ref)
    if not is_asked and (not days.exists() or days.filter(due_on__gt=at.date()).exists()):
        return False
    ending.hold_lists([ref])
    EntryKey.objects.filter(dossier=ref).delete()
    Grant.objects.filter(dossier=ref).delete()
    ending.drop_notes(CardNote.objects.filter(dossier=ref))
    Progress.objects.filter(dossier=ref).delete()
    Keeping.objects.filter(dossier=ref).delete()
    StoredFile.objects.filter(dossier=ref).update(dossier="", gone_by=at)
    Dossier.objects.filter(ref=ref).update(erased_on=at.date(), erase_after=None)
    return True


def _sweep_files(at: datetime) -> int:
    folder: Path = settings.SAFECONDUCT_FILES
    with transaction.atomic():
        # Looked for and forgotten at once, so that a file that is attached meanwhile stays; whatever a power cut
        # leaves on the disk is an orphan.
        rows = StoredFile.objects.select_for_update().filter(gone_by__lte=at)
        gone = list(rows.values_list("ref", flat=True))
        StoredFile.objects.filter(ref__in=gone).delete()
    for ref in gone:
        (folder / ref[:2] / ref).unlink(missing_ok=True)
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
