"""Whether two texts in different languages may be one statement. Always a suggestion: a person confirms it."""

import re
from collections.abc import Mapping
from typing import Any

from safeconduct.observatory.coding import coded
from safeconduct.observatory.collecting.likeness import ComparedText, page_address
from safeconduct.observatory.published_text import PublishedText
from safeconduct.observatory.reading import plain

# Languages in which official sites publish, as addresses name them.
_LANGUAGE = re.compile(
    r"(?<=[/_.=-])(?:ar|az|be|bg|bs|cs|da|de|el|en|es|et|fa|fi|fr|ga|he|hr|hu|hy|id|it|ja|ka|kk|km|ko|ky|lo|lt|lv|mk|mn|ms"
    r"|mt|my|ne|nl|no|pl|ps|pt|ro|ru|si|sk|sl|sq|sr|sv|sw|ta|tg|th|tk|tr|uk|ur|uz|vi|zh)(?=$|[/_.?&-])"
)


def address_without_language(url: str) -> str:
    """The same for pages whose addresses differ in the language alone; "" if the address names none."""
    page = f"/{page_address(url)}"
    neutral, times = _LANGUAGE.subn("*", page.casefold())
    return neutral if times else ""


def ground(one: ComparedText, other: ComparedText, *, named: bool) -> str:
    """Why they may be translations, "" if nothing says so. `named`: one page names the other as the same in its language."""
    if one.language == other.language:
        return ""
    if named:
        return "page"
    if (neutral := address_without_language(one.url)) and neutral == address_without_language(other.url):
        return "address"
    if len(one.published) == len("2019-03-31") and one.published == other.published:
        return "facts" if _same_facts(_facts(one), _facts(other)) else ""
    return ""


def _facts(text: ComparedText) -> Mapping[str, Any]:
    coding = coded(PublishedText(text.id, text.title, text.text, text.url, text.language))
    return coding.values


def _same_facts(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Issuer and countries; and a name in common where both are written in Latin letters."""
    if not one["countries"] or one["issuer_kind"] != other["issuer_kind"] or one["countries"] != other["countries"]:
        return False
    names, others = _latin(one), _latin(other)
    return not names or not others or bool(names & others)


def _latin(values: Mapping[str, Any]) -> frozenset[str]:
    words = (plain(word) for name in values["individuals"] or () for word in name.split())
    return frozenset(word for word in words if word.isascii())
