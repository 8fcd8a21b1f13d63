"""Rounds of an audit: how many pages of one day say yes to each item, and how that changed since the rounds before.

Rounds of different series ask different things and are never set in one row. A later round leaves the earlier one as it was."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from safeconduct.observatory.measuring.interval import share_intervals
from safeconduct.vocabulary.refusal import Refusal

ANSWERS = ("yes", "partial", "no", "unknown")


@dataclass(frozen=True)
class AuditRound:
    """`answers`: by site, in the order of the alphabet, the answer to each item."""

    series: str
    as_of: date
    items: tuple[str, ...]
    answers: Mapping[str, Mapping[str, str]]

    def having(self, item: str) -> tuple[str, ...]:
        """The sites that say yes."""
        return tuple(site for site in sorted(self.answers) if self.answers[site].get(item) == "yes")

    def told(self, item: str) -> int:
        """How many sites say anything of an item."""
        return sum(answers.get(item) in ("yes", "partial", "no") for answers in self.answers.values())


@dataclass(frozen=True)
class ItemShare:
    """Of one item in one round. `low` and `high`: its exact interval as a sample of such pages; None where nothing is told."""

    item: str
    as_of: date
    sites: tuple[str, ...]
    told: int
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        return len(self.sites) / self.told if self.told else None


def refusal_to_taking_in(lines: Iterable[Mapping[str, object]]) -> Refusal | None:
    """Lines of one round have one series, one day and one answer for each item."""
    rows = list(lines)
    if not rows:
        return Refusal("This round holds no page. Audit some pages first.")
    if not all(_day(row.get("as_of")) for row in rows):
        return Refusal("A page of this round has no day. Write `as_of` as 2019-05-22.")
    if len({str(row.get("series") or "") for row in rows}) > 1 or not rows[0].get("series"):
        return Refusal("The pages of this round are of different series. Keep one file for each series.")
    if not all(isinstance(row.get("answers"), dict) and row.get("id") for row in rows):
        return Refusal("A page of this round has no id or no answers. Write it again with `observatory audit`.")
    ids = [str(row["id"]) for row in rows]
    if len(ids) > len(set(ids)):
        return Refusal("A page stands twice in this round. Keep the later answer in a round of its own.")
    answered = {str(answer) for row in rows for answer in dict(_answers(row)).values()}
    if not answered <= set(ANSWERS):
        return Refusal(f"An answer is none of {', '.join(ANSWERS)}. Correct it.")
    return None


def audit_round(lines: Iterable[Mapping[str, object]]) -> AuditRound:
    """Lines that may be taken in. The round has the last day on which one of its pages was seen."""
    rows = list(lines)
    answers = {str(row["id"]): _answers(row) for row in rows}
    items = tuple(dict.fromkeys(item for one in answers.values() for item in one))
    days = [day for row in rows if (day := _day(row["as_of"]))]
    return AuditRound(str(rows[0]["series"]), max(days), items, dict(sorted(answers.items())))


def lines_of(written: str) -> list[Mapping[str, object]]:
    """Each line as its fields; a ValueError where one is no JSON object."""
    lines = [json.loads(line) for line in written.splitlines() if line.strip()]
    if not all(isinstance(line, dict) for line in lines):
        raise ValueError("A line is no object.")
    return lines


def _answers(row: Mapping[str, object]) -> Mapping[str, str]:
    answers = row["answers"]
    return {str(item): str(answer) for item, answer in answers.items()} if isinstance(answers, dict) else {}


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        return None


def shares(one: AuditRound) -> tuple[ItemShare, ...]:
    having = [one.having(item) for item in one.items]
    told = [one.told(item) for item in one.items]
    intervals = share_intervals((len(sites), whole) for sites, whole in zip(having, told, strict=True))
    rows = zip(one.items, having, told, intervals, strict=True)
    return tuple(ItemShare(item, one.as_of, sites, whole, *ends) for item, sites, whole, ends in rows)


def refusal_to_a_trend(rounds: Iterable[AuditRound]) -> Refusal | None:
    listed = list(rounds)
    if len({one.series for one in listed}) > 1:
        return Refusal(
            "These rounds ask for different things: they are of different series. Show each series by itself."
        )
    if len({one.as_of for one in listed}) < len(listed):
        return Refusal("Two of these rounds are of the same day. Keep one of them.")
    return None


def trend(rounds: Iterable[AuditRound]) -> tuple[tuple[ItemShare, ...], ...]:
    """The shares of each round, the earliest first. The rounds are of one series."""
    return tuple(shares(one) for one in sorted(rounds, key=lambda one: one.as_of))
