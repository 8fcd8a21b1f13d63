"""All countries, the map, the issuers and the wording: what a snapshot counts, side by side and in the order of the alphabet."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from safeconduct.observatory.showing.drawing import strip
from safeconduct.observatory.showing.narrowing import by_issuer
from safeconduct.observatory.showing.shown_map import map_classes
from safeconduct.observatory.showing.stored_snapshot import snapshots_in, stored_snapshot
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.vocabulary.world_map import outlines
from safeconduct.web.language_links import language_links
from safeconduct.web.open.observatory import words
from safeconduct.web.open.observatory.reader import ALL, WHOLE, Choice, Reader, chooses, shown

COUNTED = "statements"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The newest snapshot that can be shown; without one, how to make it."""
    for known_by, path in snapshots_in(settings.SAFECONDUCT_OBSERVATORY).items():
        if stored_snapshot(path):
            return redirect("observatory:countries", snapshot=known_by, months=WHOLE, who=ALL)
    context = {"languages": language_links("observatory:front")}
    return render(request, "open/observatory/empty.html", context)


@require_safe
def of_country(request: HttpRequest, code: str) -> HttpResponse:
    """A country in the newest snapshot that can be shown, for links that outlive a snapshot; all of them where it has none of it."""
    for known_by, path in snapshots_in(settings.SAFECONDUCT_OBSERVATORY).items():
        if snapshot := stored_snapshot(path):
            where = {"snapshot": known_by, "months": WHOLE, "who": ALL}
            if code in snapshot.countries():
                return redirect("observatory:country", **where, code=code)
            return redirect("observatory:countries", **where)
    return redirect("observatory:front")


@chooses
def countries(request: HttpRequest, reader: Reader, form: Choice) -> HttpResponse:
    counts, rates = reader.rules("count"), reader.rules("rate")
    rows = []
    for code in reader.in_order({*reader.snapshot.countries(), ""}):
        cells = [counted_cell(reader, rule.name, code) for rule in counts]
        cells += [cell for rule in rates for cell in _rate_cells(reader, rule.name, code)]
        rows.append({"code": code or ALL, "name": reader.country(code), "cells": cells})
    told = [words.of_rule(rule, reader.language) for rule in (*counts, *rates)]
    return shown(request, "countries", reader, form=form, rows=rows, rules=told)


def counted_cell(reader: Reader, rule: str, code: str, part: str = "counted") -> dict[str, Any]:
    """A number and which texts it opens; none where it is hidden or there is nothing to open."""
    found = reader.figure(rule, code)
    if found is None or found.count is None:
        return {"number": "–", "texts": ""}
    number = found.count if part == "counted" else found.whole
    listed = found.texts if part == "counted" else found.texts + found.others
    at_least = found.rule.bound != "exact"
    return {"number": number, "at_least": at_least, "texts": f"texts/{rule}/{part}/" if listed else ""}


def _rate_cells(reader: Reader, rule: str, code: str) -> list[dict[str, Any]]:
    found = reader.figure(rule, code)
    if found is None:
        return [{"number": "–"}, {"number": "–"}]
    return [
        {"number": reader.decimal(found.value)},
        {"number": f"{reader.decimal(found.low)} – {reader.decimal(found.high)}"},
    ]


@chooses
def world(request: HttpRequest, reader: Reader, form: Choice) -> HttpResponse:
    """The map, and beside it the table that has every country, also those that are too small to be seen."""
    figures = {code: reader.figure(COUNTED, code) for code in reader.snapshot.countries()}
    counts = {code: found.count for code, found in figures.items() if found and found.count is not None}
    classes = [
        {
            "number": one.number,
            "first": one.first,
            "last": one.last,
            "shapes": [
                {
                    "path": shape.path,
                    "name": reader.country(shape.code),
                    "count": counts.get(shape.code, 0),
                }
                for shape in one.outlines
            ],
        }
        for one in map_classes(counts)
    ]
    rows = [
        {"code": code, "name": reader.country(code), "count": counts[code], "is_drawn": code in outlines()}
        for code in reader.in_order(counts)
    ]
    rule = words.of_rule(reader.snapshot.rules[COUNTED], reader.language) if COUNTED in reader.snapshot.rules else None
    return shown(request, "map", reader, form=form, classes=classes, rows=rows, rule=rule)


@chooses
def issuers(request: HttpRequest, reader: Reader, form: Choice) -> HttpResponse:
    """Who speaks, by level; each issuer opens the countries that it spoke on."""
    counts = reader.rules("count")
    kinds: dict[str, dict[str, int]] = {}
    level_of: dict[str, str] = {}
    for rule in counts:
        if found := reader.figure(rule.name, ""):
            for (kind, level), texts in by_issuer(reader.snapshot, found, reader.narrowing).items():
                kinds.setdefault(kind, {}).setdefault(rule.name, 0)
                kinds[kind][rule.name] += texts
                level_of.setdefault(kind, level)
    rows = [
        {
            "kind": kind,
            "name": words.word(words.ISSUERS, kind),
            "level": words.word(words.LEVELS, level_of[kind]),
            "cells": [
                {"rule": rule.name, "number": kinds[kind].get(rule.name, 0), "at_least": rule.bound != "exact"}
                for rule in counts
            ],
        }
        for kind in sorted(kinds, key=lambda kind: words.word(words.ISSUERS, kind).casefold())
    ]
    told = [words.of_rule(rule, reader.language) for rule in counts]
    return shown(request, "issuers", reader, form=form, rows=rows, rules=told)


@chooses
def wordings(request: HttpRequest, reader: Reader, form: Choice) -> HttpResponse:
    """What texts say and ask for: each rule that measures a share, with that of all countries together."""
    rules = [
        {"name": rule.name, "row": share_row(reader, rule.name, ""), **words.of_rule(rule, reader.language)}
        for rule in reader.rules("share")
    ]
    return shown(request, "wordings", reader, form=form, rules=rules)


@chooses
def wording(request: HttpRequest, reader: Reader, form: Choice, rule: str) -> HttpResponse:
    """One of them, country by country."""
    if rule not in {one.name for one in reader.rules("share")}:
        raise NotFound
    codes = reader.in_order({*reader.snapshot.countries(), ""})
    rows = [row for code in codes if (row := share_row(reader, rule, code))]
    stored = reader.snapshot.rules[rule]
    told = {"rule": words.of_rule(stored, reader.language), "rule_code": stored.code, "rule_name": rule}
    return shown(request, "wording", reader, form=form, rows=rows, **told)


def share_row(reader: Reader, rule: str, code: str) -> dict[str, Any] | None:
    """One share in words and as a strip; None where there is no text that says anything."""
    found, all_together = reader.figure(rule, code), reader.figure(rule, "")
    if found is None or not found.whole or found.value is None:
        return None
    usual = all_together.value if all_together and code else None
    drawn = strip(found.low, found.value, found.high, usual, from_the_right=reader.is_from_the_right)
    return {
        "code": code or ALL,
        "name": reader.country(code),
        "count": found.count,
        "whole": found.whole,
        "share": reader.percent(found.value, found.whole),
        "low": reader.percent(found.low, found.whole),
        "high": reader.percent(found.high, found.whole),
        "strip": drawn,
        "at_least": found.rule.bound != "exact",
        "counted": bool(found.texts),
    }
