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
    """`period` is that of the snapshot or lies in it; `who`: a level, a kind of issuer, or "" for all."""

    period: Period
    who: str
    is_whole_period: bool

    @property
    def is_none(self) -> bool:
        return self.is_whole_period and not self.who

    def keeps(self, text: ShownText) -> bool:
        return self._is_by(text) and self._is_inside(text)

    def is_unsure_of(self, text: ShownText) -> bool:
        """Whether its date may mean a day inside and one outside."""
        if not self._is_by(text) or self._is_inside(text) or not text.earliest or not text.latest:
            return False
        return text.latest >= self.period.first and text.earliest <= self.period.last

    def _is_by(self, text: ShownText) -> bool:
        return not self.who or self.who in (text.level, text.issuer_kind)

    def _is_inside(self, text: ShownText) -> bool:
        if self.is_whole_period:
            return True
        return bool(
            text.earliest and text.latest and text.earliest >= self.period.first and text.latest <= self.period.last
        )


@dataclass(frozen=True)
class NarrowedFigure:
    """`texts`: those counted; `others`: the rest of a whole. `count` is None where people are too few to be shown (`is_hidden`), or
    cannot be told for a part (`is_untold`). `unsure`: texts left out since their date is too rough for the period."""

    rule: ShownRule
    country: str
    texts: tuple[str, ...]
    others: tuple[str, ...]
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
    row = snapshot.figures.get((rule, country))
    if row is None or rule not in snapshot.rules:
        return None
    told = snapshot.rules[rule]
    if narrowing.is_none:
        ids = tuple(row["texts"]), tuple(row["others"])
        numbers = row["count"], row["whole"], row["value"], row["low"], row["high"]
        return NarrowedFigure(told, country, *ids, *numbers, is_hidden=row["hidden"])
    if told.measures == "people":
        return NarrowedFigure(told, country, (), (), None, None, None, None, None, is_untold=True)
    every = [snapshot.texts[name] for name in (*row["texts"], *row["others"])]
    texts, others = (_kept(snapshot, row[name], narrowing) for name in ("texts", "others"))
    unsure = sum(narrowing.is_unsure_of(text) for text in every)
    return _measured(told, country, texts, others, narrowing.period, unsure)


def _kept(snapshot: StoredSnapshot, ids: list[str], narrowing: Narrowing) -> tuple[str, ...]:
    return tuple(name for name in ids if narrowing.keeps(snapshot.texts[name]))


def _measured(
    rule: ShownRule, country: str, texts: tuple[str, ...], others: tuple[str, ...], period: Period, unsure: int
) -> NarrowedFigure:
    """Rounded as the tables of a snapshot are."""
    count, whole = len(texts), len(texts) + len(others)
    ends: tuple[float | None, float | None] = (None, None)
    value: float | None = float(count)
    if rule.measures == "rate":
        value, ends = count / period.years, rate_interval(count, period.years)
    if rule.measures == "share":
        value, ends = (count / whole, share_interval(count, whole)) if whole else (None, (None, None))
    of_whole = whole if rule.measures == "share" else None
    numbers = _rounded(value), _rounded(ends[0]), _rounded(ends[1])
    return NarrowedFigure(rule, country, texts, others, count, of_whole, *numbers, unsure=unsure)


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def by_year_and_level(snapshot: StoredSnapshot, texts: tuple[str, ...]) -> dict[tuple[int | None, str], int]:
    """How many texts of each year and level; the year is None where a date may mean two."""
    counts: dict[tuple[int | None, str], int] = {}
    for name in texts:
        text = snapshot.texts[name]
        counts[(text.year, text.level)] = counts.get((text.year, text.level), 0) + 1
    return counts


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
