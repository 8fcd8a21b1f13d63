"""How far shares of few texts stray by chance: a funnel around the share of all, widened by how much countries differ anyway."""

from collections.abc import Iterable
from dataclasses import dataclass

# The ends of the inner and the outer funnel: 95 and 99.8 of a hundred countries fall inside by chance.
INNER, OUTER = 0.95, 0.998
MOST_POINTS = 60  # along a line of a funnel, however many texts there are
_FEWEST = 3  # countries from which the spread between them can be told


@dataclass(frozen=True)
class Funnel:
    """`centre`: the share of all; `spread`: Pearson's chi square per degree of freedom, one where counts vary by chance alone;
    `likeness`: how alike texts on one country are, the correlation that stands for this spread."""

    centre: float
    spread: float
    likeness: float

    def limits(self, whole: int, within: float) -> tuple[float, float]:
        """Between which shares of `whole` texts a country falls with the chance `within`."""
        from scipy import stats

        tails = ((1 - within) / 2, 1 - (1 - within) / 2)
        if self.centre in (0.0, 1.0):
            return self.centre, self.centre
        if self.likeness <= 0:
            found = stats.binom.ppf(tails, whole, self.centre)
        else:
            weight = (1 - self.likeness) / self.likeness
            found = stats.betabinom.ppf(tails, whole, self.centre * weight, (1 - self.centre) * weight)
        return float(found[0]) / whole, float(found[1]) / whole

    def is_outside(self, count: int, whole: int, within: float) -> bool:
        low, high = self.limits(whole, within)
        return not low <= count / whole <= high


def funnel(pairs: Iterable[tuple[int, int]]) -> Funnel | None:
    """From (part, whole) of each country; None where there are too few to tell their spread."""
    import numpy as np
    from statsmodels.stats.proportion import proportions_chisquare

    told = [(count, whole) for count, whole in pairs if whole]
    if len(told) < _FEWEST:
        return None
    counts, wholes = (np.array(column, dtype=float) for column in zip(*told, strict=True))
    centre = float(counts.sum() / wholes.sum())
    if centre in (0.0, 1.0):
        return Funnel(centre, 1.0, 0.0)
    spread = max(1.0, float(proportions_chisquare(counts, wholes)[0]) / (len(told) - 1))
    # What the spread says of two texts on one country, for wholes that differ.
    usual = float((wholes.sum() - (wholes**2).sum() / wholes.sum()) / (len(told) - 1))
    return Funnel(centre, spread, min(0.99, (spread - 1) / (usual - 1)) if usual > 1 else 0.0)


def sizes_along(most: int) -> list[int]:
    """For how many texts the limits of a funnel are worked out, from one to the most on a country."""
    step = max(1, -(-most // MOST_POINTS))
    return [*range(1, most, step), most] if most else []
