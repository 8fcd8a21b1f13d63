"""Countries like with like, and audits of websites: what a snapshot compared when it was made, and nothing that it did not."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from safeconduct.observatory.showing.drawing import funnel_drawing, strip
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.open.observatory import words
from safeconduct.web.open.observatory.country import in_points, points
from safeconduct.web.open.observatory.overview import share_row
from safeconduct.web.open.observatory.reader import Reader, opened, shown

WITH_LABELS = 20  # countries; with more, names do not fit beside their dots


@require_safe
def comparisons(request: HttpRequest, snapshot: str) -> HttpResponse:
    reader = opened(snapshot)
    rules = [
        {"name": rule.name, **words.of_rule(rule, reader.language)}
        for rule in reader.rules("share")
        if rule.name in reader.snapshot.funnels or rule.name in reader.snapshot.compared
    ]
    return shown(request, "comparisons", reader, rules=rules)


@require_safe
def comparison(request: HttpRequest, snapshot: str, rule: str) -> HttpResponse:
    reader = opened(snapshot)
    stored = reader.snapshot
    if rule not in stored.rules or (rule not in stored.funnels and rule not in stored.compared):
        raise NotFound
    places = stored.funnel_places.get(rule, {})
    rows = []
    for code in reader.in_order({*stored.countries(), ""}):
        if row := share_row(reader, rule, code):
            place = places.get(code, "")
            rows.append({**row, "place": words.word(words.PLACES, place), "is_outside": place.startswith("outside")})
    found = {row["country"]: row for row in stored.compared.get(rule, ())}
    compared = [
        {"code": code, "name": reader.country(code), **in_points(reader, dict(found[code]))}
        for code in reader.in_order(found)
    ]
    return shown(
        request,
        "comparison",
        reader,
        rule=words.of_rule(stored.rules[rule], reader.language),
        rule_code=stored.rules[rule].code,
        rule_name=rule,
        rows=rows,
        funnel=_funnel(reader, rule),
        spread=reader.decimal(stored.funnels[rule]["spread"]) if rule in stored.funnels else "",
        compared=compared,
        pairs=[_pair(reader, dict(row)) for row in stored.disparities.get(rule, ())],
        outside=[row["name"] for row in rows if row["is_outside"]],
    )


def _funnel(reader: Reader, rule: str) -> Any:
    stored = reader.snapshot
    if rule not in stored.funnels:
        return None
    places = stored.funnel_places.get(rule, {})
    codes = reader.in_order(places)
    figures = {code: reader.figure(rule, code) for code in codes}
    are_named = len(codes) <= WITH_LABELS
    told = [
        (reader.country(code) if are_named else str(number), found.count, found.whole, places[code] != "inside")
        for number, code in enumerate(codes, start=1)
        if (found := figures[code])
    ]
    drawn = funnel_drawing(
        told, stored.funnel_lines.get(rule, ()), stored.funnels[rule]["centre"], from_the_right=reader.is_from_the_right
    )
    whole = sum(point[2] for point in told)
    return {"drawing": drawn, "centre": reader.percent(stored.funnels[rule]["centre"], whole), "are_named": are_named}


def _pair(reader: Reader, row: dict[str, Any]) -> dict[str, Any]:
    names = {"name": reader.country(row["country"]), "other_name": reader.country(row["other"])}
    ends = {"points": points(row["difference"]), "low": points(row["low"]), "high": points(row["high"])}
    return {"code": row["country"], "other": row["other"], **names, **ends}


@require_safe
def websites(request: HttpRequest, snapshot: str) -> HttpResponse:
    """Each series of rounds by itself: two of them ask different things."""
    reader = opened(snapshot)
    series = dict.fromkeys(row["series"] for row in reader.snapshot.audits)
    return shown(request, "websites", reader, series=[_series(reader, name) for name in series])


def _series(reader: Reader, name: str) -> dict[str, Any]:
    shares = [row for row in reader.snapshot.audit_shares if row["series"] == name]
    answers = [row for row in reader.snapshot.audits if row["series"] == name]
    days, items = (list(dict.fromkeys(row[column] for row in shares)) for column in ("as_of", "item"))
    found = {(row["item"], row["as_of"]): row for row in shares}
    given = {(row["site"], row["item"], row["as_of"]): row["answer"] for row in answers}
    rows = [
        {
            "item": words.word(words.ITEMS, item),
            "rounds": [_share(reader, dict(found[(item, day)])) for day in days if (item, day) in found],
        }
        for item in items
    ]
    rounds = [
        {
            "day": day,
            "items": [words.word(words.ITEMS, item) for item in items],
            "sites": [
                {
                    "site": site,
                    "answers": [words.word(words.VALUES, given.get((site, item, day), "")) for item in items],
                }
                for site in sorted({row["site"] for row in answers if row["as_of"] == day})
            ],
        }
        for day in days
    ]
    return {"name": name, "label": words.word(words.SERIES, name), "days": days, "rows": rows, "rounds": rounds}


def _share(reader: Reader, row: dict[str, Any]) -> dict[str, Any]:
    told = {
        "day": row["as_of"],
        "yes": row["yes"],
        "told": row["told"],
        "share": reader.percent(row["value"], row["told"]),
    }
    if row["value"] is None:
        return told
    ends = {"low": reader.percent(row["low"], row["told"]), "high": reader.percent(row["high"], row["told"])}
    drawn = strip(row["low"], row["value"], row["high"], None, from_the_right=reader.is_from_the_right)
    return told | ends | {"strip": drawn}


@require_safe
def method(request: HttpRequest, snapshot: str) -> HttpResponse:
    """What was counted by which rules, how to cite it, and how anybody makes it again."""
    reader = opened(snapshot)
    stored = reader.snapshot
    rules = [
        {"code": rule.code, "bound": rule.bound, **words.of_rule(rule, reader.language)}
        for rule in stored.rules.values()
    ]
    return shown(request, "method", reader, rules=rules, statements=stored.statements_sha256, texts=stored.texts)


@require_safe
def whole_snapshot(request: HttpRequest, snapshot: str) -> FileResponse:
    reader = opened(snapshot)
    return FileResponse(reader.snapshot.path.open("rb"), as_attachment=True, filename=f"snapshot-{snapshot}.zip")
