"""The classic tables as a document for a word processor: countries in the alphabet's order, each table with its footnote."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from safeconduct.observatory.measuring.counting import ALL
from safeconduct.observatory.measuring.figure import LEVELS, UNDER_EVERY_COUNT, CountryOrder
from safeconduct.observatory.measuring.measure_rule import MeasureRule
from safeconduct.observatory.measuring.measurement import Measurement
from safeconduct.observatory.publishing.citation import TITLE, citation, footnote

_NO_TIME = (1980, 1, 1, 0, 0, 0)
PROFILES = "What texts say and ask for"
LEVEL_WORDS = {
    "local": "local",
    "hq": "headquarters",
    "capital": "capital",
    "multilateral": "multilateral",
    "none": "no level",
}


def tables_document(one: Measurement, publisher: str, *, inputs: str, remark: str = "") -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.author = publisher
    document.core_properties.title = TITLE
    document.core_properties.created = document.core_properties.modified = datetime(*_NO_TIME)  # noqa: DTZ001
    document.add_heading(TITLE, level=0)
    document.add_paragraph(one.period.written() + ".")
    if remark:
        document.add_paragraph(remark)
    for rule in one.rules.rules:
        document.add_heading(rule.label, level=1)
        _table(document, *classic_table(one, rule))
        if rule.measures == "count":
            document.add_heading(f"{rule.label}: by level", level=2)
            _table(document, *level_table(one, rule))
        document.add_paragraph(footnote(rule, one.period), style="Intense Quote")
    document.add_heading(PROFILES, level=1)
    _table(document, *profile_table(one))
    document.add_paragraph(" ".join(UNDER_EVERY_COUNT), style="Intense Quote")
    document.add_heading("How to cite", level=1)
    document.add_paragraph(citation(publisher, one.period, inputs=inputs))
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def classic_table(one: Measurement, rule: MeasureRule) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows: the country and its figure, with whole and interval where the rule has them."""
    order = CountryOrder()
    heads = {
        "count": ("Country", "Statements"),
        "people": ("Country", "People named"),
        "rate": ("Country", "Statements", "A year", "95 % interval"),
        "share": ("Country", "Texts", "Of", "Share", "95 % interval"),
    }
    rows = [(order.name(row["country"]), *figure_cells(row, rule)) for row in one.figures_of(rule).to_dicts()]
    return heads[rule.measures], rows


def figure_cells(row: dict[str, Any], rule: MeasureRule) -> tuple[str, ...]:
    """One figure in words: with its bound, hidden where it is of few people."""
    if row["hidden"]:
        return ("fewer than 5",)
    count = f"at least {row['count']}" if rule.bound != "exact" else str(row["count"])
    if rule.measures in ("count", "people"):
        return (count,)
    if rule.measures == "rate":
        return count, f"{row['value']:.1f}", f"{row['low']:.1f} to {row['high']:.1f}"
    if not row["whole"]:
        return count, "0", "–", "–"
    return count, str(row["whole"]), f"{row['value']:.0%}", f"{row['low']:.0%} to {row['high']:.0%}"


def level_table(one: Measurement, rule: MeasureRule) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows: country by level, a nought where nothing was said at a level."""
    figures = one.figures_of(rule, by=("level",)).to_dicts()
    counts = {(row["country"], row["level"]): row["count"] for row in figures}
    order = CountryOrder()
    countries = [row["country"] for row in one.figures_of(rule).to_dicts() if row["country"] != ALL]
    levels = [level for level in LEVELS if any(key[1] == level for key in counts)]
    rows = [(order.name(code), *(str(counts.get((code, level), 0)) for level in levels)) for code in countries]
    return ("Country", *(LEVEL_WORDS[level].capitalize() for level in levels)), rows


def profile_table(one: Measurement) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows: what texts on each country say and ask for, each share with its whole."""
    order = CountryOrder()
    rules = [rule for rule in one.rules.rules if rule.measures == "share"]
    rows = [
        (order.name(row["country"]), *(_share_of(row[rule.name], row[f"{rule.name}_of"]) for rule in rules))
        for row in one.profiles.to_dicts()
    ]
    return ("Country", *(rule.label for rule in rules)), rows


def _share_of(value: float | None, whole: int | None) -> str:
    return "–" if value is None else f"{value:.0%} of {whole}"


def _table(document: Any, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(heads), style="Light Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    for row in rows:
        # A hidden figure stands in the first column of figures.
        for cell, text in zip(table.add_row().cells, (*row, *[""] * (len(heads) - len(row))), strict=True):
            cell.text = text


def _without_times(octets: bytes) -> bytes:
    """The same document, with no hour of the day in its envelope."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            kept = zipfile.ZipInfo(entry, date_time=_NO_TIME)
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, old.read(entry))
    return written.getvalue()
