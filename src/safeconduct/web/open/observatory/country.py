"""One country: how many texts of which year and level, what they say and ask for, and how that compares."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from safeconduct.observatory.showing.drawing import Bars, bars
from safeconduct.observatory.showing.narrowing import LEVELS, by_year_and_level, levels_in, years_in
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.open.observatory import words
from safeconduct.web.open.observatory.overview import COUNTED, counted_cell, share_row
from safeconduct.web.open.observatory.reader import ALL, Choice, Reader, chooses, shown

Table = dict[str, Any]


@chooses
def country(request: HttpRequest, reader: Reader, form: Choice, code: str) -> HttpResponse:
    code = known(reader, code)
    rule, years = reader.snapshot.rules.get(COUNTED), years_of(reader, code)
    shares = [
        {"rule": told.name, **words.of_rule(told, reader.language), "row": share_row(reader, told.name, code)}
        for told in reader.rules("share")
    ]
    others = [
        {
            "label": words.of_rule(told, reader.language)["label"],
            "says": says(reader, told.name, code),
            **counted_cell(reader, told.name, code),
        }
        for told in reader.rules("count", "rate", "people")
    ]
    return shown(
        request,
        "country",
        reader,
        form=form,
        code=code or ALL,
        name=reader.country(code),
        rule=words.of_rule(rule, reader.language) if rule else None,
        rule_code=rule.code if rule else "",
        table=year_table(years),
        bars=year_bars(years),
        patterns=patterns(years),
        shares=shares,
        others=others,
        compared=_compared(reader, code) if reader.narrowing.is_none else [],
    )


def known(reader: Reader, code: str) -> str:
    """The code of a country that the snapshot has a figure of, or "" for all together."""
    code = "" if code == ALL else code
    if code and code not in reader.snapshot.countries():
        raise NotFound
    return code


def says(reader: Reader, rule: str, code: str) -> str:
    """A figure's own words besides its count."""
    found = reader.figure(rule, code)
    if found is None:
        return ""
    if found.is_hidden:
        return _("fewer than 5")
    if found.is_untold:
        return _("not told for a part of the period")
    if found.rule.measures == "rate":
        ends = {
            "value": reader.decimal(found.value),
            "low": reader.decimal(found.low),
            "high": reader.decimal(found.high),
        }
        return _("%(value)s a year, 95 %% interval %(low)s to %(high)s") % ends
    return ""


@dataclass(frozen=True)
class Years:
    """The statements on a country as they are counted, by year and level: what its table and its bars are made from."""

    reader: Reader
    total: int | None
    unsure: int
    counts: Mapping[tuple[int | None, str], int]

    @property
    def levels(self) -> tuple[str, ...]:
        return levels_in(self.counts)

    @property
    def years(self) -> tuple[int | None, ...]:
        return years_in(self.counts, self.reader.narrowing.period)

    def at(self, year: int | None, level: str) -> int:
        return self.counts.get((year, level), 0)


def years_of(reader: Reader, code: str) -> Years:
    found = reader.figure(COUNTED, code)
    if found is None:
        return Years(reader, 0, 0, {})
    return Years(reader, found.count, found.unsure, by_year_and_level(reader.snapshot, found, reader.narrowing))


def year_table(years: Years) -> Table:
    """Rows of years with a cell for each level. `months` and `who` are the parts that a number opens."""
    reader, levels = years.reader, years.levels
    rows = []
    for year in years.years:
        cells = [{"number": years.at(year, level), "who": _part(reader, level)} for level in levels]
        total = sum(years.at(year, level) for level in levels)
        rows.append({"year": year, "months": _months(reader, year), "cells": cells, "total": total})
    totals = [
        {"number": sum(years.at(year, level) for year in years.years), "who": _part(reader, level)} for level in levels
    ]
    names = [words.word(words.LEVELS, level) for level in levels]
    return {"levels": names, "rows": rows, "totals": totals, "total": years.total, "unsure": years.unsure}


def _part(reader: Reader, level: str) -> str:
    """A kind of issuer stays chosen: it has one level."""
    return reader.who if reader.narrowing.who not in ("", *LEVELS) else level


def _months(reader: Reader, year: int | None) -> str:
    """The months of a year that lie in what is looked at; "" where a date is of no single year."""
    if year is None:
        return ""
    period = reader.narrowing.period
    first = f"{period.first:%Y-%m}" if year == period.first.year else f"{year}-01"
    last = f"{period.last:%Y-%m}" if year == period.last.year else f"{year}-12"
    return f"{first}..{last}"


def year_bars(years: Years) -> Bars:
    rows = [(str(year or "–"), {level: years.at(year, level) for level in years.levels}) for year in years.years]
    return bars(rows, from_the_right=years.reader.is_from_the_right)


def patterns(years: Years) -> list[Table]:
    """Which pattern stands for which level."""
    return [{"name": level, "words": words.word(words.LEVELS, level)} for level in years.levels]


def _compared(reader: Reader, code: str) -> list[Table]:
    """Rows of like with like for this country, rule by rule."""
    rows = []
    for name, compared in reader.snapshot.compared.items():
        row = next((row for row in compared if row["country"] == code), None)
        if row is not None:
            rule = reader.snapshot.rules[name]
            rows.append(
                {"rule": name, "label": words.of_rule(rule, reader.language)["label"], **in_points(reader, row)}
            )
    return rows


def in_points(reader: Reader, row: dict[str, Any]) -> Table:
    """An adjusted share and its difference to the usual, in words."""
    whole = row.get("whole", 0)
    shares = {name: reader.percent(row[name], whole) for name in ("adjusted", "low", "high") if name in row}
    named = {"difference": "points", "difference_low": "points_low", "difference_high": "points_high"}
    return {**shares, **{told: points(row[name]) for name, told in named.items()}, "is_unexplained": row["unexplained"]}


def points(difference: float) -> str:
    whole = round(100 * difference)
    return f"{whole:+d}".replace("-", "−") if whole else "0"
