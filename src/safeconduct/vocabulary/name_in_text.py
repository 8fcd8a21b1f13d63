"""Whether a text holds a name, however either was typed: with marks of its script in one sign or two, with signs that nobody
sees, run together in an address, or in a script that sets no spaces."""

from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category, combining, normalize
from unicodedata import name as name_of_sign

SHORTEST_NAME = 3
_WITHOUT_SPACES = frozenset(
    "CJK HIRAGANA KATAKANA HANGUL THAI LAO KHMER MYANMAR TIBETAN JAVANESE BALINESE".split()  # noqa: SIM905
)
_BEFORE_ARABIC = "وفبلك"
"""And, so, with, to, as: written as one with the word that follows."""


def words_of(text: str) -> list[str]:
    """Without accents, vowel marks and signs that nobody sees; large letters stay large."""
    letters = (sign for sign in normalize("NFKD", text) if not combining(sign) and category(sign) != "Cf")
    whole = normalize("NFC", "".join(letters)).replace("ـ", "")
    return "".join(sign if sign.isalnum() or category(sign) in ("Mn", "Mc") else " " for sign in whole).split()


def holds_part_of(name: str, text: str) -> bool:
    """Any part of a person's name."""
    parts, words = words_of(_small(name)), _all_words(_small(text))
    if any(_is_there(part, words) for part in parts):
        return True
    if parts and all(len(part) < SHORTEST_NAME for part in parts):
        return f" {' '.join(parts)} " in f" {' '.join(words_of(_small(text)))} "
    return any(one + other in word or other + one in word for one, other in pairwise(parts) for word in words)


def stands_in(words: str, text: str) -> bool:
    """These words in a row, also as a part of longer ones."""
    wanted = " ".join(words_of(_small(words)))
    return bool(wanted) and wanted in " ".join(words_of(_small(text)))


def _small(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _is_there(part: str, words: frozenset[str]) -> bool:
    if len(part) > 1 and name_of_sign(part[0], "").split(" ")[0].split("-")[0] in _WITHOUT_SPACES:
        return any(part in word for word in words)
    return len(part) >= SHORTEST_NAME and part in words


def _all_words(text: str) -> frozenset[str]:
    """A sign that nobody sees may part two words or stand within one."""
    parted = "".join(" " if category(sign) == "Cf" else sign for sign in text)
    return frozenset(form for word in (*words_of(text), *words_of(parted)) for form in _forms(word))


def _forms(word: str) -> Iterator[str]:
    yield word
    if word[0] in _BEFORE_ARABIC:
        yield word[1:]
