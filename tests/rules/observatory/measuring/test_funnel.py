"""A funnel is as wide as countries differ anyway: few are outside by chance, whether texts are few or many."""

import numpy as np
import pytest
from scipy import stats

from safeconduct.observatory.measuring.funnel import INNER, OUTER, funnel, sizes_along


def simulated(seed, likeness, countries=30):
    """(part, whole) of countries that differ by nothing but chance and a likeness of texts on one country."""
    draw = np.random.default_rng(seed)
    wholes = draw.integers(2, 60, countries)
    weight = (1 - likeness) / likeness if likeness else None
    shares = draw.beta(0.4 * weight, 0.6 * weight, countries) if weight else np.full(countries, 0.4)
    return [(int(draw.binomial(whole, share)), int(whole)) for whole, share in zip(wholes, shares, strict=True)]


def outside(seeds, likeness, within, around=funnel):
    told = []
    for seed in seeds:
        pairs = simulated(seed, likeness)
        shape = around(pairs)
        told += [shape.is_outside(count, whole, within) for count, whole in pairs]
    return np.mean(told)


def test_by_chance_alone_few_are_outside():
    assert outside(range(40), 0.0, INNER) <= 0.05
    assert outside(range(40), 0.0, OUTER) <= 0.004


def test_where_countries_differ_anyway_the_funnel_is_wider():
    """Without it, every third country would be outside."""
    assert outside(range(40), 0.15, INNER) <= 0.06

    def as_if_by_chance(pairs):
        shape = funnel(pairs)
        return type(shape)(shape.centre, 1.0, 0.0)

    assert outside(range(40), 0.15, INNER, as_if_by_chance) >= 0.25


def test_one_country_that_is_far_off_is_outside():
    pairs = [*[(8, 20)] * 12, (40, 40)]
    shape = funnel(pairs)
    assert shape.is_outside(40, 40, INNER)
    assert not shape.is_outside(1, 1, OUTER)


def test_the_limits_of_chance_are_those_of_the_binomial():
    shape = funnel([(4, 10)] * 5)
    assert (shape.spread, shape.likeness) == (1.0, 0.0)
    assert shape.limits(10, INNER) == tuple(stats.binom.ppf([0.025, 0.975], 10, 0.4) / 10)


@pytest.mark.parametrize(("pairs", "centre"), [([(0, 4)] * 3, 0.0), ([(4, 4)] * 3, 1.0)])
def test_none_and_all_have_no_width(pairs, centre):
    assert funnel(pairs).limits(10, OUTER) == (centre, centre)


def test_two_countries_have_no_funnel():
    assert funnel([(1, 2), (2, 4), (0, 0)]) is None


@pytest.mark.parametrize(("most", "sizes"), [(0, 0), (1, 1), (60, 60), (1_000_000, 60)])
def test_a_line_has_few_points_however_many_texts_there_are(most, sizes):
    found = sizes_along(most)
    assert len(found) <= sizes + 1
    assert found[:1] == [1][:sizes] and found[-1:] == [most][:sizes]
    assert found == sorted(set(found))
