"""Exact 95 % intervals of counts and shares, as statsmodels has them. Nothing is approximated, however small the number."""

from collections.abc import Iterable

SURE = 0.95


def rate_intervals(counts: Iterable[int], years: float) -> list[tuple[float, float]]:
    """Of a Poisson count in a year: from below to above."""
    from statsmodels.stats.rates import confint_poisson

    found = [confint_poisson(count, years, method="exact-c", alpha=1 - SURE) for count in counts]
    # The lower end of a count of none is nought; the formula has no value there.
    return [(float(low) if low == low else 0.0, float(high)) for low, high in found]


def share_intervals(pairs: Iterable[tuple[int, int]]) -> list[tuple[float | None, float | None]]:
    """Of a part in a whole, by Clopper and Pearson; none where the whole is none."""
    from statsmodels.stats.proportion import proportion_confint

    return [
        _ends(*proportion_confint(count, whole, alpha=1 - SURE, method="beta")) if whole else (None, None)
        for count, whole in pairs
    ]


def _ends(low: float, high: float) -> tuple[float | None, float | None]:
    return float(low), float(high)
