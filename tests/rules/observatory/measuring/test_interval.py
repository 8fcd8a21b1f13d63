"""Exact intervals cover what they say, also for one text or none."""

import pytest
from scipy import stats

from safeconduct.observatory.measuring.interval import rate_intervals, share_intervals


def test_intervals_of_textbooks():
    assert [round(end, 3) for end in rate_intervals([8], 1.0)[0]] == [3.454, 15.763]
    assert [round(end, 3) for end in share_intervals([(1, 10)])[0]] == [0.003, 0.445]


def test_none_and_nothing():
    assert rate_intervals([0], 2.0)[0] == (0.0, pytest.approx(3.689 / 2, abs=1e-3))
    assert share_intervals([(0, 0)]) == [(None, None)]
    assert share_intervals([(0, 5)])[0][0] == 0.0
    assert share_intervals([(5, 5)])[0][1] == 1.0


@pytest.mark.parametrize("truth", [0.02, 0.1, 0.37, 0.5, 0.9])
@pytest.mark.parametrize("whole", [1, 5, 20])
def test_an_interval_of_a_share_covers_at_least_ninety_five_of_a_hundred(truth, whole):
    ends = share_intervals([(count, whole) for count in range(whole + 1)])
    covered = sum(
        stats.binom.pmf(count, whole, truth) for count, (low, high) in enumerate(ends) if low <= truth <= high
    )
    assert covered >= 0.95


@pytest.mark.parametrize("truth", [0.3, 2.0, 8.6])
def test_an_interval_of_a_rate_covers_at_least_ninety_five_of_a_hundred(truth):
    ends = rate_intervals(range(60), 1.0)
    covered = sum(stats.poisson.pmf(count, truth) for count, (low, high) in enumerate(ends) if low <= truth <= high)
    assert covered >= 0.95
