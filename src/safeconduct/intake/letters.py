"""Options chosen by typing letters, on any of our keyboards. A line that holds anything else chooses nothing."""

import re
import string
import unicodedata
from collections.abc import Sequence

LETTERS = "ABCDEFGHIJK"
BLANK = (
    f"{string.whitespace}\xa0\u2007\u2009\u202f\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
)
"""What nobody sees: spaces of every kind, line ends and marks of direction."""

LONGEST_CHOICE = 200

# Letters of other keyboards that look like ours, and the first four of an Arabic list (the sixth also means "and").
_LOOK_ALIKE = str.maketrans("АВСЕНІЈКавсеніјкΑΒΕΗΙΚأاإبجد", "ABCEHIJKabcehijkABEHIKAAABCD")


def chosen_by_letters(line: str, options: Sequence[str]) -> set[str]:
    """The options whose letters the line holds: “A C”, “a,c”, “[A] [C]”, “AC”. None for any other line."""
    # Normalising takes the square of the length of a run of accents.
    if len(line) > LONGEST_CHOICE:
        return set()
    spaced = re.sub(rf"[{BLANK},.;/+&،()\[\]-]+", " ", unicodedata.normalize("NFKC", line))
    groups = spaced.translate(_LOOK_ALIKE).split()
    typed = "".join(groups)
    order = [LETTERS.find(letter) for letter in typed.upper()]
    # “A e C” says “and” in some languages: after a first capital, all letters are written alike.
    if any(position not in range(len(options)) for position in order) or len({one.isupper() for one in typed[1:]}) > 1:
        return set()
    # Letters without gaps rise, so that a short word is seldom a choice.
    if any(len(group) > 1 for group in groups) and order != sorted(set(order)):
        return set()
    return {options[position] for position in order}
