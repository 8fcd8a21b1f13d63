"""One region of a group: its gaps, who liaises there, what keeps people apart and which trips could take that away."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.coordination.coverage import RegionCoverage
from safeconduct.coordination.desk import belonging, covering
from safeconduct.coordination.planned_contact import planned_contacts
from safeconduct.coordination.region import Liaison, languages_in, liaison_of, regions
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.staff.coordination.coverage import covers_of
from safeconduct.web.staff.coordination.coverage_forms import (
    DropForm,
    LiaisonForm,
    RegionForm,
    ReliefForm,
    TakeForm,
    liaison_initial,
    region_initial,
)
from safeconduct.web.staff.coordination.region_wording import (
    STATE_WORDS,
    contact_row,
    day,
    gaps,
    last_visit,
    liaison_words,
    region_title,
    titles,
    trip_row,
    when,
)
from safeconduct.web.staff.door import for_members, frame

FORMS: dict[str, type[forms.Form]] = {
    "liaise": LiaisonForm,
    "relief": ReliefForm,
    "take": TakeForm,
    "correct": RegionForm,
    "drop": DropForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str, region: str) -> HttpResponse:
    """Liaise, end it, ask for relief, take over, correct or drop the region: as the pressed button says."""
    now, go, problem = timezone.now(), request.POST.get("go", ""), ""
    form = FORMS[go](request.POST, prefix=_prefix(go, request)) if go in FORMS else None
    if go == "end" or (form and form.is_valid()):
        typed = form.cleaned_data if form else {}
        try:
            _VERBS[go](group, region, request.POST.get("from", ""), form, typed, keyring, now)
            if go == "drop":
                return HttpResponseRedirect(reverse("staff:coverage", args=[group]))
            return HttpResponseRedirect(reverse("staff:region", args=[group, region]))
        except Refused as refused:
            problem = str(refused)
            if form:
                form.add_error(None, problem)
    return _page(request, keyring, group, region, form, problem, at=now)


def _prefix(go: str, request: HttpRequest) -> str:
    """Of several to take over from, each form has its own."""
    return f"take-{request.POST.get('from', '')}" if go == "take" else go


_VERBS: dict[str, Callable[[str, str, str, Any, dict[str, Any], Keyring, datetime], object]] = {
    "liaise": lambda group, region, giver, form, typed, by, at: covering.liaise(
        group, region, tuple(typed["themes"]), languages_in(typed["languages"]), by, at=at
    ),
    "end": lambda group, region, giver, form, typed, by, at: covering.end_liaison(group, region, by, at=at),
    "relief": lambda group, region, giver, form, typed, by, at: covering.ask_relief(
        group, region, typed["why"], by, at=at
    ),
    "take": lambda group, region, giver, form, typed, by, at: covering.take_liaison(
        group, region, giver, languages_in(typed["languages"]), by, at=at
    ),
    "correct": lambda group, region, giver, form, typed, by, at: covering.name_region(
        group, form.region(region), by, at=at
    ),
    "drop": lambda group, region, giver, form, typed, by, at: covering.drop_region(
        group, region, typed["why"], by, at=at
    ),
}


def _page(
    request: HttpRequest,
    keyring: Keyring,
    group: str,
    ref: str,
    bound: forms.Form | None,
    problem: str,
    *,
    at: datetime,
) -> HttpResponse:
    today, one = timezone.localdate(at), belonging.open_group(group, keyring, at=at)
    cover = next((each for each in covers_of(one, on=today) if each.region.ref == ref), None)
    if cover is None:
        raise NotFound
    own = liaison_of(cover.liaisons, ref, keyring.organisation)
    named = titles(regions(one.written))
    shape, word = STATE_WORDS[cover.state]
    contacts = [each for each in planned_contacts(one.written) if each.region == ref]
    rows, own_parts = [_liaison_row(each, keyring, bound) for each in cover.liaisons], _own_parts(own, bound)
    context = {
        **frame(keyring, "groups"),
        "title": region_title(cover.region),
        "sentence": " ".join(gaps(cover)) or "Nothing is missing that the group has written down.",
        "back": {"text": "Coverage", "address": reverse("staff:coverage", args=[group])},
        # What has no form on the page any more is said above it.
        "problem": "" if _is_shown(bound, rows, own_parts) else problem,
        "state": {"shape": shape, "word": word},
        "liaisons": rows,
        "own": own_parts,
        "is_ours": own is not None,
        "facts": _facts(cover),
        "barriers": [_barrier_row(cover, barrier, group) for barrier in cover.region.barriers],
        "trips": [trip_row(trip, group, named, on=today) for trip in cover.coming],
        "trips_address": reverse("staff:trips", args=[group]),
        "contacts": [contact_row(each, None, on=today) for each in contacts],
        "contacts_address": reverse("staff:contacts", args=[group]),
        "correct": {
            "form": _given(bound, RegionForm, "correct", region_initial(cover.region)),
            "button": "Correct the region",
            "go": "correct",
        },
        "drop": {"form": _given(bound, DropForm, "drop"), "button": "Take it out of the table", "go": "drop"},
    }
    return render(request, "staff/coordination/region.html", context)


def _given(
    bound: forms.Form | None, kind: type[forms.Form], prefix: str, initial: dict[str, Any] | None = None
) -> forms.Form:
    """The form that came back with something to correct, or a fresh one."""
    return bound if bound is not None and bound.prefix == prefix else kind(prefix=prefix, initial=initial)


def _is_shown(bound: forms.Form | None, rows: list[dict[str, Any]], own_parts: dict[str, Any]) -> bool:
    if bound is None:
        return False
    shown = [row["take"] for row in rows] + [part["form"] for part in own_parts.values() if part]
    return bound.prefix in ("correct", "drop") or any(form is bound for form in shown)


def _own_parts(own: Liaison | None, bound: forms.Form | None) -> dict[str, Any]:
    liaise = {
        "form": _given(bound, LiaisonForm, "liaise", liaison_initial(own)),
        "button": "Change it" if own else "We liaise here",
        "go": "liaise",
        "first": own is None,
    }
    relief = {
        "form": _given(bound, ReliefForm, "relief"),
        "button": "Ask others to take it over",
        "go": "relief",
    }
    return {"liaise": liaise, "relief": relief if own and not own.relief else None}


def _liaison_row(one: Liaison, keyring: Keyring, bound: forms.Form | None) -> dict[str, Any]:
    can_take = bool(one.relief) and one.organisation != keyring.organisation
    return {
        "shape": "half" if one.relief else "done",
        "word": "Asks for relief" if one.relief else "Liaises",
        "office": one.office,
        "text": liaison_words(one),
        "relief": one.relief,
        "organisation": one.organisation,
        "take": _given(bound, TakeForm, f"take-{one.organisation}") if can_take else None,
    }


def _facts(cover: RegionCoverage) -> list[dict[str, str]]:
    region = cover.region
    told = {
        "Groups and themes": ", ".join(label_of("themes", theme) for theme in region.themes) or "None is named",
        "Languages": ", ".join(region.languages) or "None is named",
        "Last visit": last_visit(cover),
        "Written by": region.office,
    }
    return [{"label": label, "text": text} for label, text in told.items()]


def _barrier_row(cover: RegionCoverage, barrier: str, group: str) -> dict[str, Any]:
    coming = cover.removed_by(barrier)
    helps = next((row.help for row in coded_list("region_barriers") if row.value == barrier), "")
    row = {"state_shape": "gap", "state_word": "No trip", "sentence": label_of("region_barriers", barrier)}
    row["reason"] = f"What could help: {helps[:1].lower()}{helps[1:]}." if helps else ""
    if coming:
        trip = coming[0]
        row |= {"state_shape": "ring", "state_word": f"Trip {day(trip.on)}", "verb": "Open"}
        row |= {"verb_address": reverse("staff:trip", args=[group, trip.ref]), "verb_about": when(trip)}
    return row
