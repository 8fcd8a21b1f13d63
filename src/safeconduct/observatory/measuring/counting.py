"""What each rule counts, country by country in alphabetical order, with the texts behind every figure.

Public texts only: silence may be a defender's wish, private action is not seen, and more is not better. So nothing here
orders by a figure."""

from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from safeconduct.observatory.measuring.interval import rate_intervals, share_intervals
from safeconduct.observatory.measuring.measure_rule import MeasureRule
from safeconduct.observatory.measuring.period import Period
from safeconduct.vocabulary.place_name import country_names

if TYPE_CHECKING:
    import polars as pl

FEWEST_PEOPLE = 5
UNDER_EVERY_COUNT = (
    "Public texts only.",
    "Silence may be a defender's wish.",
    "Private action is not seen.",
    "More is not better.",
)
LEVELS = ("local", "hq", "capital", "multilateral", "none")
ALL = ""  # of countries, levels or years: all together
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


def judged(statements: "pl.DataFrame", rule: MeasureRule, period: Period) -> "pl.DataFrame":
    """The statements with `left_out`: why the rule does not count one, or null. The first reason is given."""
    import polars as pl

    fits = [pl.col(field).is_in(list(codes)).fill_null(False) for field, codes in sorted(rule.where.items())]
    undated = pl.col("earliest").is_null()
    outside = (pl.col("latest") < period.first) | (pl.col("earliest") > period.last)
    unsure = (pl.col("earliest") < period.first) | (pl.col("latest") > period.last)
    reason = (
        pl.when(~pl.col("label").is_in(["S", "X"]))
        .then(pl.lit("no statement"))
        .when(~pl.col("issuer_kind").is_in(sorted(rule.kinds)))
        .then(pl.lit("another forum"))
        .when(~pl.all_horizontal(fits))
        .then(pl.lit("not of this rule"))
        .when(undated)
        .then(pl.lit("no date"))
        .when(outside)
        .then(pl.lit("another period"))
        .when(unsure)
        .then(pl.lit("date not exact enough"))
    )
    return statements.with_columns(left_out=reason)


def counted(judged_statements: "pl.DataFrame") -> "pl.DataFrame":
    """What the rule counts: the statements that nothing leaves out, with `year`; null if the date straddles two."""
    import polars as pl

    same = pl.col("earliest").dt.year() == pl.col("latest").dt.year()
    kept = judged_statements.filter(pl.col("left_out").is_null()).drop("left_out")
    return kept.with_columns(year=pl.when(same).then(pl.col("earliest").dt.year()))


def left_out(judged_statements: "pl.DataFrame", rule: MeasureRule) -> "pl.DataFrame":
    """Columns: rule, id, reason. Texts that are no statement are not listed."""
    import polars as pl

    kept = judged_statements.filter(pl.col("left_out").is_not_null() & (pl.col("left_out") != "no statement"))
    return kept.select(pl.lit(rule.code).alias("rule"), "id", pl.col("left_out").alias("reason")).sort("id")


def by_country(statements: "pl.DataFrame") -> "pl.DataFrame":
    """A row for each state that a statement addresses, in `country`; none for those that address none."""
    return statements.explode("countries").rename({"countries": "country"}).drop_nulls("country")


def measured(
    statements: "pl.DataFrame", rule: MeasureRule, period: Period, *, countries: Iterable[str] = ()
) -> "pl.DataFrame":
    """COLUMNS: the figures of a rule: each country and all together; of a count also year by year and level by level.
    A state of `countries` without a statement has a nought of its own: a count of none is a count."""
    kept = counted(judged(statements, rule, period))
    rows = _rows(kept, by=(), rule=rule, period=period)
    apart = by_country(kept)
    rows += _rows(apart, by=("country",), rule=rule, period=period, countries=countries)
    if rule.measures == "count":
        for by in (("country", "year"), ("country", "level"), ("country", "year", "level")):
            rows += _rows(apart, by=by, rule=rule, period=period)
    return in_order(_frame(rows))


def _rows(
    statements: "pl.DataFrame",
    *,
    by: tuple[str, ...],
    rule: MeasureRule,
    period: Period,
    countries: Iterable[str] = (),
) -> list[dict[str, object]]:
    """The figures of all groups of one kind."""
    parted = _parted(statements, by, rule)
    listed = {tuple(str(row[name]) for name in by): row for row in parted.to_dicts()}
    nothing: dict[str, object] = {"texts": [], "others": [], "untold": 0, "people": []}
    for code in countries:
        listed.setdefault((code,), {"country": code, **nothing})
    if not by and not listed:
        listed[()] = nothing
    rows = list(listed.values())
    return _PARTS[rule.measures](rows, rule, period)


def _parted(statements: "pl.DataFrame", by: tuple[str, ...], rule: MeasureRule) -> "pl.DataFrame":
    """Columns: those of `by`, texts (counted), others (the rest of a whole), untold (statements that do not say), people."""
    import polars as pl

    marked = statements.rename({"issuer_level": "level"}).with_columns(told=is_told(rule), has=has_part(rule))
    figures = (
        pl.col("id").filter(pl.col("told") & pl.col("has")).unique().sort().alias("texts"),
        pl.col("id").filter(pl.col("told") & ~pl.col("has")).unique().sort().alias("others"),
        (~pl.col("told")).sum().alias("untold"),
        pl.col("people").list.explode().drop_nulls().unique().sort().alias("people"),
    )
    if not by:
        return marked.group_by(pl.lit(ALL).alias("country")).agg(figures)
    return marked.drop_nulls([name for name in by if name == "year"]).group_by(by, maintain_order=True).agg(figures)


def is_told(rule: MeasureRule) -> "pl.Expr":
    """Whether a statement says what a share asks; for other rules there is nothing to say."""
    import polars as pl

    said = (pl.col(field).is_not_null() & (pl.col(field).cast(pl.String) != "") for field in rule.having)
    return reduce(and_, said, pl.lit(True))


def has_part(rule: MeasureRule) -> "pl.Expr":
    """Whether a statement belongs to the part of a share."""
    import polars as pl

    fits = (pl.col(field).is_in(list(codes)) for field, codes in sorted(rule.having.items()))
    return reduce(and_, fits, pl.lit(True))


def _row(row: dict[str, object], rule: MeasureRule) -> dict[str, object]:
    texts, others = list(_ids(row["texts"])), list(_ids(row["others"]))
    named = {"rule": rule.code, "country": row.get("country") or ALL, "level": row.get("level") or ALL}
    counts = {"count": len(texts), "whole": None, "untold": row["untold"], "bound": rule.bound, "hidden": False}
    values = {"value": float(len(texts)), "low": None, "high": None}
    return named | {"year": row.get("year"), "texts": texts, "others": others} | counts | values


def _ids(listed: object) -> list[str]:
    return listed if isinstance(listed, list) else []


def _counts(rows: list[dict[str, object]], rule: MeasureRule, period: Period) -> list[dict[str, object]]:
    return [_row(row, rule) for row in rows]


def _rates(rows: list[dict[str, object]], rule: MeasureRule, period: Period) -> list[dict[str, object]]:
    counts = [_row(row, rule) for row in rows]
    intervals = rate_intervals([len(_ids(one["texts"])) for one in counts], period.years)
    return [
        one | {"value": len(_ids(one["texts"])) / period.years, "low": low, "high": high}
        for one, (low, high) in zip(counts, intervals, strict=True)
    ]


def _shares(rows: list[dict[str, object]], rule: MeasureRule, period: Period) -> list[dict[str, object]]:
    counts = [_row(row, rule) for row in rows]
    pairs = [(len(_ids(one["texts"])), len(_ids(one["texts"])) + len(_ids(one["others"]))) for one in counts]
    intervals = share_intervals(pairs)
    return [
        one | {"whole": whole, "value": count / whole if whole else None, "low": low, "high": high}
        for one, (count, whole), (low, high) in zip(counts, pairs, intervals, strict=True)
    ]


def _people(rows: list[dict[str, object]], rule: MeasureRule, period: Period) -> list[dict[str, object]]:
    """One to four people are not told apart, and the texts that name them are not listed beside the figure."""
    return [_without_few(_row(row, rule), len(_ids(row["people"]))) for row in rows]


def _without_few(row: dict[str, object], people: int) -> dict[str, object]:
    if 0 < people < FEWEST_PEOPLE:
        return row | {"count": None, "value": None, "hidden": True, "texts": []}
    return row | {"count": people, "value": float(people)}


_PARTS = {"count": _counts, "rate": _rates, "share": _shares, "people": _people}


def _frame(rows: list[dict[str, object]]) -> "pl.DataFrame":
    """COLUMNS, values rounded to four places, so that the same texts give the same octets everywhere."""
    import polars as pl

    numbers = ("value", "low", "high")
    schema: dict[str, Any] = dict.fromkeys(COLUMNS, pl.String) | dict.fromkeys(numbers, pl.Float64)
    schema |= dict.fromkeys(("year", "count", "whole", "untold"), pl.Int64) | {"hidden": pl.Boolean}
    schema |= dict.fromkeys(("texts", "others"), pl.List(pl.String))
    return pl.DataFrame(rows, schema=schema).with_columns(pl.col(*numbers).round(4))


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
