"""Incidents of a case: the time line, adding and correcting, marks with their advice, plans, and attacks nearby."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework, incidents
from safeconduct.cases.incident import Incident
from safeconduct.cases.incident import incidents as incidents_of
from safeconduct.cases.nearby import AttackCard, nearby
from safeconduct.cases.reprisal import DONE
from safeconduct.cases.source import sources
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.vocabulary.refusal import Refused, the_one
from safeconduct.web.staff.case import country, incident_wording, plans
from safeconduct.web.staff.case.incident_forms import (
    IncidentForm,
    Mark,
    MarkChange,
    ReprisalStep,
    incident_from,
    typed_from,
)
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members

Bound = dict[str, Any]


@require_safe
@for_members
def read(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    return _page(request, keyring, ref, {})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def add(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, now = _opened(ref, keyring), timezone.now()
    country = case.story.get("country", "")
    first_typed = {"country": country_name(country_code(country)) or country}
    form = _form(request, case, {**first_typed, "hearing_zone": timezone.get_current_timezone_name()})
    if request.method == "POST" and form.is_valid():
        try:
            incidents.record_incident(ref, incident_from(form.cleaned_data, new_ref(), at=now), keyring, at=now)
            return _back(ref)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form_page(request, keyring, case, form, "Add an incident", "Keep the incident")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def correct(request: HttpRequest, keyring: Keyring, ref: str, incident: str) -> HttpResponse:
    case, now = _opened(ref, keyring), timezone.now()
    before = the_one(incidents_of(case.written), incident)
    zone = {"hearing_zone": timezone.get_current_timezone_name()}
    form = _form(request, case, {**zone, **typed_from(before)}, but=incident)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            changed = incident_from(typed, incident, at=now)
            incidents.correct_incident(ref, changed, typed["why"], keyring, at=now)
            return _back(ref)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form_page(request, keyring, case, form, "Correct an incident", "Keep the correction")


@require_POST
@for_members
def step(request: HttpRequest, keyring: Keyring, ref: str, incident: str) -> HttpResponse:
    form = ReprisalStep(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            incidents.take_step(
                ref, incident, typed["step"], typed["state"], typed["text"].strip(), keyring, at=timezone.now()
            )
            return _back(ref, f"plan-{incident}")
        except Refused as refused:
            if typed["state"] == DONE or typed["text"].strip():
                raise  # the step is not open any more, so there is no form to show it in
            form.add_error("text", str(refused))
    return _page(request, keyring, ref, {f"{incident}-{form['step'].value()}": form})


@require_POST
@for_members
def mark(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """Sets a mark."""
    form = Mark(request.POST, prefix="mark")
    if form.is_valid():
        typed = form.cleaned_data
        try:
            incidents.set_mark(ref, typed["mark"], typed["text"], typed["known_hour"], keyring, at=timezone.now())
            return _back(ref, "marks")
        except Refused as refused:
            form.add_error("known_hour" if typed["text"].strip() else "text", str(refused))
    return _page(request, keyring, ref, {"mark": form})


@require_POST
@for_members
def change_mark(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """Stops a mark's clock or lifts the mark, as the pressed button says."""
    form = MarkChange(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        verb = incidents.lift_mark if request.POST.get("go") == "lift" else incidents.handle_mark
        try:
            verb(ref, typed["mark"], typed["text"].strip(), keyring, at=timezone.now())
            return _back(ref, "marks")
        except Refused as refused:
            if typed["text"].strip():
                raise  # the mark does not stand any more, so there is no form to show it in
            form.add_error("text", str(refused))
    return _page(request, keyring, ref, {f"change-{form['mark'].value()}": form})


def _back(ref: str, part: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:incidents", args=[ref]) + (f"#{part}" if part else ""))


def _opened(ref: str, keyring: Keyring) -> CaseFile:
    case, _ = casework.open_case(ref, keyring, at=timezone.now())
    return case


def _form(request: HttpRequest, case: CaseFile, first_typed: Bound, *, but: str = "") -> IncidentForm:
    others = tuple(one for one in incidents_of(case.written) if one.ref != but)
    posted = request.POST if request.method == "POST" else None
    named = [(one.ref, one.name) for one in sources(case.written)]
    files = [(str(number), file.name) for number, file in case.files]
    return IncidentForm(posted, initial=first_typed, others=others, sources=named, files=files)


def _form_page(
    request: HttpRequest, keyring: Keyring, case: CaseFile, form: IncidentForm, title: str, button: str
) -> HttpResponse:
    back = {"text": "Incidents", "address": reverse("staff:incidents", args=[case.ref])}
    sentence = "What you do not know stays empty. Nothing is changed in silence: a correction is a new entry."
    is_new = button == "Keep the incident"
    context = {**case_frame(case, keyring, title, sentence), "back": back, "form": form, "button": button}
    return render(request, "staff/case/incident_form.html", {**context, "asks_why": not is_new})


# The page


def _page(request: HttpRequest, keyring: Keyring, ref: str, bound: Bound) -> HttpResponse:
    case, now = _opened(ref, keyring), timezone.now()
    known = incidents_of(case.written)
    names = {one.ref: one.name for one in sources(case.written)}
    context = {
        **case_frame(case, keyring, "Incidents", _sentence(known)),
        "primary": {"text": "Add an incident", "address": reverse("staff:add_incident", args=[ref])},
        "incidents": _time_line([_incident(one, known, names, case) for one in known], known, case),
        "plans": plans.plans(ref, case.written, bound, at=now),
        "marks": plans.marks(case.written, bound, at=now),
        "mark": {
            "form": bound.get("mark", Mark(prefix="mark")),
            "address": reverse("staff:mark", args=[ref]),
            "button": "Set the mark",
        },
        "change_address": reverse("staff:change_mark", args=[ref]),
        "nearby": _nearby(ref, keyring),
    }
    return render(request, "staff/case/incidents.html", context)


def _sentence(known: tuple[Incident, ...]) -> str:
    if not known:
        return "Nothing is recorded as an event yet. What was told stands in the file."
    return "One incident." if len(known) == 1 else f"{len(known)} incidents, the first one first."


def _time_line(rows: list[dict[str, Any]], known: tuple[Incident, ...], case: CaseFile) -> list[dict[str, Any]]:
    """What changed in the country stands before the first incident of a later day."""
    beside, line = country.beside(case), []
    for row, one in zip(rows, known, strict=True):
        while beside and one.first.earliest and beside[0][0] < one.first.earliest:
            line.append({"of_country": beside.pop(0)[1]})
        line.append(row)
    return [*line, *({"of_country": told} for _day, told in beside)]


def _incident(one: Incident, known: tuple[Incident, ...], names: dict[str, str], case: CaseFile) -> dict[str, Any]:
    files = {number: file.name for number, file in case.files}
    return {
        **incident_wording.in_words(one, known, names, files),
        "address": reverse("staff:correct_incident", args=[case.ref, one.ref]),
    }


def _nearby(ref: str, keyring: Keyring) -> dict[str, Any]:
    now = timezone.now()
    held, _shared = casework.cards(keyring, at=now)
    cards = [AttackCard(card.dossier, card.codename, card.acts_together, card.incidents) for card in held]
    named, unnamed = nearby(ref, cards, on=timezone.localdate(now))
    return {
        "named": [
            {
                "codename": one.codename,
                "address": reverse("staff:dossier", args=[one.dossier]),
                "what": f"{incident_wording.acts(one.kinds)}, {incident_wording.region(one.region)}",
                "month": incident_wording.month(one.month),
            }
            for one in named
        ],
        "unnamed": [f"{incident_wording.acts((one.kind,))}, {incident_wording.region(one.region)}" for one in unnamed],
    }
