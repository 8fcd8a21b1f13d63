"""The intervals of pages are those of the library that made the snapshot's."""

import pytest

from safeconduct.observatory.measuring.interval import rate_intervals, share_intervals
from safeconduct.observatory.showing.exact_interval import rate_interval, share_interval

WHOLES = (1, 2, 3, 7, 20, 94, 600, 5_000, 40_000)


@pytest.mark.parametrize("years", [0.25, 1.0, 5.33])
def test_a_rate_has_the_interval_of_the_library(years):
    counts = [0, 1, 2, 3, 8, 12, 40, 94, 600, 5_000, 40_000]
    for count, wanted in zip(counts, rate_intervals(counts, years), strict=True):
        assert rate_interval(count, years) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("whole", WHOLES)
def test_a_share_has_the_interval_of_the_library(whole):
    counts = sorted({0, 1, whole // 3, whole // 2, whole - 1, whole})
    for count, wanted in zip(counts, share_intervals((count, whole) for count in counts), strict=True):
        assert share_interval(count, whole) == pytest.approx(wanted, rel=1e-8, abs=1e-10)
