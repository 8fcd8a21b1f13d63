"""Where something was read and how sure that makes it. What is unverified says so wherever it is shown."""

from dataclasses import dataclass
from datetime import date, timedelta

STALE_AFTER = timedelta(days=180)
DOUBTS = {
    "read": "",
    "summary_read": "Only a summary of the text was read.",
    "reported": "Reported by others; the text itself was not read.",
    "unverified": "Unverified: written down from memory, to be checked before anybody relies on it.",
}
OF_A_COPY = "Read in a stored copy of the page, which may have changed since; ask before relying on it."


@dataclass(frozen=True)
class Address:
    """A public page. It is a link for people; the program never calls it."""

    address: str
    remark: str = ""


def doubt(verification: str) -> str:
    """The sentence that goes with everything of this standing; "" when the text itself was read."""
    return DOUBTS[verification]


def staleness(last_checked: date, *, today: date) -> str:
    """Asks for a fresh look when nobody has looked for half a year; else ""."""
    if today - last_checked <= STALE_AFTER:
        return ""
    return f"Last checked on {last_checked.isoformat()}. Confirm it at its source before relying on it."


def doubts(verification: str, last_checked: date, *, today: date, stored_copy: bool = False) -> tuple[str, ...]:
    """What has to be said of how something was read, and when."""
    said = (doubt(verification), staleness(last_checked, today=today), OF_A_COPY if stored_copy else "")
    return tuple(sentence for sentence in said if sentence)
