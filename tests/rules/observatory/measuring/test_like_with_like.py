"""Like with like: small numbers lean to the middle, levels and years are taken out, and intervals cover what they say."""

import numpy as np
import pytest
from scipy.special import expit

from safeconduct.observatory.measuring import like_with_like
from safeconduct.observatory.measuring.counting import counted, judged
from safeconduct.observatory.measuring.like_with_like import UNEXPLAINED, compared
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, RULES, a_row, a_table

TERM = RULES.named("defender_term")
COUNTRIES = ("BI", "CN", "GE", "GT", "HN", "KZ", "LA", "PE", "RS", "RU", "SA", "ZM")


def texts_on(country, with_term, whole, **given):
    return [
        a_row(f"{country}-{at}-{given}", countries=[country], uses_hrd_term=at < with_term, **given)
        for at in range(whole)
    ]


def compared_rows(rows):
    return compared(counted(judged(a_table(rows), TERM, PUBLISHED_PERIOD)), TERM)


def by_name(comparison):
    return {row["country"]: row for row in comparison.with_usual().to_dicts()}


@pytest.fixture(scope="module")
def unequal():
    rows = [row for country in COUNTRIES[:8] for row in texts_on(country, 12, 20)]
    return compared_rows(rows + texts_on("SA", 2, 30) + texts_on("ZM", 0, 1))


def test_one_text_does_not_shout(unequal):
    one = by_name(unequal)["ZM"]
    assert one["value"] == 0.0
    assert one["adjusted"] > 0.3
    assert not one["unexplained"]


def test_a_difference_that_is_not_explained_is_listed_with_the_texts_behind_it(unequal):
    assert by_name(unequal)["SA"]["unexplained"]
    assert not by_name(unequal)["CN"]["unexplained"]
    pairs = unequal.disparities().to_dicts()
    assert ("CN", "SA") in {(row["country"], row["other"]) for row in pairs}
    for row in pairs:
        assert row["said"] == UNEXPLAINED == "difference not explained by public data"
        assert "SA" in (row["country"], row["other"])
        assert len(row["texts"]) in (20, 30) and len(row["other_texts"]) in (20, 30)


def test_what_the_level_accounts_for_is_no_difference_between_countries():
    """Two countries are treated alike at each level, and the one hears of delegations, the other of headquarters."""
    local, hq = {"issuer_level": "local", "issuer_kind": "eu_delegation"}, {}
    rows = [
        row for country in COUNTRIES[:6] for row in texts_on(country, 3, 15, **local) + texts_on(country, 12, 15, **hq)
    ]
    comparison = compared_rows(rows + texts_on("SA", 4, 20, **local) + texts_on("ZM", 16, 20, **hq))
    raw = by_name(comparison)["ZM"]["value"] - by_name(comparison)["SA"]["value"]
    difference, low, high = comparison.between("ZM", "SA")
    assert raw == pytest.approx(0.6)
    assert abs(difference) < 0.2
    assert low < 0 < high


def test_the_order_is_the_alphabet_s(unequal):
    assert unequal.countries == ("BI", "CN", "GE", "GT", "HN", "KZ", "LA", "PE", "SA", "ZM")


@pytest.mark.parametrize(
    "rows", [texts_on("SA", 9, 19), texts_on("SA", 10, 20) + texts_on("CN", 10, 20)], ids=["few", "two"]
)
def test_too_little_is_not_compared(rows):
    assert compared_rows(rows) is None


def test_the_same_texts_give_the_same_figures_in_any_order(unequal):
    rows = [row for country in reversed(COUNTRIES[:8]) for row in reversed(texts_on(country, 12, 20))]
    again = compared_rows(texts_on("ZM", 0, 1) + texts_on("SA", 2, 30) + rows)
    assert again.with_usual().equals(unequal.with_usual())


def simulated(seed, spread):
    """Texts on twelve countries whose true shares are drawn; the levels differ between countries and matter."""
    draw = np.random.default_rng(seed)
    effects = draw.normal(0, spread, len(COUNTRIES))
    rows, weights = [], []
    for country, effect in zip(COUNTRIES, effects, strict=True):
        often_local = draw.uniform(0.1, 0.9)
        for at in range(int(draw.integers(3, 50))):
            is_local = draw.random() < often_local
            level = {"issuer_level": "local", "issuer_kind": "eu_delegation"} if is_local else {}
            says = bool(draw.random() < expit(0.2 + effect - 0.8 * is_local))
            day = f"{2014 + int(draw.integers(5))}-03-04"
            rows.append(a_row(f"{country}-{at}", countries=[country], uses_hrd_term=says, date=day, **level))
            weights.append(is_local)
    part = np.mean(weights)
    return rows, part * expit(0.2 + effects - 0.8) + (1 - part) * expit(0.2 + effects)


def covered_shares(seeds, spread):
    """How often intervals of adjusted shares, and of differences of pairs, hold the truth."""
    shares, pairs = [], []
    for seed in seeds:
        rows, truth = simulated(seed, spread)
        comparison = compared_rows(rows)
        found = by_name(comparison)
        shares += [
            found[code]["low"] <= true <= found[code]["high"] for code, true in zip(COUNTRIES, truth, strict=True)
        ]
        for one in range(0, len(COUNTRIES) - 1, 2):
            _, low, high = comparison.between(COUNTRIES[one], COUNTRIES[one + 1])
            pairs.append(low <= truth[one] - truth[one + 1] <= high)
    return np.mean(shares), np.mean(pairs)


@pytest.mark.slow
def test_intervals_cover_what_they_say():
    shares, pairs = covered_shares(range(300, 320), 0.8)
    assert shares >= 0.92
    assert pairs >= 0.92


@pytest.mark.long
@pytest.mark.parametrize("spread", [0.0, 0.3, 0.8, 1.2])
def test_intervals_cover_what_they_say_however_much_countries_differ(spread):
    shares, pairs = covered_shares(range(400, 480), spread)
    assert shares >= 0.935
    assert pairs >= 0.935


def test_no_word_says_why():
    """Nothing that is written of a comparison names a cause."""
    from safeconduct.observatory.publishing import snapshot

    said = (snapshot.COMPARED + UNEXPLAINED + "".join(rule.method for rule in RULES.rules)).casefold()
    for word in ("because", "caused", "due to", "leads to", "effect of", "discriminat", "worst", "best", "bias"):
        assert word not in said
    assert like_with_like.UNEXPLAINED in like_with_like.__doc__
