"""A page of HTML as its main text, without menus, cookie lines and footers: trafilatura reads it."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from safeconduct.observatory.collecting.found_text import Found, FoundText, Reject
from safeconduct.observatory.collecting.written_as import letters
from safeconduct.observatory.given_date import given_date
from safeconduct.vocabulary.web_address import is_web_address

LARGEST_PAGE = 10_000_000  # octets
MOST_TAGS = 60_000  # a page of a statement has some hundreds; a bomb has more than a parser can hold
MOST_ATTRIBUTES = 500  # of one tag: the parser compares each with all before it, and no signal ends it meanwhile
_MANY_ATTRIBUTES = re.compile(rf"""<[a-zA-Z](?:[^\s/"'<>]*+(?:[\s/]++|"[^"]*+"|'[^']*+')){{{MOST_ATTRIBUTES}}}""")
_MOST_ALTERNATES = 60


def page_text(octets: bytes, *, url: str = "", declared: str = "", seen: str = "", title: str = "") -> Found:
    """`declared`: the charset of the answer that brought it."""
    if len(octets) > LARGEST_PAGE:
        return Reject(f"This page is larger than {LARGEST_PAGE:,} octets. Save its text alone.", url)
    written = letters(octets, declared=declared)
    if isinstance(written, Reject):
        return Reject(written.reason, url)
    return text_of_html(written, url=url, seen=seen, title=title)


def text_of_html(written: str, *, url: str = "", seen: str = "", title: str = "", published: str = "") -> Found:
    from trafilatura import bare_extraction, load_html

    if written.count("<") > MOST_TAGS:
        return Reject(f"This page has more than {MOST_TAGS:,} tags. Save its text alone.", url)
    if _MANY_ATTRIBUTES.search(written):
        return Reject(f"A tag of this page has more than {MOST_ATTRIBUTES:,} attributes. Save its text alone.", url)
    tree = load_html(written)
    if tree is None:
        return Reject("This is no page of HTML. Look at the file, and save the page again.", url)
    language, alternates = (tree.get("lang") or "").strip(), tuple(_alternates(tree, url))
    address = url or _canonical(tree)
    read: Any = bare_extraction(
        tree,
        url=address or None,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": None},
    )
    if read is None or not (read.text or "").strip():
        return Reject("No main text was found on this page. Look at it, and put its text into a table.", url)
    day, _ = given_date(published or read.date or "")
    return FoundText(
        text=read.text,
        title=title or read.title or "",
        url=address,
        language=language,
        published=day,
        seen=seen,
        alternates=alternates,
    )


def _alternates(tree: Any, url: str) -> Iterator[tuple[str, str]]:
    """What the page itself names as the same page in another language."""
    for link in list(tree.iter("link"))[: _MOST_ALTERNATES * 5]:
        language, address = (link.get("hreflang") or "").strip(), (link.get("href") or "").strip()
        if language and address and language != "x-default" and "alternate" in (link.get("rel") or ""):
            yield language, urljoin(url, address)


def _canonical(tree: Any) -> str:
    """Only the page itself may say where it stands when nothing else does."""
    addresses = (link.get("href") or "" for link in tree.iter("link") if link.get("rel") == "canonical")
    return next((address for address in addresses if is_web_address(address)), "")
