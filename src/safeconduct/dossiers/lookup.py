"""Questions about dossiers that clear columns answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Max, Min

from safeconduct.dossiers.models import Dossier, Entry, Grant, Keeping


@dataclass(frozen=True)
class DueDossier:
    """`first_on` is the day of the scope that goes first, `last_on` the day after which nothing can be opened."""

    dossier: str
    first_on: date
    last_on: date


def hidden_or_erased(compartment: str) -> tuple[frozenset[str], frozenset[str]]:
    """The dossiers of a compartment that nobody may see any more, and those among them that are erased."""
    rows = Dossier.objects.filter(compartment=compartment).exclude(erase_after=None, erased_on=None)
    marks = list(rows.values_list("ref", "erased_on"))
    return frozenset(ref for ref, _ in marks), frozenset(ref for ref, erased_on in marks if erased_on)


def is_hidden(ref: str) -> bool:
    return Dossier.objects.filter(ref=ref).exclude(erase_after=None, erased_on=None).exists()


def erase_after(ref: str) -> datetime | None:
    return Dossier.objects.filter(ref=ref).values_list("erase_after", flat=True).first()


def holder(ref: str) -> tuple[str, str]:
    """The organisation and the compartment that hold a dossier, as its row says; empty if there is none."""
    return Dossier.objects.filter(ref=ref).values_list("organisation", "compartment").first() or ("", "")


def has_ended(ref: str) -> bool:
    """No office can read it any more: it was erased or the reading was ended."""
    return Dossier.objects.filter(ref=ref).exclude(erased_on=None).exists()


def due_until(compartments: Iterable[str], day: date) -> tuple[DueDossier, ...]:
    """The dossiers of these compartments of which something falls due until a day, nearest first."""
    held = Dossier.objects.filter(compartment__in=list(compartments), erase_after=None, erased_on=None)
    rows = Keeping.objects.filter(dossier__in=held.values("ref")).values_list("dossier")
    dated = rows.annotate(first_on=Min("due_on"), last_on=Max("due_on")).filter(first_on__lte=day)
    return tuple(DueDossier(*row) for row in dated.order_by("first_on", "dossier"))


def granted_to(compartments: Iterable[str]) -> tuple[str, ...]:
    """The dossiers of which a compartment holds a grant and that nobody asked to erase."""
    shown = Dossier.objects.filter(erase_after=None, erased_on=None)
    grants = Grant.objects.filter(compartment__in=list(compartments), dossier__in=shown.values("ref"))
    return tuple(grants.order_by("dossier").values_list("dossier", flat=True).distinct())


def links(ref: str) -> Iterator[dict[str, object]]:
    """The chain of a dossier as it is stored, in order: numbers, days, and hashes in hexadecimal."""
    for row in Entry.objects.filter(dossier=ref).order_by("seq").iterator():
        yield {
            "seq": row.seq,
            "day": row.day.isoformat(),
            "scope_ref": row.scope_ref,
            "before": bytes(row.before).hex(),
            "sealed_sha256": sha256(bytes(row.body)).hexdigest(),
            "hash": bytes(row.hash).hex(),
        }
