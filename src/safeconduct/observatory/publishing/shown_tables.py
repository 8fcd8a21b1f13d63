"""What a snapshot holds besides its figures so that pages can show it alone: its rules, the limits of its funnels, and the
audits of websites. An audit's evidence is left out: it may hold names and addresses of people."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from safeconduct.observatory.auditing.audit_round import AuditRound, shares
from safeconduct.observatory.measuring.counting import ALL
from safeconduct.observatory.measuring.funnel import INNER, OUTER, Funnel, sizes_along
from safeconduct.observatory.measuring.measure_rule import MeasureRules
from safeconduct.observatory.measuring.measurement import Measurement

if TYPE_CHECKING:
    import polars as pl


def rules_table(rules: MeasureRules) -> "pl.DataFrame":
    """Columns: rule, name, version, label, measures, forums (labels), bound, method."""
    import polars as pl

    rows = [
        {"rule": rule.code, "name": rule.name, "version": rule.version, "label": rule.label, "measures": rule.measures}
        | {"forums": [forum.label for forum in rule.forums], "bound": rule.bound, "method": rule.method}
        for rule in rules.rules
    ]
    return pl.DataFrame(rows)


def funnel_tables(one: Measurement) -> "dict[str, pl.DataFrame]":
    """funnel_lines: rule, whole, low_95, high_95, low_998, high_998. funnel_places: rule, country, count, whole, place."""
    import polars as pl

    lines, places = [], []
    for name, shape in one.funnels.items():
        rule = one.rules.named(name)
        figures = [row for row in one.figures_of(rule).to_dicts() if row["country"] != ALL and row["whole"]]
        most = max((row["whole"] for row in figures), default=0)
        lines += [{"rule": rule.code, **_limits(shape, whole)} for whole in sizes_along(most)]
        for row in figures:
            counts = {"country": row["country"], "count": row["count"], "whole": row["whole"]}
            places.append({"rule": rule.code, **counts, "place": _place(shape, row["count"], row["whole"])})
    limits = dict.fromkeys(("low_95", "high_95", "low_998", "high_998"), pl.Float64)
    line_columns: dict[str, Any] = {"rule": pl.String, "whole": pl.Int64, **limits}
    counted = {"count": pl.Int64, "whole": pl.Int64}
    place_columns: dict[str, Any] = {"rule": pl.String, "country": pl.String, **counted, "place": pl.String}
    return {
        "funnel_lines": pl.DataFrame(lines, schema=line_columns),
        "funnel_places": pl.DataFrame(places, schema=place_columns),
    }


def _limits(shape: Funnel, whole: int) -> dict[str, Any]:
    (low, high), (lowest, highest) = shape.limits(whole, INNER), shape.limits(whole, OUTER)
    ends = {"low_95": low, "high_95": high, "low_998": lowest, "high_998": highest}
    return {"whole": whole} | {name: round(end, 4) for name, end in ends.items()}


def _place(shape: Funnel, count: int, whole: int) -> str:
    if shape.is_outside(count, whole, OUTER):
        return "outside 99.8"
    return "outside 95" if shape.is_outside(count, whole, INNER) else "inside"


def audit_tables(rounds: Iterable[AuditRound]) -> "dict[str, pl.DataFrame]":
    """audits: series, as_of, site, item, answer. audit_shares: series, as_of, item, yes, told, value, low, high."""
    import polars as pl

    answers, told = [], []
    for one in sorted(rounds, key=lambda one: (one.series, one.as_of)):
        marks = {"series": one.series, "as_of": one.as_of}
        for site, given in one.answers.items():
            answers += [{**marks, "site": site, "item": item, "answer": answer} for item, answer in given.items()]
        for share in shares(one):
            numbers = {"value": share.value, "low": share.low, "high": share.high}
            told.append({**marks, "item": share.item, "yes": len(share.sites), "told": share.told, **numbers})
    named: dict[str, Any] = {"series": pl.String, "as_of": pl.Date}
    rates = dict.fromkeys(("value", "low", "high"), pl.Float64)
    answered = named | dict.fromkeys(("site", "item", "answer"), pl.String)
    counted = named | {"item": pl.String, "yes": pl.Int64, "told": pl.Int64} | rates
    return {
        "audits": pl.DataFrame(answers, schema=answered),
        "audit_shares": pl.DataFrame(told, schema=counted).with_columns(pl.col(*rates).round(4)),
    }
