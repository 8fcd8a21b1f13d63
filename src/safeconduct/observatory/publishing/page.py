"""One page of figures that stands alone: each with its rule, each number opening the texts that it counts. It has no script."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safeconduct.observatory.measuring.counting import ALL
from safeconduct.observatory.measuring.figure import UNDER_EVERY_COUNT, CountryOrder
from safeconduct.observatory.measuring.like_with_like import UNEXPLAINED
from safeconduct.observatory.measuring.measure_rule import MeasureRule
from safeconduct.observatory.measuring.measurement import Measurement
from safeconduct.observatory.publishing.citation import TITLE, citation, footnote
from safeconduct.observatory.publishing.tables_document import PROFILES, figure_cells, level_table, profile_table

FOLDER = Path(__file__).parent
STYLE = FOLDER / "style.css"
_PICTURED = ("count", "rate")


def page(one: Measurement, publisher: str, *, inputs: str, remark: str = "") -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return templates.get_template("page.html").render(
        title=TITLE,
        period=one.period.written(),
        remark=remark,
        notes=UNDER_EVERY_COUNT,
        citation=citation(publisher, one.period, inputs=inputs),
        addresses=dict(one.statements.select("id", "url").rows()),
        sections=[_section(one, rule) for rule in one.rules.rules],
        unexplained=UNEXPLAINED,
        profiles={"label": PROFILES, "table": profile_table(one)},
    )


def _section(one: Measurement, rule: MeasureRule) -> dict[str, Any]:
    """What the template shows of one rule."""
    order = CountryOrder()
    figures = one.figures_of(rule).to_dicts()
    rows = [_row(row, rule, order) for row in figures]
    charts = [rule.name] if rule.measures in _PICTURED and any(row["country"] != ALL for row in figures) else []
    section: dict[str, Any] = {
        "name": rule.name,
        "label": rule.label,
        "measures": rule.measures,
        "footnote": footnote(rule, one.period),
    }
    section |= {"rows": rows, "charts": charts, "levels": None, "compared": [], "disparities": [], "spread": None}
    if rule.measures == "count":
        section["levels"] = level_table(one, rule)
    if comparison := one.comparisons.get(rule.name):
        section["charts"] = [*charts, f"{rule.name}_compared"]
        section["compared"] = [row | {"name": order.name(row["country"])} for row in comparison.with_usual().to_dicts()]
        pairs = comparison.disparities().to_dicts()
        section["disparities"] = [
            row | {"name": order.name(row["country"]), "other_name": order.name(row["other"])} for row in pairs
        ]
    if shape := one.funnels.get(rule.name):
        section["charts"] = [*section["charts"], f"{rule.name}_funnel"]
        section["spread"] = f"{shape.spread:.1f}"
    return section


def _row(row: Mapping[str, Any], rule: MeasureRule, order: CountryOrder) -> dict[str, Any]:
    cells = figure_cells(dict(row), rule)
    return {"name": order.name(row["country"]), "cells": cells, "texts": row["texts"], "others": row["others"]}
