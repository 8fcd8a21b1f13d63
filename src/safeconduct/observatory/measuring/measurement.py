"""All that is measured of a table of coded statements in a period, once: what tables, charts and the snapshot are made from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeconduct.observatory.measuring.counting import ALL, counted, judged, left_out, parted
from safeconduct.observatory.measuring.figure import figures
from safeconduct.observatory.measuring.funnel import Funnel, funnel
from safeconduct.observatory.measuring.like_with_like import Comparison, compared
from safeconduct.observatory.measuring.measure_rule import MeasureRule, MeasureRules
from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.measuring.wording import wording_profiles

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr.types import Table


@dataclass(frozen=True)
class Measurement:
    """`figures`, `left_out`, `profiles`: the tables of all rules. `comparisons` and `funnels`: by the name of a rule that
    measures a share, where there is enough to compare."""

    rules: MeasureRules
    period: Period
    statements: "pl.DataFrame"
    figures: "pl.DataFrame"
    left_out: "pl.DataFrame"
    profiles: "pl.DataFrame"
    comparisons: dict[str, Comparison]
    funnels: dict[str, Funnel]

    def figures_of(self, rule: MeasureRule, *, by: Iterable[str] = ()) -> "pl.DataFrame":
        """COLUMNS of `counting`: a rule's figures of one kind, by `year`, `level`, both or neither."""
        import polars as pl

        by = tuple(by)
        figures = self.figures.filter(pl.col("rule") == rule.code)
        figures = figures.filter(pl.col("year").is_not_null() == ("year" in by))
        return figures.filter((pl.col("level") != ALL) == ("level" in by))


def measurement(
    statements: "Table", rules: MeasureRules, period: Period, *, step: Callable[[str], None] = lambda _: None
) -> Measurement:
    """`step` hears the label of each rule when it is counted and when it is laid out."""
    import polars as pl

    parts = {}
    for rule in rules.rules:
        step(rule.label)
        parts[rule.name] = parted(statements, rule, period)
    # Every state that some rule counts a statement on: the other rules show a nought for it.
    countries = sorted({code for one in parts.values() for code in one["country"]})
    every, left, comparisons, funnels = [], [], {}, {}
    for rule in rules.rules:
        step(rule.label)
        every.append(figures(parts.pop(rule.name), rule, period, countries=countries))
        found = judged(statements, rule, period)
        left.append(left_out(found, rule))
        if rule.measures == "share":
            if comparison := compared(counted(found), rule):
                comparisons[rule.name] = comparison
            if shape := funnel(_pairs(every[-1])):
                funnels[rule.name] = shape
    all_figures = pl.concat(every)
    profiles = wording_profiles(all_figures.filter(pl.col("year").is_null() & (pl.col("level") == ALL)), rules)
    rows = statements.to_polars().sort("id")
    return Measurement(rules, period, rows, all_figures, pl.concat(left), profiles, comparisons, funnels)


def _pairs(figures: "pl.DataFrame") -> list[tuple[int, int]]:
    """(part, whole) of each country that has any."""
    import polars as pl

    return figures.filter((pl.col("country") != ALL) & (pl.col("whole") > 0)).select("count", "whole").rows()
