"""Whether texts on one country differ from those on others when they are alike in level and year.

A share of few texts leans towards that of all (partial pooling), so that small numbers do not shout. What is left is a
“difference not explained by public data”: it says nothing of why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from safeconduct.observatory.measuring.counting import by_country, has_part, is_told
from safeconduct.observatory.measuring.figure import CountryOrder
from safeconduct.observatory.measuring.measure_rule import MeasureRule

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr.types import Table

UNEXPLAINED = "difference not explained by public data"
FEWEST_STATEMENTS = 20  # in all, and three countries: below that nothing is compared
FEWEST_COUNTRIES = 3
_DRAWS, _SEED = 4000, 20190430
_YEARS = 5.0  # that count as one step of a trend
# Variational posteriors are too narrow. Widened like this, intervals cover what they say on simulated texts.
_WIDENED = 1.2
_TAIL = 2.5  # per cent on each side


@dataclass(frozen=True)
class Comparison:
    """`adjusted`: for each country, in the alphabet's order, draws of its share if it had all countries' levels and years;
    `usual`: draws of the same for a country of which nothing is known. `texts` and `others`: with and without what is asked."""

    rule: MeasureRule
    countries: tuple[str, ...]
    adjusted: Any
    usual: Any
    texts: tuple[tuple[str, ...], ...]
    others: tuple[tuple[str, ...], ...]

    def with_usual(self) -> "pl.DataFrame":
        """Columns: rule, country, count, whole, value, adjusted, low, high, difference, difference_low, difference_high,
        unexplained, texts, others."""
        import polars as pl

        rows = []
        for at, country in enumerate(self.countries):
            texts, others = self.texts[at], self.others[at]
            share, apart = _middle(self.adjusted[:, at]), _middle(self.adjusted[:, at] - self.usual)
            counts = {"count": len(texts), "whole": len(texts) + len(others)}
            value = len(texts) / (len(texts) + len(others))
            shares = dict(zip(("adjusted", "low", "high"), share, strict=True))
            differences = dict(zip(("difference", "difference_low", "difference_high"), apart, strict=True))
            ends = {"unexplained": not apart[1] <= 0 <= apart[2], "texts": list(texts), "others": list(others)}
            row = {"rule": self.rule.code, "country": country, **counts, "value": round(value, 4)}
            rows.append(row | shares | differences | ends)
        return pl.DataFrame(rows)

    def between(self, country: str, other: str) -> tuple[float, float, float]:
        """The adjusted share of one country less that of another, and the ends of its interval."""
        one, two = self.countries.index(country), self.countries.index(other)
        return _middle(self.adjusted[:, one] - self.adjusted[:, two])

    def disparities(self) -> "pl.DataFrame":
        """A row for each disparity, a pair whose interval leaves nought out. Columns: rule, country, other, difference, low,
        high, said, texts, other_texts."""
        import polars as pl

        rows = []
        for at, country in enumerate(self.countries):
            for further, other in enumerate(self.countries[at + 1 :], start=at + 1):
                difference, low, high = self.between(country, other)
                if not low <= 0 <= high:
                    behind = {"texts": sorted((*self.texts[at], *self.others[at]))}
                    behind |= {"other_texts": sorted((*self.texts[further], *self.others[further]))}
                    ends = {"difference": difference, "low": low, "high": high, "said": UNEXPLAINED}
                    rows.append({"rule": self.rule.code, "country": country, "other": other, **ends, **behind})
        names = ("rule", "country", "other", "said")
        schema: dict[str, Any] = dict.fromkeys(names, pl.String) | dict.fromkeys(
            ("difference", "low", "high"), pl.Float64
        )
        schema |= dict.fromkeys(("texts", "other_texts"), pl.List(pl.String))
        return pl.DataFrame(rows, schema=schema)


def _middle(draws: Any) -> tuple[float, float, float]:
    import numpy as np

    low, high = np.percentile(draws, [_TAIL, 100 - _TAIL])
    return round(float(draws.mean()), 3), round(float(low), 3), round(float(high), 3)


def compared(statements: "Table", rule: MeasureRule) -> Comparison | None:
    """`statements`: what `counting.counted` kept, for a rule that measures a share. None where there is too little to compare, where
    all texts are the same, or where the regression finds no end."""
    from ibis import _

    told = by_country(statements).filter(_.year.notnull(), is_told(rule)).mutate(has=has_part(rule))
    cells = _cells(told)
    whole, part = cells["whole"].sum(), cells["part"].sum()
    if whole < FEWEST_STATEMENTS or cells["country"].n_unique() < FEWEST_COUNTRIES or part in (0, whole):
        return None
    countries = tuple(CountryOrder().in_alphabetical_order(cells["country"]))
    if not (drawn := _drawn(cells, countries)):
        return None
    texts, others = _behind(told)
    of_each = (tuple(texts[country] for country in countries), tuple(others[country] for country in countries))
    return Comparison(rule, countries, *drawn, *of_each)


def _cells(told: "Table") -> "pl.DataFrame":
    """Columns: country, year, issuer_level, whole, part. Texts that are alike in all that the regression knows of them are one
    cell, however many they are."""
    from ibis import _

    cells = told.group_by("country", "year", "issuer_level").agg(whole=_.count(), part=_.has.cast("int64").sum())
    found: pl.DataFrame = cells.cast({"whole": "int64", "part": "int64"}).to_polars()
    return found.sort("country", "year", "issuer_level")


def _behind(told: "Table") -> "tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]":
    """By country, the ids of the texts with what is asked and of those without."""
    from ibis import _

    found = told.group_by("country").agg(has=_.id.collect(where=_.has), lacks=_.id.collect(where=~_.has)).to_polars()
    with_it, without = (
        {country: tuple(sorted(ids or ())) for country, ids in found.select("country", name).rows()}
        for name in ("has", "lacks")
    )
    return with_it, without


def _drawn(cells: "pl.DataFrame", countries: tuple[str, ...]) -> tuple[Any, Any] | None:
    """Draws of the adjusted shares, from a mixed logistic regression with level and year fixed and the country random."""
    import numpy as np
    from scipy.special import expit

    from safeconduct.observatory.measuring.cell_regression import fitted

    fixed, whole = _fixed(cells), cells["whole"].to_numpy()
    places = {country: at for at, country in enumerate(countries)}
    country = np.array([places[country] for country in cells["country"]])
    found = fitted(cells["part"].to_numpy(), whole, fixed, country)
    if not found:
        return None
    draw = np.random.default_rng(_SEED)
    effects, of_countries = (draw.normal(mean, spread * _WIDENED, (_DRAWS, len(mean))) for mean, spread in found)
    alike, at = np.unique(fixed, axis=0, return_inverse=True)
    linear, weights = effects @ alike.T, np.bincount(at, weights=whole) / whole.sum()
    adjusted = np.column_stack([expit(linear + one[:, None]) @ weights for one in of_countries.T])
    return adjusted, expit(linear) @ weights


def _fixed(cells: "pl.DataFrame") -> Any:
    """Columns: one, each level but the most frequent, the year in steps from the middle."""
    import numpy as np
    import polars as pl

    levels = cells.group_by("issuer_level").agg(pl.col("whole").sum()).rows()
    usual = min(levels, key=lambda row: (-row[1], row[0]))[0]
    marks = [(cells["issuer_level"] == level).cast(float).to_numpy() for level, _ in sorted(levels) if level != usual]
    years = cells["year"].to_numpy().astype(float)
    middle = np.round(np.average(years, weights=cells["whole"].to_numpy()))
    return np.column_stack([np.ones(len(years)), *marks, (years - middle) / _YEARS])
