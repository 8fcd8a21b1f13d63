"""One trip of a group: who goes, whom to meet, what came back; and what stands in for it when it is called off."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.desk import belonging, travelling
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.group_item import group_cards
from safeconduct.coordination.planned_contact import planned_contacts
from safeconduct.coordination.region import regions
from safeconduct.coordination.tlp import marking
from safeconduct.coordination.trip import CANNOT, GOES, PLANNED, Trip, TripReport, trips
from safeconduct.vocabulary.refusal import Refused, the_one
from safeconduct.web.staff import doing
from safeconduct.web.staff.coordination.region_wording import (
    contact_row,
    state_of_trip,
    titles,
    when,
)
from safeconduct.web.staff.coordination.trip_forms import CallOffForm, ReportForm
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.wording import moment


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str, trip: str) -> HttpResponse:
    """Go along or not, report, or call it off: as the pressed button says."""
    now, go, problem = timezone.now(), request.POST.get("go", ""), ""
    one = belonging.open_group(group, keyring, at=now)
    found = the_one(trips(one.written), trip)
    named = titles(regions(one.written))
    own = {ref: named[ref] for ref in found.regions if ref in named}
    report = ReportForm(request.POST if go == "report" else None, prefix="report")
    off = CallOffForm(request.POST if go == "off" else None, prefix="off", regions=own)
    try:
        if _is_done(go, group, trip, report, off, keyring, now):
            return HttpResponseRedirect(reverse("staff:trip", args=[group, trip]))
    except Refused as refused:
        problem = str(refused)
    return _page(request, keyring, one, found, named, report, off, problem, at=now)


def _is_done(
    go: str, group: str, trip: str, report: ReportForm, off: CallOffForm, keyring: Keyring, at: datetime
) -> bool:
    """Raises Refused where no form says so."""
    if go in (GOES, CANNOT):
        travelling.answer_trip(group, trip, go, keyring, at=at)
        return True
    form = report if report.is_bound else off

    def end(typed: dict[str, Any]) -> None:
        if isinstance(form, CallOffForm):
            travelling.call_off(group, trip, typed["why"], form.substitute(), keyring, at=at)
        else:
            travelling.report_trip(group, trip, typed["effect"], typed["words"], keyring, at=at)

    return doing.is_done(form, end)


def _page(
    request: HttpRequest,
    keyring: Keyring,
    one: OpenGroup,
    trip: Trip,
    named: dict[str, str],
    report: forms.Form,
    off: forms.Form,
    problem: str,
    *,
    at: datetime,
) -> HttpResponse:
    today, group, marked = timezone.localdate(at), one.group.ref, marking(trip.marking)
    shape, word = state_of_trip(trip, on=today)
    stands_in = [each for each in planned_contacts(one.written) if each.trip == trip.ref]
    context = {
        **frame(keyring, "groups"),
        "title": f"{label_of('trip_kinds', trip.plan.kind)}, {when(trip)}",
        "sentence": "; ".join(named.get(ref, "a region that was taken out") for ref in trip.regions),
        "back": {"text": "Trips", "address": reverse("staff:trips", args=[group])},
        "tab": {"what": "Trip", "marking": trip.marking},
        "problem": problem,
        "state": {"shape": shape, "word": word},
        "marking": marked,
        "facts": _facts(trip),
        "goes": trip.offices_that(GOES),
        "cannot": trip.offices_that(CANNOT),
        "answers": _answers(trip, keyring, on=today),
        "reports": [_report(each) for each in trip.reports],
        "report": _report_part(trip, report, keyring, on=today),
        "waiting": _waiting(trip, one),
        "stands_in": [contact_row(each, named, on=today) for each in stands_in],
        "contacts_address": reverse("staff:contacts", args=[group]),
        "off": _off_part(trip, off, keyring),
    }
    return render(request, "staff/coordination/trip.html", context)


def _facts(trip: Trip) -> list[dict[str, str]]:
    told = {"When": when(trip), "Whom to meet": trip.plan.meets, "Planned by": trip.office}
    told |= {"Takes away": ", ".join(label_of("region_barriers", one) for one in trip.removes)} if trip.removes else {}
    told |= {"Called off": label_of("trip_ends", trip.why)} if trip.why else {}
    return [{"label": label, "text": text} for label, text in told.items()]


def _answers(trip: Trip, keyring: Keyring, *, on: date) -> list[dict[str, Any]]:
    if not trip.is_ahead(on) or trip.organisation == keyring.organisation:
        return []
    said = trip.answer_of(keyring.organisation)
    words = ((GOES, "We go along"), (CANNOT, "We cannot"))
    return [{"value": value, "word": word, "is_ours": value == said} for value, word in words]


def _report(one: TripReport) -> dict[str, str]:
    return {
        "effect": label_of("trip_effects", one.effect),
        "words": one.words,
        "by": f"{one.office}, {moment(one.at)}",
    }


def _report_part(trip: Trip, form: forms.Form, keyring: Keyring, *, on: date) -> dict[str, Any] | None:
    """For who goes, from the first day on."""
    may = trip.answer_of(keyring.organisation) == GOES and not trip.report_of(keyring.organisation)
    if not form.is_bound and (not may or trip.why or trip.on > on):
        return None
    return {"form": form, "button": "Report back", "go": "report", "first": True}


def _off_part(trip: Trip, form: forms.Form, keyring: Keyring) -> dict[str, Any] | None:
    if not form.is_bound and (trip.state != PLANNED or trip.organisation != keyring.organisation):
        return None
    return {"form": form, "button": "Call it off", "go": "off"}


def _waiting(trip: Trip, one: OpenGroup) -> list[dict[str, str]]:
    """Cards before the group, of the countries of the trip, whose person asked for a visit."""
    countries = {region.country for region in regions(one.written) if region.ref in trip.regions}
    return [
        {"codename": card.facts["codename"], "note": card.owner_office}
        for card in group_cards(one.written)
        if card.facts.get("country") in countries and "visit" in card.facts.get("needs", ())
    ]
