"""Which post is on duty on which of the next fourteen days, and how much a post wants to hold before it is warned."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from safeconduct.vocabulary.refusal import Refusal

DAYS = 14
LARGEST_LIMIT = 999


def days_from(today: date) -> tuple[date, ...]:
    return tuple(today + timedelta(days=number) for number in range(DAYS))


def refusal_to_roster(days: Iterable[date], *, today: date) -> Refusal | None:
    if not set(days) <= set(days_from(today)):
        return Refusal("One of these days is not among the next fourteen. Choose from the list.")
    return None


def refusal_to_limit(at_most: int | None) -> Refusal | None:
    if at_most is not None and not 1 <= at_most <= LARGEST_LIMIT:
        return Refusal(f"A limit is a number from 1 to {LARGEST_LIMIT}. Leave it empty to be warned of nothing.")
    return None


def is_over(post: str, *, held: Mapping[str, int], limits: Mapping[str, int]) -> bool:
    """Whether a post holds more than it set; False where it set nothing."""
    return post in limits and held.get(post, 0) > limits[post]
