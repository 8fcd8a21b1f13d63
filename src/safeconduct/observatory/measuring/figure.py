"""Figures of a rule from what was counted, with exact intervals, country by country in alphabetical order."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from safeconduct.observatory.measuring.counting import ALL, parted
from safeconduct.observatory.measuring.interval import rate_intervals, share_intervals
from safeconduct.observatory.measuring.measure_rule import MeasureRule
from safeconduct.observatory.measuring.period import Period
from safeconduct.vocabulary.place_name import country_names

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr.types import Table

FEWEST_PEOPLE = 5
UNDER_EVERY_COUNT = (
    "Public texts only.",
    "Silence may be a defender's wish.",
    "Private action is not seen.",
    "More is not better.",
)
LEVELS = ("local", "hq", "capital", "multilateral", "none")
COLUMNS = (
    *("rule", "country", "year", "level", "count", "whole", "untold", "value", "low", "high", "bound", "hidden"),
    *("texts", "others"),
)


class CountryOrder:
    """Where a country's name stands in the alphabet of a language; all together come last."""

    def __init__(self, language: str = "en") -> None:
        self.names: dict[str, str] = {}
        for name, code in country_names(language).items():
            if code not in self.names or len(name) < len(self.names[code]):
                self.names[code] = name

    def name(self, code: str) -> str:
        return self.names.get(code, code) if code else "All countries"

    def in_alphabetical_order(self, codes: Iterable[str]) -> list[str]:
        return sorted(set(codes), key=lambda code: (code == ALL, self.name(code).casefold(), code))


def measured(
    statements: "Table", rule: MeasureRule, period: Period, *, countries: Iterable[str] = ()
) -> "pl.DataFrame":
    """COLUMNS: the figures of a rule, counted and laid out."""
    return figures(parted(statements, rule, period), rule, period, countries=countries)


def figures(
    parts: "pl.DataFrame", rule: MeasureRule, period: Period, *, countries: Iterable[str] = ()
) -> "pl.DataFrame":
    """COLUMNS: what `counting.parted` found, as figures. A state of `countries` without a statement has a nought of its own: a
    count of none is a count. Values are rounded to four places, so that the same texts give the same octets everywhere."""
    import polars as pl

    parts = _with_noughts(parts, countries)
    pairs = parts.select(pl.col("texts").list.len().cast(pl.Int64), pl.col("others").list.len().cast(pl.Int64)).rows()
    numbers = _NUMBERS[rule.measures](pairs, parts["people"].to_list(), period)
    schema: dict[str, Any] = dict.fromkeys(("count", "whole"), pl.Int64)
    schema |= dict.fromkeys(("value", "low", "high"), pl.Float64) | {"hidden": pl.Boolean}
    laid_out = parts.hstack(pl.DataFrame(numbers, schema=schema, orient="row")).with_columns(
        pl.col("value", "low", "high").round(4),
        rule=pl.lit(rule.code),
        bound=pl.lit(rule.bound),
        texts=pl.when("hidden").then(pl.lit([], dtype=pl.List(pl.String))).otherwise("texts"),
    )
    return in_order(laid_out.select(COLUMNS))


def _with_noughts(parts: "pl.DataFrame", countries: Iterable[str]) -> "pl.DataFrame":
    import polars as pl

    missing = sorted({ALL, *countries} - set(parts["country"]))
    nothing: dict[str, object] = {"year": None, "level": ALL, "texts": [], "others": [], "untold": 0, "people": 0}
    return pl.concat([parts, pl.DataFrame([{"country": code, **nothing} for code in missing], schema=parts.schema)])


# What is told of each pair of (texts, others): count, whole, value, low, high, hidden.
_Numbers = list[tuple[int | None, int | None, float | None, float | None, float | None, bool]]
_Pairs = list[tuple[int, int]]


def _counts(pairs: _Pairs, people: list[int], period: Period) -> _Numbers:
    return [(count, None, float(count), None, None, False) for count, _ in pairs]


def _rates(pairs: _Pairs, people: list[int], period: Period) -> _Numbers:
    counts = [count for count, _ in pairs]
    intervals = rate_intervals(counts, period.years)
    return [
        (count, None, count / period.years, low, high, False)
        for count, (low, high) in zip(counts, intervals, strict=True)
    ]


def _shares(pairs: _Pairs, people: list[int], period: Period) -> _Numbers:
    wholes = [(count, count + rest) for count, rest in pairs]
    return [
        (count, whole, count / whole if whole else None, low, high, False)
        for (count, whole), (low, high) in zip(wholes, share_intervals(wholes), strict=True)
    ]


def _people(pairs: _Pairs, people: list[int], period: Period) -> _Numbers:
    """One to four people are not told apart, and the texts that name them are not listed beside the figure."""
    return [
        (None, None, None, None, None, True)
        if 0 < count < FEWEST_PEOPLE
        else (count, None, float(count), None, None, False)
        for count in people
    ]


_NUMBERS = {"count": _counts, "rate": _rates, "share": _shares, "people": _people}


def in_order(figures: "pl.DataFrame") -> "pl.DataFrame":
    """By the alphabet, then by year, then from the local level up: never by a figure."""
    import polars as pl

    places = {code: at for at, code in enumerate(CountryOrder().in_alphabetical_order(figures["country"]))}
    levels = {level: at for at, level in enumerate(LEVELS)}
    return (
        figures.with_columns(
            place=pl.col("country").replace_strict(places, return_dtype=pl.Int64),
            step=pl.col("level").replace_strict(levels, default=-1, return_dtype=pl.Int64),
        )
        .sort("place", pl.col("year").fill_null(0), "step")
        .drop("place", "step")
    )
