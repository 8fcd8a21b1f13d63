"""What a page gives in quotation marks. Codebook 3.1: a lead and then the whole text is a reprint; news quotes a little."""

import re

_LEAD = 600  # letters in which a lead ends, with a colon before the quotation
_MOST_OF_IT = 0.6  # of the page's letters
_OPENS = re.compile(r"(?::|\A)\s*([“«„\"])")
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"\n]*\"")
# A quotation over as many paragraphs as it stays open. Straight marks show no opening: they end with their paragraph.
_SAID = {
    "“": re.compile(r"“[^”]*”?"),
    "«": re.compile(r"«[^»]*»?"),
    "„": re.compile(r"„[^“”]*[“”]?"),
    '"': re.compile(r"\"[^\"\n]*\"?"),
}


def is_quoted_whole(text: str) -> bool:
    """Most of the letters stand in quotation marks, from the lead's colon on; newspapers tell between what they quote."""
    opened = _OPENS.search(text, 0, _LEAD)
    return opened is not None and _quoted(text[opened.start(1) :], opened[1]) >= _MOST_OF_IT * len(text.strip())


def quoted_parts(text: str) -> tuple[tuple[int, int], ...]:
    """Where each quotation begins and ends."""
    return tuple(found.span() for found in _QUOTED.finditer(text))


def _quoted(said: str, opening: str) -> int:
    return sum(len(found[0]) for found in _SAID[opening].finditer(said))
