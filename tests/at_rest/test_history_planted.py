"""The search for anomalies finds each kind when it is planted, and nothing where all is well."""

import random

import pytest

from tests.at_rest.history import Append, Deed, Reading, anomalies


def deed(*acts, at, lasts=1.0, state="done"):
    return Deed(tuple(acts), at, at + lasts, state)


def a(name, value):
    return Append(name, value)


def r(name, values):
    return Reading(name, tuple(values))


PLANTED = {
    "two orders": [
        deed(a("x", "1"), at=0, lasts=9),
        deed(a("x", "2"), at=0, lasts=9),
        deed(r("x", "12"), at=10),
        deed(r("x", "21"), at=12),
    ],
    "twice": [deed(a("x", "1"), at=0), deed(r("x", "11"), at=2)],
    "from nowhere": [deed(r("x", "1"), at=0)],
    "G1a: read what was refused": [deed(a("x", "1"), at=0, state="refused"), deed(r("x", "1"), at=2)],
    "G1b: read half of it": [deed(a("x", "1"), a("x", "2"), at=0), deed(r("x", "1"), at=0.5)],
    "lost update": [
        deed(a("x", "1"), at=0),
        deed(a("x", "2"), at=0),
        deed(r("x", "2"), at=2),
    ],
    "G0: writes in a circle": [
        deed(a("x", "1"), a("y", "1"), at=0, lasts=9),
        deed(a("x", "2"), a("y", "2"), at=0, lasts=9),
        deed(r("x", "12"), at=10),
        deed(r("y", "21"), at=10),
    ],
    "G1c: information in a circle": [
        deed(a("x", "1"), r("y", "1"), at=0, lasts=9),
        deed(a("y", "1"), r("x", "1"), at=0, lasts=9),
    ],
    "G2-item: readings that exclude each other": [
        deed(r("x", ""), a("y", "1"), at=0, lasts=9),
        deed(r("y", ""), a("x", "1"), at=0, lasts=9),
        deed(r("x", "1"), r("y", "1"), at=10),
    ],
    "against the clock": [
        deed(a("x", "1"), at=0, lasts=9),
        deed(r("x", "1"), at=1),
        deed(r("x", ""), at=3),
    ],
}


@pytest.mark.parametrize(("kind", "deeds"), PLANTED.items(), ids=list(PLANTED))
def test_what_is_planted_is_found_and_nothing_else(kind, deeds):
    assert list(anomalies(deeds)) == [kind]


@pytest.mark.parametrize("seed", range(20))
def test_what_was_done_one_after_the_other_has_no_anomaly(seed):
    assert anomalies(serial(random.Random(seed), 200)) == {}


@pytest.mark.parametrize("seed", range(20))
def test_a_reading_that_is_older_than_it_may_be_is_found_in_any_history(seed):
    chance = random.Random(seed)
    deeds = serial(chance, 200)
    late = max(number for number, one in enumerate(deeds) if any(read.values for read in one.readings()))
    (read,) = deeds[late].readings()
    deeds[late] = deed(r(read.name, read.values[:-1]), at=deeds[late].began, lasts=0.5)
    assert anomalies(deeds)


def serial(chance, count):
    lists = {name: [] for name in "xyz"}
    deeds = []
    for number in range(count):
        name = chance.choice("xyz")
        if chance.random() < 0.5:
            lists[name].append(f"{number}.")
            deeds.append(deed(a(name, f"{number}."), at=number, lasts=0.5))
        else:
            deeds.append(deed(r(name, lists[name]), at=number, lasts=0.5))
    return deeds
