"""The trips of a group: what is planned, what a report is owed of, what came back; planning one, and noting a visit that was made."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging, travelling
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.region import regions
from safeconduct.coordination.trip import Trip, trips
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.coordination.region_wording import titles, trip_row
from safeconduct.web.staff.coordination.trip_forms import TripForm, VisitForm
from safeconduct.web.staff.door import for_members, frame


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Plan a trip, or with `go=visit` write down a visit that was made."""
    now, go = timezone.now(), request.POST.get("go", "")
    one = belonging.open_group(group, keyring, at=now)
    asked = {"regions": titles(regions(one.written)), "others": one.group.others(keyring.organisation)}
    plan = TripForm(request.POST if go == "plan" else None, prefix="plan", **asked)
    visit = VisitForm(request.POST if go == "visit" else None, prefix="visit", **asked)
    trip = _planned(group, plan, keyring, now) or _noted(group, visit, keyring, now)
    if trip:
        return HttpResponseRedirect(reverse("staff:trip", args=[group, trip]))
    return _page(request, keyring, one, plan, visit, at=now)


def _planned(group: str, form: TripForm, keyring: Keyring, at: datetime) -> str:
    """The trip's reference; "" when nothing was planned."""
    if not (form.is_bound and form.is_valid()):
        return ""
    try:
        return travelling.plan_trip(group, form.plan(), form.marked(), keyring, at=at)
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""


def _noted(group: str, form: VisitForm, keyring: Keyring, at: datetime) -> str:
    if not (form.is_bound and form.is_valid()):
        return ""
    typed = form.cleaned_data
    try:
        return travelling.note_visit(group, form.plan(), typed["effect"], typed["words"], form.marked(), keyring, at=at)
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""


def _page(
    request: HttpRequest, keyring: Keyring, one: OpenGroup, plan: TripForm, visit: VisitForm, *, at: datetime
) -> HttpResponse:
    group, today, known = one.group.ref, timezone.localdate(at), trips(one.written)
    named = titles(regions(one.written))
    ahead = [trip for trip in known if trip.is_ahead(today)]
    owed = [trip for trip in known if trip.owes_report(today)]
    over = [trip for trip in reversed(known) if trip not in ahead and trip not in owed]
    context = {
        **frame(keyring, "groups"),
        "title": "Trips",
        "sentence": _sentence(ahead, owed),
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "parts": parts_of_group(group, "trips"),
        "owed": [trip_row(trip, group, named, on=today) for trip in owed],
        "ahead": [trip_row(trip, group, named, on=today) for trip in ahead],
        "over": [trip_row(trip, group, named, on=today) for trip in over],
        "plan": {"form": plan, "button": "Plan it", "go": "plan", "first": True} if named else None,
        "visit": {"form": visit, "button": "Write it down", "go": "visit"} if named else None,
        "name_address": reverse("staff:coverage", args=[group]) + "#name",
    }
    return render(request, "staff/coordination/trips.html", context)


def _sentence(ahead: list[Trip], owed: list[Trip]) -> str:
    told = "No trip is ahead." if not ahead else "One trip is ahead." if len(ahead) == 1 else f"{len(ahead)} are ahead."
    late = "" if not owed else " One report is owed." if len(owed) == 1 else f" {len(owed)} reports are owed."
    return f"{told}{late}"
