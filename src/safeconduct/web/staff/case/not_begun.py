"""A part of the case in which nothing stands yet: a line on its page instead of a section of its own."""

from typing import Any


def not_begun(anchor: str, name: str, *verbs: tuple[str, str]) -> dict[str, Any]:
    """`anchor` is the id that the part's section would carry; each verb is a text and the address that it leads to."""
    return {
        "template": None,
        "anchor": anchor,
        "name": name,
        "verbs": [{"text": text, "address": to} for text, to in verbs],
    }
