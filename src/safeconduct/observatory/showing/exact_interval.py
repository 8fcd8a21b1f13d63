"""Exact 95 % intervals of a count and of a share, by their definition: pages that narrow a figure do not load the libraries
that measured it. A test compares them with `measuring.interval`, which makes those of a snapshot."""

import math
from collections.abc import Callable

_TAIL = 0.025
_HALVINGS = 60
_NEGLIGIBLE = 1e-15


def rate_interval(count: int, years: float) -> tuple[float, float]:
    """Of a Poisson count in a year."""
    low = _where(lambda mean: _poisson_tail(count, mean, upwards=True) > _TAIL, 0.0, float(count)) if count else 0.0
    top = 2.0 * count + 20.0
    high = _where(lambda mean: _poisson_tail(count, mean, upwards=False) < _TAIL, float(count), top)
    return low / years, high / years


def share_interval(count: int, whole: int) -> tuple[float, float]:
    """Of a part in a whole, by Clopper and Pearson. The whole is not none."""
    middle = count / whole
    low = _where(lambda share: _binomial_tail(count, whole, share) > _TAIL, 0.0, middle) if count else 0.0
    if count == whole:
        return low, 1.0
    rest = whole - count
    high = _where(lambda share: _binomial_tail(rest, whole, 1 - share) < _TAIL, middle, 1.0)
    return low, high


def _where(holds: Callable[[float], bool], low: float, high: float) -> float:
    """The number between two at which something begins to hold."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _poisson_tail(count: int, mean: float, *, upwards: bool) -> float:
    """The chance of so many or more, or of so many or fewer: summed away from the mean, where each part is the smaller."""
    part = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)) if mean else float(count == 0)
    total, at = 0.0, count
    while part > _NEGLIGIBLE * total and at >= 0:
        total += part
        at += 1 if upwards else -1
        part *= mean / at if upwards else (at + 1) / mean
    return total


def _binomial_tail(count: int, whole: int, share: float) -> float:
    """The chance of so many or more of a whole; the share is below that of the count."""
    if not 0 < share < 1:
        return float(share >= 1)
    ways = math.lgamma(whole + 1) - math.lgamma(count + 1) - math.lgamma(whole - count + 1)
    part = math.exp(ways + count * math.log(share) + (whole - count) * math.log1p(-share))
    total, at = 0.0, count
    while part > _NEGLIGIBLE * total and at <= whole:
        total += part
        part *= (whole - at) / (at + 1) * share / (1 - share)
        at += 1
    return total
