"""What a source holds: a text with what is told of it, an address alone, or a reject with its reason."""

from collections.abc import Callable
from dataclasses import dataclass, field

from safeconduct.observatory.published_text import LONGEST_TEXT

FEWEST_LETTERS = 40  # of a text: with less there is nothing to code
_SHOWN = 500  # letters of what could not be read


@dataclass(frozen=True)
class FoundText:
    """`published`: an ISO day, month or year, "" if the source gives none; `seen`: an ISO moment; `given`: the id that the
    source gives it; `alternates`: (language, address) of what the page names as its translations; `doubts`: sentences."""

    text: str = field(repr=False)
    title: str = ""
    url: str = ""
    language: str = ""
    published: str = ""
    seen: str = ""
    given: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundAddress:
    """A page that a source names and does not hold."""

    url: str
    seen: str = ""


@dataclass(frozen=True)
class Reject:
    reason: str
    url: str = ""
    shown: str = field(default="", repr=False)


Found = FoundText | FoundAddress | Reject
# What is found is read when it is asked for: after a stop, what was read before is passed over at little cost.
Waiting = Callable[[], Found]


def rejected(reason: str, *, url: str = "", shown: str = "") -> Waiting:
    return lambda: Reject(reason, url, shown[:_SHOWN])


def checked(found: Found) -> Found:
    """A text that can be coded; otherwise the reject that it becomes."""
    if not isinstance(found, FoundText):
        return found
    if any("\ud800" <= letter <= "\udfff" for letter in f"{found.title}{found.text}{found.url}{found.given}"):
        return Reject("This text holds half of a character. Export it again as UTF-8.", _whole(found.url))
    if "\0" in found.text:
        return Reject("This text holds a zero octet, so it is no text. Export it again.", found.url)
    if len(found.text.strip()) < FEWEST_LETTERS:
        return Reject(
            "There are hardly any letters in this text. Look at the page, and put its text into a table.",
            found.url,
            found.text[:_SHOWN],
        )
    if len(found.text) > LONGEST_TEXT:
        return Reject(f"The text is longer than {LONGEST_TEXT:,} characters. Split it.", found.url, found.text[:_SHOWN])
    return found


def _whole(address: str) -> str:
    return address.encode("utf-8", "replace").decode()
