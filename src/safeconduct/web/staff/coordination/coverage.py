"""Who liaises where: the regions of a group with their gaps, as a table and a map, and what each organisation does."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.coordination.coverage import RegionCoverage, coverage, state_of_countries, themes_of
from safeconduct.coordination.desk import belonging, covering
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.group_item import group_cards
from safeconduct.coordination.hearing import hearings
from safeconduct.coordination.load import loads
from safeconduct.coordination.region import liaisons, regions
from safeconduct.coordination.trip import trips
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.coordination import coverage_map
from safeconduct.web.staff.coordination.coverage_forms import RegionForm
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.coordination.region_wording import STATE_WORDS, gaps, last_visit, region_title
from safeconduct.web.staff.door import for_members, frame


def covers_of(one: OpenGroup, *, on: date) -> tuple[RegionCoverage, ...]:
    return coverage(regions(one.written), liaisons(one.written, one.group), trips(one.written), on=on)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Posting names a region."""
    now = timezone.now()
    form = RegionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ref = covering.name_region(group, form.region(), keyring, at=now)
            return HttpResponseRedirect(reverse("staff:region", args=[group, ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    one = belonging.open_group(group, keyring, at=now)
    covers = covers_of(one, on=timezone.localdate(now))
    states = state_of_countries(covers)
    themes = themes_of(covers, [row.value for row in coded_list("themes")])
    context = {
        **frame(keyring, "groups"),
        "title": "Coverage",
        "sentence": _sentence(covers),
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "parts": parts_of_group(group, "coverage"),
        "gaps": [
            {"region": region_title(cover.region), "address": _address(group, cover), "says": says}
            for cover in covers
            for says in gaps(cover)
        ],
        "picture": coverage_map.picture(states),
        "not_drawn": coverage_map.not_drawn(states),
        "themes": [label_of("themes", theme) for theme in themes],
        "rows": [_row(cover, themes, group) for cover in covers],
        "loads": _loads(one, on=timezone.localdate(now)),
        "part": {"form": form, "button": "Put it in the table", "go": "name", "first": not covers},
    }
    return render(request, "staff/coordination/coverage.html", context)


def _sentence(covers: tuple[RegionCoverage, ...]) -> str:
    if not covers:
        return "No region is named yet. Name those that the group cares for; each then shows who liaises there."
    bare = sum(not cover.liaisons for cover in covers)
    told = "One region" if len(covers) == 1 else f"{len(covers)} regions"
    if not bare:
        return f"{told}. Each has somebody."
    return f"{told}. {'One has' if bare == 1 else f'{bare} have'} nobody."


def _address(group: str, cover: RegionCoverage) -> str:
    return reverse("staff:region", args=[group, cover.region.ref])


def _row(cover: RegionCoverage, themes: tuple[str, ...], group: str) -> dict[str, Any]:
    shape, word = STATE_WORDS[cover.state]
    return {
        "region": region_title(cover.region),
        "address": _address(group, cover),
        "languages": ", ".join(cover.region.languages),
        "shape": shape,
        "word": word,
        "in_general": cover.in_general,
        "has_some": bool(cover.liaisons),
        "cells": [_cell(cover, theme) for theme in themes],
        "last_visit": last_visit(cover),
    }


def _cell(cover: RegionCoverage, theme: str) -> dict[str, Any]:
    """Who is there for this theme alone; those for all themes stand in their own column."""
    own = [one.office for one in cover.liaisons if one.themes and one.is_for(theme)]
    return {"theme": label_of("themes", theme), "offices": own, "is_gap": theme in cover.open_themes}


def _loads(one: OpenGroup, *, on: date) -> list[dict[str, Any]]:
    written = one.written
    counted = loads(
        one.group, hearings(written), trips(written), group_cards(written), liaisons(written, one.group), on=on
    )
    return [vars(load) for load in counted]
