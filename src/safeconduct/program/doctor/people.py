"""Whom the keys belong to: pinned roots, certificates that end, and too few people. Short names of organisations only."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db.models import Max
from django.utils import timezone

from safeconduct.access import lookup, pinned
from safeconduct.access.models import (
    Compartment,
    CompartmentEpoch,
    CompartmentWrap,
    Member,
    MemberCertificate,
    Organisation,
)
from safeconduct.program.doctor.finding import Finding, broken, ok, warning

ENDS_SOON = timedelta(days=60)
FEWEST = 2


def roots(folder: Path) -> Finding:
    known = dict(Organisation.objects.values_list("slug", "ref"))
    if not known:
        return broken("roots", "There is no organisation.", "Run safeconduct start.")
    unpinned = [slug for slug, _name, _root in lookup.unpinned()]
    gone = sorted(set(pinned.pins(folder)) - set(known))
    if unpinned:
        return broken(
            "roots",
            f"Not offered, since the root key is not the pinned one: {', '.join(unpinned)}.",
            "If you founded it: safeconduct start --pin, with the paper beside you. If not, somebody writes into the database.",
        )
    if gone:
        return broken("roots", f"Pinned but not in the database: {', '.join(gone)}.", "Find out who took it out.")
    return ok("roots", f"{len(known)} organisations, each with its pinned root key.")


def certificates(*, today: date) -> Finding:
    here = Member.objects.filter(ended_on=None).values("ref")
    rows = MemberCertificate.objects.filter(member__in=here)
    last = rows.values("organisation", "member").annotate(until=Max("until_day")).values_list("organisation", "until")
    ended = [organisation for organisation, until in last if until < today]
    ending = [organisation for organisation, until in last if today <= until <= today + ENDS_SOON]
    remedy = "Two registrars must certify these members anew."
    if ended:
        return broken("certificates", f"{len(ended)} certificates have ended: {_slugs(ended)}.", remedy)
    if ending:
        return warning("certificates", f"{len(ending)} certificates end within 60 days: {_slugs(ending)}.", remedy)
    return ok("certificates", "No certificate ends within 60 days.")


def registrars() -> Finding:
    here = set(Member.objects.filter(ended_on=None).values_list("ref", flat=True))
    few = [
        slug
        for slug, ref in Organisation.objects.order_by("slug").values_list("slug", "ref")
        if len(here & set(lookup.registrars(ref, on=timezone.now().date()))) < FEWEST
    ]
    if few:
        return broken(
            "registrars",
            f"Fewer than two registrars: {', '.join(few)}. Nobody there can be certified or removed.",
            "The root secret on paper certifies another.",
        )
    return ok("registrars", "Each organisation has two registrars or more.")


def compartments() -> Finding:
    held = list(_held())
    empty = [organisation for organisation, count in held if count == 0]
    lone = [organisation for organisation, count in held if 0 < count < FEWEST]
    if empty:
        return broken("compartments", f"Nobody holds the key of a compartment: {_slugs(empty)}.", "Take a member in.")
    if lone:
        return warning(
            "compartments",
            f"Only one member holds the key of a compartment: {_slugs(lone)}. If they lose it, all of it is lost.",
            "Take a second member in.",
        )
    return ok("compartments", "Two members or more hold the key of each compartment.")


def _held() -> Iterator[tuple[str, int]]:
    """Organisation, and how many of its members hold the newest key of each of its compartments."""
    here = set(Member.objects.filter(ended_on=None).values_list("ref", flat=True))
    newest = dict(CompartmentEpoch.objects.values_list("compartment").annotate(Max("epoch")))
    for ref, organisation in Compartment.objects.values_list("ref", "organisation"):
        wraps = CompartmentWrap.objects.filter(compartment=ref, epoch=newest.get(ref, 0))
        yield organisation, len(here & set(wraps.values_list("member", flat=True)))


def _slugs(refs: Iterable[str]) -> str:
    return ", ".join(Organisation.objects.filter(ref__in=set(refs)).order_by("slug").values_list("slug", flat=True))
