"""Whether like cases were treated alike, summed up for one country: beside others of that country, and of other countries.

Counted from cards in the request of somebody who holds their keys. Small numbers are not written; no country stands before
another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from safeconduct.cases.like_case import LikeCase, by_day, without
from safeconduct.cases.unlike_case import UnlikeCase, each_compared
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.reports.figures import Count, parts_of_one_whole

ALIKE, EXPLAINED, UNEXPLAINED, NONE_LIKE_IT = PARTS = ("alike", "explained", "unexplained", "none")


@dataclass(frozen=True)
class CaseTreatments:
    """`counts` part the decided cases of a country by how they were treated beside comparable ones; `compared` are those that have
    any, each with its part, the newest decision first."""

    counts: tuple[Count, ...]
    compared: tuple[tuple[str, UnlikeCase], ...]


@dataclass(frozen=True)
class CountryTreatments:
    """`first` to `last`: the days of the decisions, None where nothing was decided."""

    decided: int
    first: date | None
    last: date | None
    inside: CaseTreatments
    across: CaseTreatments


def country_treatments(country: str, among: Iterable[LikeCase], kinds: Mapping[str, ActionKind]) -> CountryTreatments:
    """Beside comparable cases of the country itself, and of all other countries."""
    known = sorted((one for one in among if one.profile.country), key=by_day)
    own = tuple(one for one in known if one.profile.country == country)
    others = tuple(one for one in known if one.profile.country != country)
    days = [one.decided_on for one in own]
    return CountryTreatments(
        decided=len(own),
        first=min(days, default=None),
        last=max(days, default=None),
        inside=_treated(own, own, kinds),
        across=_treated(own, others, kinds),
    )


def _treated(
    cases: tuple[LikeCase, ...], among: tuple[LikeCase, ...], kinds: Mapping[str, ActionKind]
) -> CaseTreatments:
    found = tuple((_part(one), one) for one in each_compared(cases, among, kinds))
    times = Counter(part for part, _one in found)
    counts = parts_of_one_whole(Count((part,), times[part], len(cases), ()) for part in PARTS)
    return CaseTreatments(counts, tuple(row for row in found if row[0] != NONE_LIKE_IT))


def _part(one: UnlikeCase) -> str:
    if not one.number:
        return NONE_LIKE_IT
    if not one.difference.codes:
        return ALIKE
    return UNEXPLAINED if without(one.difference, one.case.explained).codes else EXPLAINED
