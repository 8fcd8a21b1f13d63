"""How well the guidelines are known: answers of a group by question and quarter, as numbers that belong to nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safeconduct.vocabulary.refusal import Refusal

ANSWERS = ("yes", "partly", "no")
FEWEST = 5
"""Where fewer answered a question in a quarter, nothing of it is told."""
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class AwarenessCount:
    """`quarter` is the year and the quarter, as 2026-4."""

    question: str
    quarter: str
    answer: str
    number: int


@dataclass(frozen=True)
class AwarenessPeriod:
    """What a group answered to one question in one quarter; `numbers` is None where too few did."""

    quarter: str
    numbers: Mapping[str, int] | None


def quarter_of(year: int, month: int) -> str:
    return f"{year}-{(month + 2) // 3}"


def trend(counts: Iterable[AwarenessCount], question: str) -> tuple[AwarenessPeriod, ...]:
    """The rounds of a question, oldest first."""
    by_quarter: dict[str, dict[str, int]] = {}
    for one in counts:
        if one.question == question:
            by_quarter.setdefault(one.quarter, dict.fromkeys(ANSWERS, 0))[one.answer] += one.number
    return tuple(
        AwarenessPeriod(quarter, numbers if sum(numbers.values()) >= FEWEST else None)
        for quarter, numbers in sorted(by_quarter.items())
    )


def refusal_to_counting(answers: Mapping[tuple[str, str], int], *, known: Iterable[str]) -> Refusal | None:
    """`answers`: how many gave each answer, by question and answer."""
    if not any(answers.values()):
        return Refusal("Nothing is answered yet. Answer at least one question.")
    if any(question not in set(known) or answer not in ANSWERS for question, answer in answers):
        return Refusal("One of these is not on the survey. Answer what is shown.")
    if any(not 0 <= number <= MOST_AT_ONCE for number in answers.values()):
        return Refusal(f"A number is from 0 to {MOST_AT_ONCE}. Write how many gave that answer.")
    return None
