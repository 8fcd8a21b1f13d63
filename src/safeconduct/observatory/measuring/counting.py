"""What each rule counts, as expressions: DuckDB runs them on one machine and Spark on several, with the same result.

Public texts only: silence may be a defender's wish, private action is not seen, and more is not better. So nothing here
orders by a figure."""

from collections.abc import Iterator
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from safeconduct.observatory.measuring.measure_rule import MeasureRule
from safeconduct.observatory.measuring.period import Period

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr.types import BooleanValue, Table

ALL = ""  # of countries, levels or years: all together


def judged(statements: "Table", rule: MeasureRule, period: Period) -> "Table":
    """The statements with `left_out`: why the rule does not count one, or null. The first reason is given."""
    import ibis
    from ibis import _

    fits = (_[field].isin(codes).fill_null(False) for field, codes in sorted(rule.where.items()))
    outside = (_.latest < period.first) | (_.earliest > period.last)
    unsure = (_.earliest < period.first) | (_.latest > period.last)
    reason = ibis.cases(
        (~_.label.isin(["S", "X"]), "no statement"),
        (~_.issuer_kind.isin(sorted(rule.kinds)), "another forum"),
        (~reduce(and_, fits), "not of this rule"),
        (_.earliest.isnull(), "no date"),
        (outside, "another period"),
        (unsure, "date not exact enough"),
    )
    return statements.mutate(left_out=reason)


def counted(judged_statements: "Table") -> "Table":
    """What the rule counts: the statements that nothing leaves out, with `year`; null if the date straddles two."""
    from ibis import _

    year = (_.earliest.year() == _.latest.year()).ifelse(_.earliest.year(), None).cast("int64")
    return judged_statements.filter(_.left_out.isnull()).drop("left_out").mutate(year=year)


def left_out(judged_statements: "Table", rule: MeasureRule) -> "pl.DataFrame":
    """Columns: rule, id, reason. Texts that are no statement are not listed."""
    import ibis
    from ibis import _

    kept = judged_statements.filter(_.left_out.notnull() & (_.left_out != "no statement"))
    listed: pl.DataFrame = kept.select(rule=ibis.literal(rule.code), id=_.id, reason=_.left_out).to_polars()
    return listed.sort("id")


def by_country(statements: "Table") -> "Table":
    """A row for each state that a statement addresses, in `country`; none for those that address none."""
    from ibis import _

    return statements.mutate(country=_.countries.unnest()).drop("countries")


def is_told(rule: MeasureRule) -> "BooleanValue":
    """Whether a statement says what a share asks; for other rules there is nothing to say."""
    import ibis
    from ibis import _

    said = (_[field].notnull() & (_[field].cast("string") != "") for field in rule.having)
    return reduce(and_, said, ibis.literal(True))


def has_part(rule: MeasureRule) -> "BooleanValue":
    """Whether a statement belongs to the part of a share."""
    import ibis
    from ibis import _

    fits = (_[field].isin(codes) for field, codes in sorted(rule.having.items()))
    return reduce(and_, fits, ibis.literal(True))


def parted(statements: "Table", rule: MeasureRule, period: Period) -> "pl.DataFrame":
    """Columns: country, year, level (ALL or null: all together), texts (ids that count), others (the rest of a whole), untold (how
    many do not say), people (how many different names). Each country and all together; of a count also year by year and level
    by level."""
    import polars as pl
    from ibis import _

    kept = counted(judged(statements, rule, period)).mutate(told=is_told(rule), has=has_part(rule))
    cells = reduce(lambda one, other: one.union(other), _cells(kept, rule))
    counts = cells.group_by("country", "year", "level").agg(
        texts=_.id.collect(where=_.told & _.has).unique().sort(),
        others=_.id.collect(where=_.told & ~_.has).unique().sort(),
        untold=(~_.told).sum(),
        people=_.people.collect().flatten().unique().length(),
    )
    found: pl.DataFrame = counts.to_polars()
    # Of nothing, one engine makes an empty list and the other none.
    return found.with_columns(pl.col("texts", "others").fill_null([]))


def _cells(kept: "Table", rule: MeasureRule) -> "Iterator[Table]":
    """A row for each figure that a statement stands in."""
    import ibis
    from ibis import _

    told = ("id", "told", "has", "people", "country", "year", "level")
    in_all, apart = kept.mutate(country=ibis.literal(ALL)), by_country(kept)
    every_level, every_year = ibis.literal(ALL), ibis.null("int64")
    yield in_all.mutate(year=every_year, level=every_level).select(told)
    yield apart.mutate(year=every_year, level=every_level).select(told)
    if rule.measures == "count":
        dated, at_a_level = _.year.notnull(), _.issuer_level != ""
        yield apart.filter(dated).mutate(level=every_level).select(told)
        yield apart.filter(at_a_level).mutate(year=every_year, level=_.issuer_level).select(told)
        yield apart.filter(dated, at_a_level).mutate(level=_.issuer_level).select(told)
