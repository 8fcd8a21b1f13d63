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
_COUNTRY_SPREAD, _FIXED_SPREAD = 1.0, 2.0  # standard deviations of the priors, in log odds
_FIRST_SPREAD = 0.6
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
    """`statements`: what `counting.counted` kept, for a rule that measures a share. None where there is too little to compare, or
    all texts are the same."""
    import polars as pl
    from ibis import _

    told = by_country(statements).filter(_.year.notnull(), is_told(rule)).mutate(has=has_part(rule))
    apart = told.select("id", "country", "year", "issuer_level", "has").to_polars()
    enough = apart.height >= FEWEST_STATEMENTS and apart["country"].n_unique() >= FEWEST_COUNTRIES
    if not enough or apart["has"].n_unique() < 2:
        return None
    apart = apart.sort("id", "country")
    countries = tuple(CountryOrder().in_alphabetical_order(apart["country"]))
    adjusted, usual = _drawn(apart, countries)
    behind = [apart.filter(pl.col("country") == country) for country in countries]
    return Comparison(
        rule,
        countries,
        adjusted,
        usual,
        tuple(tuple(one.filter(pl.col("has"))["id"].sort()) for one in behind),
        tuple(tuple(one.filter(~pl.col("has"))["id"].sort()) for one in behind),
    )


def _drawn(apart: "pl.DataFrame", countries: tuple[str, ...]) -> tuple[Any, Any]:
    """Draws of the adjusted shares: a mixed logistic regression with level and year fixed and the country random, its posterior
    by variational Bayes. It begins where we say, so that the same texts give the same figures."""
    import numpy as np
    from scipy.sparse import csr_array
    from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM

    fixed = _fixed(apart)
    places = {country: at for at, country in enumerate(countries)}
    at = np.array([places[country] for country in apart["country"]])
    of_country = csr_array((np.ones(len(at)), (np.arange(len(at)), at)), shape=(len(at), len(countries)))
    model = BinomialBayesMixedGLM(
        apart["has"].cast(int).to_numpy(),
        fixed,
        of_country,
        np.zeros(len(countries), dtype=int),
        vcp_p=_COUNTRY_SPREAD,
        fe_p=_FIXED_SPREAD,
    )
    unknowns = fixed.shape[1] + 1 + len(countries)
    fitted = model.fit_vb(mean=np.zeros(unknowns), sd=np.full(unknowns, _FIRST_SPREAD))
    draw = np.random.default_rng(_SEED)
    effects = draw.normal(fitted.fe_mean, fitted.fe_sd * _WIDENED, (_DRAWS, fixed.shape[1]))
    of_countries = draw.normal(fitted.vc_mean, fitted.vc_sd * _WIDENED, (_DRAWS, len(countries)))
    cells, times = np.unique(fixed, axis=0, return_counts=True)
    linear, weights = effects @ cells.T, times / times.sum()
    adjusted = np.column_stack([_share(linear + one[:, None]) @ weights for one in of_countries.T])
    return adjusted, _share(linear) @ weights


def _fixed(apart: "pl.DataFrame") -> Any:
    """Columns: one, each level but the most frequent, the year in steps from the middle."""
    import numpy as np

    levels = apart["issuer_level"].value_counts().rows()
    usual = min(levels, key=lambda row: (-row[1], row[0]))[0]
    years = apart["year"].to_numpy().astype(float)
    marks = [(apart["issuer_level"] == level).cast(float).to_numpy() for level, _ in sorted(levels) if level != usual]
    return np.column_stack([np.ones(len(years)), *marks, (years - np.round(years.mean())) / _YEARS])


def _share(log_odds: Any) -> Any:
    from scipy.special import expit

    return expit(log_odds)
