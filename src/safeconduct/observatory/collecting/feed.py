"""A feed, RSS or Atom: entries that hold their text, and the addresses of those that do not. feedparser reads it."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from safeconduct.observatory.collecting.found_text import Found, FoundAddress, FoundText, Reject, Waiting, rejected
from safeconduct.observatory.collecting.page import LARGEST_PAGE, text_of_html
from safeconduct.observatory.given_date import given_date

MOST_MARKS = 400_000  # tags of a feed: one that is never closed is held until the end
_WHOLE = 400  # letters: with less, an entry is a teaser of the page that it names


def feed_items(octets: bytes, *, seen: str) -> Iterator[Waiting]:
    import feedparser

    if len(octets) > LARGEST_PAGE:
        yield rejected(f"This feed is larger than {LARGEST_PAGE:,} octets. Split it.")
        return
    if octets.count(b"<") > MOST_MARKS:
        yield rejected(f"This feed has more than {MOST_MARKS:,} tags. Split it.")
        return
    # Octets alone it may take for an address or the path of a file.
    read = feedparser.parse(BytesIO(octets), response_headers={"content-type": "application/xml"}, sanitize_html=False)
    language = str(read.feed.get("language") or "")
    for entry in read.entries:
        yield partial(_entry, entry, language, seen)
    if not read.entries:
        yield rejected("No entry of this feed can be read. Save it again as RSS or Atom.")


def _entry(entry: Any, language: str, seen: str) -> Found:
    url, title = str(entry.get("link") or ""), str(entry.get("title") or "").strip()
    published, doubt = _published(entry)
    bodies = [str(part.get("value") or "") for part in entry.get("content") or ()] or [str(entry.get("summary") or "")]
    body = max(bodies, key=len)
    if len(body) < _WHOLE:
        return (
            FoundAddress(url, seen) if url else Reject("This entry holds neither a text nor an address.", shown=title)
        )
    found = _text_of(body, url=url, title=title, published=published, seen=seen)
    if not isinstance(found, FoundText):
        return found
    return FoundText(
        text=found.text,
        title=title,
        url=url,
        language=str(entry.get("language") or language),
        published=published,
        seen=seen,
        doubts=(doubt,) if doubt else (),
    )


def _text_of(body: str, *, url: str, title: str, published: str, seen: str) -> Found:
    if "<" not in body:
        return FoundText(text=body, title=title, url=url, published=published, seen=seen)
    whole = f"<html><body><article>{body}</article></body></html>"
    return text_of_html(whole, url=url, title=title, published=published, seen=seen)


def _published(entry: Any) -> tuple[str, str]:
    for name in ("published", "updated"):
        # Asked only where it is: the library would answer with another one's day.
        if f"{name}_parsed" in entry and (parsed := entry[f"{name}_parsed"]):
            return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}", ""
    return given_date(str(next((entry[name] for name in ("published", "updated") if name in entry), "")))
