"""What links without an account have in common: the row that a token finds, and how long one may be good.

The token in a link is a key. Each kind has keys and a place of its own, with the concept that it is about.
"""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from safeconduct.vocabulary.refusal import Refusal

LONGEST = timedelta(days=14)


def row_of(token: str) -> str:
    return sha256(b"sc1/source-link-row" + token.encode()).hexdigest()


def gone_by(until: date) -> datetime:
    """When a link is over whose last day, in universal time, is `until`."""
    return datetime.combine(until + timedelta(days=1), time.min, UTC)


def refusal_to_last_day(until: date, *, on: date) -> Refusal | None:
    if until < on:
        return Refusal("The last day is in the past. Choose one from today on.")
    if until > on + LONGEST:
        return Refusal("That is more than two weeks. Choose an earlier day; a link that lies about is a danger.")
    return None
