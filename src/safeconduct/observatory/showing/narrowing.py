"""A figure of a snapshot for part of its period, one level or one issuer. The rule has said which texts count; here only some
of them are kept, so a page and its snapshot cannot count by two rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.showing.exact_interval import rate_interval, share_interval
from safeconduct.observatory.showing.stored_snapshot import ShownRule, ShownText, StoredSnapshot

LEVELS = ("local", "hq", "capital", "multilateral", "none")


@dataclass(frozen=True)
class Narrowing:
    """`period`: whole months of the snapshot's period, as far as they lie in it, or all of it; `who`: a level, a kind of issuer, or "" for
    all."""

    period: Period
    who: str
    is_whole_period: bool

    @property
    def is_none(self) -> bool:
        return self.is_whole_period and not self.who

    @property
    def first(self) -> str:
        """Its first month, as the index has it; "" for the whole period, whose texts all count."""
        return "" if self.is_whole_period else f"{self.period.first:%Y-%m}"

    @property
    def last(self) -> str:
        return "9999-12" if self.is_whole_period else f"{self.period.last:%Y-%m}"

    def as_values(self) -> dict[str, str]:
        return {"first": self.first, "last": self.last, "who": self.who}


# A month is inside whole or not at all, since a part of a snapshot has whole months.
_COUNTS = """SELECT
    coalesce(sum(texts) FILTER (WHERE counted AND first >= :first AND last <= :last), 0),
    coalesce(sum(texts) FILTER (WHERE NOT counted AND first >= :first AND last <= :last), 0),
    coalesce(sum(texts) FILTER (WHERE NOT (first >= :first AND last <= :last) AND last >= :first AND first <= :last), 0)
    FROM cells WHERE figure = :figure AND (:who = '' OR :who IN (issuer, level))"""
_BY_YEAR = """SELECT CASE WHEN substr(first, 1, 4) = substr(last, 1, 4) THEN CAST(substr(first, 1, 4) AS INTEGER) END, level, sum(texts)
    FROM cells WHERE figure = :figure AND counted AND (:who = '' OR :who IN (issuer, level))
    AND first >= :first AND last <= :last GROUP BY 1, 2"""
_BY_ISSUER = """SELECT issuer, level, sum(texts)
    FROM cells WHERE figure = :figure AND counted AND (:who = '' OR :who IN (issuer, level))
    AND first >= :first AND last <= :last GROUP BY 1, 2 ORDER BY 1, 2"""
_BEHIND = """SELECT place FROM behind JOIN texts USING (place)
    WHERE figure = :figure AND place > :after AND (counted OR :whole) AND (:who = '' OR :who IN (issuer, level))
    AND first >= :first AND last <= :last ORDER BY place LIMIT :most OFFSET :skip"""


@dataclass(frozen=True)
class NarrowedFigure:
    """`texts`: how many are counted; `others`: how many are the rest of a whole. `count` is None where people are too few to be shown
    (`is_hidden`), or cannot be told for a part (`is_untold`). `unsure`: texts left out since their date is too rough for the period.
    `number`: by which the index knows it."""

    rule: ShownRule
    country: str
    number: int
    texts: int
    others: int
    count: int | None
    whole: int | None
    value: float | None
    low: float | None
    high: float | None
    is_hidden: bool = False
    is_untold: bool = False
    unsure: int = 0


def figure(snapshot: StoredSnapshot, rule: str, country: str, narrowing: Narrowing) -> NarrowedFigure | None:
    """None where the snapshot has no such figure."""
    stored = snapshot.figures.get((rule, country))
    if stored is None or rule not in snapshot.rules:
        return None
    told = snapshot.rules[rule]
    if narrowing.is_none:
        numbers = stored.texts, stored.others, stored.count, stored.whole, stored.value, stored.low, stored.high
        return NarrowedFigure(told, country, stored.number, *numbers, is_hidden=stored.hidden)
    if told.measures == "people":
        return NarrowedFigure(told, country, stored.number, 0, 0, None, None, None, None, None, is_untold=True)
    texts, others, unsure = snapshot.asked(_COUNTS, {"figure": stored.number, **narrowing.as_values()})[0]
    return _measured(told, country, stored.number, texts, others, narrowing.period, unsure)


def _measured(
    rule: ShownRule, country: str, number: int, count: int, others: int, period: Period, unsure: int
) -> NarrowedFigure:
    """Rounded as the tables of a snapshot are."""
    whole = count + others
    ends: tuple[float | None, float | None] = (None, None)
    value: float | None = float(count)
    if rule.measures == "rate":
        value, ends = count / period.years, rate_interval(count, period.years)
    if rule.measures == "share":
        value, ends = (count / whole, share_interval(count, whole)) if whole else (None, (None, None))
    of_whole = whole if rule.measures == "share" else None
    numbers = _rounded(value), _rounded(ends[0]), _rounded(ends[1])
    return NarrowedFigure(rule, country, number, count, others, count, of_whole, *numbers, unsure=unsure)


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def by_year_and_level(
    snapshot: StoredSnapshot, found: NarrowedFigure, narrowing: Narrowing
) -> dict[tuple[int | None, str], int]:
    """How many of the texts counted are of each year and level; the year is None where a date may mean two."""
    rows = snapshot.asked(_BY_YEAR, {"figure": found.number, **narrowing.as_values()})
    return {(year, level): texts for year, level, texts in rows}


def by_issuer(snapshot: StoredSnapshot, found: NarrowedFigure, narrowing: Narrowing) -> dict[tuple[str, str], int]:
    """How many of the texts counted are of each kind of issuer, and its level."""
    rows = snapshot.asked(_BY_ISSUER, {"figure": found.number, **narrowing.as_values()})
    return {(issuer, level): texts for issuer, level, texts in rows}


def texts_behind(
    snapshot: StoredSnapshot,
    found: NarrowedFigure,
    narrowing: Narrowing,
    part: str,
    *,
    most: int,
    skip: int = 0,
    after: int = 0,
) -> list[ShownText]:
    """Texts of a figure in the order of their days: `counted`, or those of its `whole`. `after`: the place of a text; to go on from
    there is quicker than to skip those before."""
    asked = {"figure": found.number, "whole": part == "whole", "most": most, "skip": skip, "after": after}
    return snapshot.at_places(place for (place,) in snapshot.asked(_BEHIND, {**asked, **narrowing.as_values()}))


def levels_in(counts: Mapping[tuple[int | None, str], int]) -> tuple[str, ...]:
    return tuple(level for level in LEVELS if any(told == level for _, told in counts))


def years_in(counts: Mapping[tuple[int | None, str], int], period: Period) -> tuple[int | None, ...]:
    """Every year of the period, also those without a text; None last, where there are texts of no single year."""
    years: list[int | None] = list(range(period.first.year, period.last.year + 1))
    return (*years, None) if any(year is None for year, _ in counts) else tuple(years)


def months(written: str, whole: Period) -> Period | None:
    """`2014-01..2019-04` as days, cut to the period of the snapshot; None if it is nothing like that or lies outside."""
    first, _, last = written.partition("..")
    try:
        begins, ends = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    except ValueError:
        return None
    ends = _last_of_month(ends)
    if begins > ends or begins > whole.last or ends < whole.first:
        return None
    return Period(max(begins, whole.first), min(ends, whole.last), whole.as_of)


def _last_of_month(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1) if first.year < 9999 else date.max
    return date.fromordinal(following.toordinal() - 1)
