"""The same page in each of our languages."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from safeconduct.vocabulary.language import LANGUAGES


def language_links(name: str, /, **kwargs: Any) -> list[dict[str, Any]]:
    """Of each its code, own name, address, and whether it is the current one. `name` and `kwargs`: the page, as `reverse` takes it."""
    current = translation.get_language()
    links = []
    for language in LANGUAGES:
        with translation.override(language.code):
            address = reverse(name, kwargs=kwargs)
        links.append(
            {"code": language.code, "name": language.own_name, "address": address, "current": language.code == current}
        )
    return links
