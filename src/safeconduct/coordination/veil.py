"""Words of a group without what leads to a person: its codenames, courts and cities, and hours of the day, are replaced.

Names that no card or hearing holds cannot be known here; whoever types for the wall is told to name nobody.
"""

import re
from collections.abc import Iterable, Mapping

from safeconduct.coordination.group_item import group_cards
from safeconduct.coordination.hearing import hearings
from safeconduct.dossiers.entry import Entry

A_CASE, A_COURT, A_CITY, AN_HOUR = "(a case)", "(a court)", "(a city)", "(an hour)"
_HOUR = re.compile(
    r"(?<![\d.:])(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d(?!\d|[.:]\d)|\s?(?:am|pm|h|o[’']clock)\b)",
    re.IGNORECASE,
)


def leading_words(written: Iterable[Entry]) -> Mapping[str, str]:
    """What stands in the cards and hearings of a group that leads to a person, and what is said instead."""
    written = tuple(written)
    found: dict[str, str] = {}
    for hearing in hearings(written):
        found |= {hearing.sitting.city: A_CITY, hearing.sitting.court: A_COURT}
    found |= {str(card.facts.get("codename", "")): A_CASE for card in group_cards(written)}
    return {word: instead for word, instead in found.items() if word.strip()}


def veiled(text: str, leading: Mapping[str, str]) -> str:
    """The longest first, so that no part of a word is left over."""
    for word in sorted(leading, key=len, reverse=True):
        text = _replaced(text, word, leading[word])
    return _HOUR.sub(AN_HOUR, text)


def _replaced(text: str, word: str, instead: str) -> str:
    """Where it stands as a word of its own, in large or small letters."""
    # Letters that change their number when made small would shift the places; such a text is compared as it stands.
    low, small = text.lower(), word.lower()
    if len(low) != len(text):
        low, small = text, word
    kept, start = list[str](), 0
    while (at := low.find(small, start)) >= 0:
        end = at + len(small)
        before, after = low[at - 1 : at] if at else "", low[end : end + 1]
        is_whole = not before.isalnum() and not after.isalnum()
        kept += [text[start:at], instead if is_whole else text[at:end]]
        start = end
    return "".join([*kept, text[start:]])
