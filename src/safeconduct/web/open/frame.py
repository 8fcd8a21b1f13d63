"""What every open page of guidance has around and inside it: languages, the other pages, and a paragraph as it is shown."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from safeconduct.guidance.paragraph import Paragraph
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.language import LANGUAGES
from safeconduct.web.language_links import language_links


def frame(name: str, *, again: bool = False) -> dict[str, Any]:
    """What every page has: languages, the other pages, and how far its words were read. `again`: another language is asked
    for with what was chosen here, and not anew."""
    current = translation.get_language() or "en"
    checked = min(one.last_checked for one in the_register().mechanisms)
    return {
        "again": "again" if again else "",
        "languages": language_links(f"guidance:{name}"),
        "others": [
            row_of(one, current) for one in the_register().paragraphs if one.kind == "title" and _leads(name, one.page)
        ],
        "is_read_by_a_speaker": next((one.read_by_a_speaker for one in LANGUAGES if one.code == current), True),
        "checked_on": checked,
    }


def _leads(name: str, other: str) -> bool:
    """The offices are offered where missions are spoken of: beside a long list they would not fit two steps of padding."""
    return other != name and (other != "expect" or name in ("front", "mission"))


def row_of(one: Paragraph, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "page": one.page,
        "kind": one.kind,
        "title": one.title.get(language, ""),
        "says": one.says.get(language, ""),
        "needs": one.needs.get(language, ""),
        "link": one.link and reverse(f"guidance:{one.link}"),
        "link_title": title_of(one.link, language),
        "address": reverse(f"guidance:{one.page}"),
    }


def title_of(name: str, language: str) -> str:
    titles = (one.title[language] for one in the_register().paragraphs if one.kind == "title" and one.page == name)
    return next(titles, "")
