"""Krippendorff's alpha against the package of that name, and its interval."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.observatory.by_hand.codebook import codebook
from safeconduct.observatory.by_hand.hand_coding import folded
from safeconduct.observatory.by_hand.reliability import alpha, apart, apart_as_lists, interval, reliabilities

MATRICES = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from(["a", "b", "c", None]), min_size=coders, max_size=coders), min_size=2, max_size=12
    )
)


@given(MATRICES)
def test_alpha_is_that_of_the_package(matrix):
    """Rows are texts, columns people; None: not coded."""
    units = [[code for code in row if code is not None] for row in matrix]
    shared = [codes for codes in units if len(codes) > 1]
    if len({code for codes in shared for code in codes}) < 2:
        return
    places = {"a": 0, "b": 1, "c": 2}
    numbers = np.array([[np.nan if code is None else places[code] for code in row] for row in matrix], dtype=float).T
    expected = krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal", value_domain=[0, 1, 2])
    assert alpha(shared, apart) == pytest.approx(expected)


def test_alpha_of_the_worked_example_of_its_author():
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: nominal data, missing values: 0.743."""
    table = [
        *([1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]),
        *([None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]),
    ]
    units = [[row[at] for row in table if row[at] is not None] for at in range(12)]
    shared = [codes for codes in units if len(codes) > 1]
    value, (low, high) = alpha(shared, apart), interval(shared, apart)
    assert value == pytest.approx(0.743, abs=0.0005)
    assert low < value < high


def test_lists_that_share_something_disagree_less_than_lists_that_share_nothing():
    one, other = frozenset({"CN", "HK"}), frozenset({"CN"})
    assert apart_as_lists(one, one) == apart_as_lists(frozenset(), frozenset()) == 0
    assert apart_as_lists(one, other) == 0.5
    assert apart_as_lists(one, frozenset({"RU"})) == apart_as_lists(None, one) == 1


def test_where_everybody_gave_one_code_alpha_has_no_value():
    assert alpha([["a", "a"], ["a", "a"]], apart) is None
    assert interval([["a", "a"], ["a", "a"]], apart) == (None, None)


@pytest.mark.slow
def test_the_interval_covers_what_it_says():
    """Two people who each see the truth in 85 of 100 texts: of 95 % intervals over 80 texts at least nine in ten hold the alpha of
    all texts that could be drawn."""
    drawing = np.random.default_rng(7)

    def coded(number):
        truth = drawing.random(number) < 0.4
        return [[bool(right != (drawing.random() < 0.15)) for _ in range(2)] for right in truth]

    true = alpha(coded(60_000), apart)
    held = 0
    for _ in range(60):
        low, high = interval(coded(80), apart)
        held += low <= true <= high
    assert held >= 54


def test_first_and_latest_codes_are_measured_apart():
    def row(by, label, number):
        return {"kind": "codes", "text": f"t{number}", "by": by, "codebook": 1, "values": {"label": label}}

    first = [
        row(by, label, at)
        for at, pair in enumerate(("SS", "NN", "SN", "NS"))
        for by, label in zip("ab", pair, strict=True)
    ]
    after_talking = [row("b", "S", 2), row("a", "S", 3)]
    codings = folded([*first, *after_talking])
    (before,) = reliabilities(codings.first, codebook(1))
    (after,) = reliabilities(codings.latest, codebook(1))
    assert before.alpha < 0.2 < after.alpha == 1
    assert (before.texts, before.people) == (4, 2)
