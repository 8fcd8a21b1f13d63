"""Hide, end reading, erase."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from safeconduct.access.desk.holding import hold_compartments
from safeconduct.access.prepared import Prepared
from safeconduct.dossiers.models import (
    CardNote,
    CardNoteKey,
    Dossier,
    Grant,
    StoredFile,
)

ERASED_AFTER = timedelta(hours=72)

_TABLES_WITH_KEYS = """
    VACUUM (FULL) dossiers_entrykey, dossiers_grant, dossiers_cardnote, dossiers_cardnotekey,
                  dossiers_cardsegment, dossiers_segmentkey
"""


@transaction.atomic
def hide_and_erase_later(ref: str, *, at: datetime) -> datetime:
    """Nobody sees the dossier from now on; after 72 hours its keys are destroyed. The hour when that happens."""
    hold_dossier(ref)
    after = (at + ERASED_AFTER).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    # Asking twice does not put it off; an office whose reading was ended is erased like any other.
    Dossier.objects.filter(ref=ref, erase_after=None).update(erase_after=after)
    return after


def hold_dossier(ref: str) -> Dossier | None:
    """Its row. Until this transaction ends, whoever else wants to change or end this dossier waits.

    Call it before reading what the change depends on. SQLite has one writer anyway.
    """
    return _held.first(ref)


@Prepared
def _held(ref: str) -> QuerySet[Dossier]:
    return Dossier.objects.select_for_update().filter(ref=ref)


def hold_lists(refs: Iterable[str]) -> None:
    """The compartments that can read these dossiers: somebody may be folding their notes or rewrapping their grants.

    Call it after holding the dossiers and before ending anything of them.
    """
    refs = sorted(refs)
    grants = Grant.objects.filter(dossier__in=refs).exclude(compartment="")
    notes = CardNote.objects.filter(dossier__in=refs)
    hold_compartments({one for rows in (grants, notes) for one in rows.values_list("compartment", flat=True)})


@transaction.atomic
def undo_erasing(ref: str) -> None:
    hold_dossier(ref)
    Dossier.objects.filter(ref=ref).update(erase_after=None)


@transaction.atomic
def end_reading(ref: str, *, at: datetime) -> None:
    """Every compartment's grants of a dossier are gone at once, its card with them, and soon its files."""
    hold_dossier(ref)
    hold_lists([ref])
    Grant.objects.filter(dossier=ref).exclude(compartment="").delete()
    drop_notes(CardNote.objects.filter(dossier=ref))
    gone_by = at.replace(minute=0, second=0, microsecond=0)
    StoredFile.objects.filter(dossier=ref).update(dossier="", gone_by=gone_by)
    Dossier.objects.filter(ref=ref).update(erased_on=at.date())
    transaction.on_commit(forget_deleted_keys, robust=True)


def drop_notes(notes: QuerySet[CardNote]) -> None:
    CardNoteKey.objects.filter(note__in=notes.values("pk")).delete()
    notes.delete()


def forget_deleted_keys() -> None:
    """Take destroyed keys out of the database's files too, after the transaction that destroyed them.

    A reader at work or a full disk can hold this up; the next sweep does it then.
    """
    if connection.vendor == "postgresql":
        rewrite(_TABLES_WITH_KEYS)
    else:
        # Our own backend has this lock; Django's type does not know it.
        with connection.lock_for_one_statement(), connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rewrite(statement: str) -> None:
    """Run a VACUUM FULL of PostgreSQL. A plain one leaves what was deleted in the gaps of a page."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
        try:
            cursor.execute(statement)
        except OperationalError:
            return  # somebody read for longer
        finally:
            cursor.execute("RESET lock_timeout")
