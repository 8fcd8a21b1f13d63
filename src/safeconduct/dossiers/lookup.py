"""Questions about dossiers that clear columns answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Count, Max, Min, Q, QuerySet

from safeconduct.access.prepared import Prepared
from safeconduct.dossiers.models import CardNote, Dossier, EndedGrant, Entry, Grant, Keeping, SegmentKey


@dataclass(frozen=True)
class DueDossier:
    """`first_on` is the day of the scope that goes first, `last_on` the day after which nothing can be opened."""

    dossier: str
    first_on: date
    last_on: date


def hidden_or_erased(compartment: str) -> tuple[frozenset[str], frozenset[str]]:
    """The dossiers of a compartment that nobody may see any more, and those among them that are erased."""
    # Two questions that an index answers each: none of them looks at every dossier.
    rows = Dossier.objects.filter(compartment=compartment).values_list("ref", "erased_on")
    marks = [*rows.filter(erased_on=None, erase_after__isnull=False), *rows.filter(erased_on__isnull=False)]
    return frozenset(ref for ref, _ in marks), frozenset(ref for ref, erased_on in marks if erased_on)


@Prepared
def _hidden(compartment: str) -> QuerySet[Dossier, tuple[str]]:
    return Dossier.objects.filter(compartment=compartment, erased_on=None, erase_after__isnull=False).values_list("ref")


def hidden(compartment: str) -> frozenset[str]:
    """The dossiers of a compartment that are to be erased: they have cards, which nobody sees."""
    return frozenset(ref for (ref,) in _hidden(compartment))


def is_hidden(ref: str) -> bool:
    return Dossier.objects.filter(ref=ref).exclude(erase_after=None, erased_on=None).exists()


@Prepared
def _erased(compartment: str) -> QuerySet[Dossier, tuple[int]]:
    rows = Dossier.objects.filter(compartment=compartment, erased_on__isnull=False)
    return rows.values("compartment").values_list(Count("pk"))


def count_erased(compartment: str) -> int:
    return sum(count for (count,) in _erased(compartment))


@Prepared
def _later_segments(*compartments: str) -> QuerySet[SegmentKey, tuple[int]]:
    return SegmentKey.objects.filter(compartment__in=compartments, number__gt=1).values_list("number")[:1]


def have_more_cards_than_a_segment(compartments: Iterable[str]) -> bool:
    """Whether one of these compartments has more cards than one segment holds."""
    return bool(_later_segments(*compartments))


def erase_after(ref: str) -> datetime | None:
    return Dossier.objects.filter(ref=ref).values_list("erase_after", flat=True).first()


def is_closed(ref: str) -> bool:
    """Whether days are set from which on its keys are destroyed."""
    return Keeping.objects.filter(dossier=ref).exists()


def holder(ref: str) -> tuple[str, str]:
    """The organisation and the compartment that hold a dossier, as its row says; empty if there is none."""
    return Dossier.objects.filter(ref=ref).values_list("organisation", "compartment").first() or ("", "")


def compartments_of(refs: Iterable[str]) -> frozenset[str]:
    """The compartments that hold any of these dossiers."""
    return frozenset(Dossier.objects.filter(ref__in=list(refs)).values_list("compartment", flat=True))


def has_ended(ref: str) -> bool:
    """No office can read it any more: it was erased or the reading was ended."""
    return Dossier.objects.filter(ref=ref).exclude(erased_on=None).exists()


# Shares


def live_grants(on: date) -> QuerySet[Grant]:
    """Those that may be used: not past their last day, and not ended (even if a backup brought the wrap back)."""
    return Grant.objects.filter(Q(expires_on=None) | Q(expires_on__gte=on))


def readers_of(dossier: str, scope_ref: str, *, on: date) -> dict[str, date | None]:
    """The compartments that open a scope on a day, each with its last day if it has one."""
    ended = EndedGrant.objects.filter(dossier=dossier, scope_ref=scope_ref).values("compartment")
    found = live_grants(on).filter(dossier=dossier, scope_ref=scope_ref).exclude(compartment__in=ended)
    return dict(found.values_list("compartment", "expires_on"))


def scopes_read_by(compartment: str, dossier: str, *, on: date) -> frozenset[str]:
    """The references of the scope keys of a dossier that a compartment opens on a day."""
    ended = EndedGrant.objects.filter(dossier=dossier, compartment=compartment).values("scope_ref")
    found = live_grants(on).filter(dossier=dossier, compartment=compartment).exclude(scope_ref__in=ended)
    return frozenset(found.values_list("scope_ref", flat=True))


def scopes_shared_out(dossier: str) -> frozenset[str]:
    """The references of the scope keys that another organisation holds or has held: nothing new is written under them."""
    held = Grant.objects.filter(dossier=dossier).exclude(expires_on=None).values_list("scope_ref", flat=True)
    ended = EndedGrant.objects.filter(dossier=dossier).values_list("scope_ref", flat=True)
    return frozenset(held.union(ended))


@Prepared
def _granted_to(compartment: str, on: date) -> QuerySet[Grant, tuple[str, str]]:
    return Grant.objects.filter(compartment=compartment, expires_on__gte=on).values_list("dossier", "scope_ref")


@Prepared
def _ended_for(compartment: str) -> QuerySet[EndedGrant, tuple[str, str]]:
    return EndedGrant.objects.filter(compartment=compartment).values_list("dossier", "scope_ref")


def shared_with(compartment: str, *, on: date) -> frozenset[str]:
    """The dossiers of others that a compartment may read today."""
    dossiers = {dossier for dossier, _ in {*_granted_to(compartment, on)} - {*_ended_for(compartment)}}
    if not dossiers:
        return frozenset()
    shown = Dossier.objects.filter(ref__in=dossiers, is_group=False, erase_after=None, erased_on=None)
    return frozenset(shown.values_list("ref", flat=True))


def groups_of(compartments: Iterable[str], *, on: date) -> tuple[str, ...]:
    """The coordination groups of which these compartments may read something today, an invitation at least."""
    granted = live_grants(on).filter(compartment__in=list(compartments)).values("dossier")
    rows = Dossier.objects.filter(is_group=True, ref__in=granted, erase_after=None, erased_on=None)
    return tuple(rows.order_by("opened_on", "ref").values_list("ref", flat=True))


def shares_ended_since(compartments: frozenset[str], day: date) -> int:
    """How many dossiers of others were closed to these compartments since a day: copies of them should be deleted."""
    ended = EndedGrant.objects.filter(compartment__in=compartments, ended_on__gte=day)
    return ended.values("dossier").distinct().count()


# Epochs


def scopes_used_until(ref: str, day: date) -> frozenset[str]:
    """The scopes of a dossier that were written into on this day or before."""
    return frozenset(Entry.objects.filter(dossier=ref, day__lte=day).values_list("scope_ref", flat=True))


@dataclass(frozen=True)
class Extent:
    """How much a compartment has of a kind, and from which day until which; both None when there is nothing."""

    dossiers: int
    first_day: date | None
    last_day: date | None


def extent(compartment: str, *, until: date) -> Extent:
    """The dossiers of a compartment up to a day that are not erased: what its holders could read then."""
    rows = Dossier.objects.filter(compartment=compartment, opened_on__lte=until, erased_on=None)
    found = rows.aggregate(dossiers=Count("ref"), first_day=Min("opened_on"), last_day=Max("opened_on"))
    return Extent(**found)


def opened_until(compartment: str, until: date) -> frozenset[str]:
    rows = Dossier.objects.filter(compartment=compartment, opened_on__lte=until, erased_on=None)
    return frozenset(rows.values_list("ref", flat=True))


def under_older_epochs(compartment: str, epoch: int) -> int:
    """How many grants, notes and segments of a compartment are still sealed to an epoch before this one."""
    kinds = (Grant.objects, CardNote.objects, SegmentKey.objects)
    return sum(kind.filter(compartment=compartment, epoch__lt=epoch).count() for kind in kinds)


def due_until(compartments: Iterable[str], day: date) -> tuple[DueDossier, ...]:
    """The dossiers of these compartments of which something falls due until a day, nearest first."""
    held = Dossier.objects.filter(compartment__in=list(compartments), erase_after=None, erased_on=None)
    rows = Keeping.objects.filter(dossier__in=held.values("ref")).values_list("dossier")
    dated = rows.annotate(first_on=Min("due_on"), last_on=Max("due_on")).filter(first_on__lte=day)
    return tuple(DueDossier(*row) for row in dated.order_by("first_on", "dossier"))


def granted_to(compartments: Iterable[str]) -> tuple[str, ...]:
    """The dossiers that a compartment holds, not only for a time, and that nobody asked to erase."""
    shown = Dossier.objects.filter(is_group=False, erase_after=None, erased_on=None)
    grants = Grant.objects.filter(compartment__in=list(compartments), expires_on=None, dossier__in=shown.values("ref"))
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
