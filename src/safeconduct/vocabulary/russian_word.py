"""Forms of Russian words, from a dictionary that says of a word what it may be, also of one that it does not have, by its ending.

Nothing that it was asked is remembered here: names of cases are asked for, too."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse as Parse

OF_NAMES = frozenset(["Name", "Surn", "Patr"])


def parses(word: str) -> "list[Parse]":
    return _morphology().parse(word) if word else []


def is_in_dictionary(parse: "Parse") -> bool:
    return len(parse.methods_stack) == 1


def forms_of_name(part: str) -> frozenset[str]:
    """Each case and number of a part of a name, of men and women, as the dictionary writes them."""
    asked = [one for one in parses(part) if one.tag.grammemes & OF_NAMES]
    asked = asked or [one for one in parses(part) if "NOUN" in one.tag or "ADJF" in one.tag]
    return frozenset(str(form.word) for one in asked for form in one.lexeme)


def is_also_a_thing(word: str) -> bool:
    """Whether the dictionary has it as a word that is no name."""
    return any(is_in_dictionary(one) and not one.tag.grammemes & OF_NAMES for one in parses(word))


@cache
def _morphology() -> "MorphAnalyzer":
    from pymorphy3 import MorphAnalyzer, units

    # What an ending says of names is asked of words that the dictionary has, too: surnames are often ordinary words.
    asked = [units.DictionaryAnalyzer(), units.UnknownPrefixAnalyzer(), units.KnownSuffixAnalyzer()]
    return MorphAnalyzer(lang="ru", units=[asked], probability_estimator_cls=None)
