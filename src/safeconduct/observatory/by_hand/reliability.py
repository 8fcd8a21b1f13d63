"""How far people agree beyond chance: Krippendorff's alpha of each field, with an interval from resampled texts.

Definitions: Krippendorff, Content Analysis (2018), chapter 12; of lists the share that two do not have in common is the
distance (Jaccard), of all other codes whether they differ."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeconduct.observatory.by_hand.codebook import Codebook
from safeconduct.observatory.by_hand.hand_coding import HandCoding
from safeconduct.observatory.by_hand.in_force import comparable

Distance = Callable[[Any, Any], float]
_AT_ONCE, _TIMES, _SEED = 50, 20, 1  # a thousand draws, few in memory
_LEVEL = (2.5, 97.5)


@dataclass(frozen=True)
class Reliability:
    """`alpha` is None where all codes are the same: then nothing tells agreement from chance. `low` and `high`: 95 % of draws."""

    field: str
    texts: int
    people: int
    alpha: float | None
    low: float | None
    high: float | None

    def line(self) -> str:
        named = f"{self.field}: {self.texts} texts by {self.people} people"
        if self.alpha is None:
            return f"{named}: everybody gave one code to all of them, so alpha has no value"
        interval = "" if self.low is None else f" ({self.low:.2f} to {self.high:.2f})"
        return f"{named}: alpha {self.alpha:.2f}{interval}"


def reliabilities(codings: Mapping[tuple[str, str], HandCoding], codebook: Codebook) -> list[Reliability]:
    """Of each field that at least two people coded in some text."""
    found = []
    for name, field in codebook.fields.items():
        units: dict[str, dict[str, Hashable]] = {}
        for (text, person), coding in codings.items():
            if name in coding.values and codebook.still_means(name, coded_by=coding.codebook):
                units.setdefault(text, {})[person] = comparable(coding.values[name])
        shared = [codes for codes in units.values() if len(codes) > 1]
        if shared:
            people = {person for codes in shared for person in codes}
            of_lists = apart_as_lists if field.is_list else apart
            given = [list(codes.values()) for codes in shared]
            value, bounds = alpha(given, of_lists), interval(given, of_lists)
            found.append(Reliability(name, len(shared), len(people), value, *bounds))
    return found


def apart(one: object, other: object) -> float:
    return float(one != other)


def apart_as_lists(one: frozenset[str] | None, other: frozenset[str] | None) -> float:
    if one is None or other is None or not (one or other):
        return float(one != other)
    return 1 - len(one & other) / len(one | other)


@dataclass(frozen=True)
class _Counted:
    """`counts`: texts × codes, how often each was given; `apart_by`: distances of codes; `within`: of each text the distances of
    its pairs, weighted so that each code counts once."""

    counts: Any
    apart_by: Any
    within: Any


def alpha(units: Sequence[Sequence[Hashable]], distance: Distance) -> float | None:
    """`units`: of each text the codes that it was given, two at least."""
    import numpy as np

    value = float(_alpha(np.ones((1, len(units))), _counted(units, distance))[0])
    return None if np.isnan(value) else value


def interval(units: Sequence[Sequence[Hashable]], distance: Distance) -> tuple[float | None, float | None]:
    """Between which 95 of 100 alphas lie, if as many texts are drawn again and again from these."""
    import numpy as np

    if len(units) == 1 or alpha(units, distance) is None:
        return None, None
    counted, drawing = _counted(units, distance), np.random.default_rng(_SEED)
    drawn = (drawing.multinomial(len(units), np.full(len(units), 1 / len(units)), size=_AT_ONCE) for _ in range(_TIMES))
    low, high = np.nanpercentile(np.concatenate([_alpha(times, counted) for times in drawn]), _LEVEL)
    return float(low), float(high)


def _counted(units: Sequence[Sequence[Hashable]], distance: Distance) -> _Counted:
    import numpy as np

    values = list(dict.fromkeys(code for codes in units for code in codes))
    place = {code: at for at, code in enumerate(values)}
    counts = np.zeros((len(units), len(values)))
    for at, codes in enumerate(units):
        for code in codes:
            counts[at, place[code]] += 1
    apart_by = np.array([[distance(one, other) for other in values] for one in values])
    within = np.einsum("uv,uv->u", counts @ apart_by, counts) / (counts.sum(axis=1) - 1)
    return _Counted(counts, apart_by, within)


def _alpha(drawn: Any, counted: _Counted) -> Any:
    """`drawn`: how often each text stands in each draw. Not a number where all codes are the same."""
    import numpy as np

    totals = drawn @ counted.counts
    by_chance = np.einsum("dv,dv->d", totals @ counted.apart_by, totals) / (totals.sum(axis=1) - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(by_chance > 0, 1 - drawn @ counted.within / by_chance, np.nan)
