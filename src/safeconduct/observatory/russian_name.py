"""Russian names as a list has them: a text puts them into the case that its sentence asks for. A dictionary has the forms of
words; which of them are meant follows from the words of a name together and from the word before it."""

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from safeconduct.vocabulary.russian_word import OF_NAMES, is_in_dictionary, parses

if TYPE_CHECKING:
    from safeconduct.vocabulary.russian_word import Parse

# Cases and sexes as the dictionary calls them; a list has the first of the cases.
_CASES = (_LISTED, _OF, _TO, _WHOM, _BY, _ABOUT) = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_EACH_CASE = frozenset(_CASES)
_MAN, _WOMAN = "masc", "femn"
# Words before a name that have its case: `адвоката …`; after `арестована` it stands as in a list.
_OF_PEOPLE = frozenset(["NOUN", "ADJF", "PRTF", "PRTS"])
_BEFORE_TO = frozenset(["к", "ко", "по"])
# How far a form is trusted: as a name of the dictionary, as one by its ending, as another word, as one of which nothing is known.
_NAME, _BY_ENDING, _WORD, _UNKNOWN = 1.0, 0.5, 0.2, 0.02
_LESS_LIKELY, _UNLIKELY = 0.5, 0.1
# What the dictionary cannot tell of names from afar: some stand in each case as in a list, women's also if they end in a
# consonant; to other names of men that end in a consonant this is put.
_UNBENT = re.compile(r"(?:зода|дзе)$")
_CONSONANT = re.compile(r"(?:[бвгджзклмнпрстфхцчшщь]|[^о]й)$")
_TO_A_CONSONANT = {_OF: "а", _WHOM: "а", _TO: "у", _BY: "ом", _ABOUT: "е"}
_SHORTEST = 3
_KEPT_WORDS = 500  # a text names its people more than once


def in_a_list(name: str, *, before: str, governed: bool) -> str:
    """`before`: the word before the name; `governed`: it is one that puts what follows into another case."""
    parts = re.split(r"([\s-]+)", name)
    if len(name.split()) < 2 or any(len(word) < _SHORTEST for word in (parts[0], parts[-1])):
        return name
    asked, forms = _asked(before, governed=governed), [_forms(word) for word in parts[::2]]
    meant = max(asked, key=lambda one: asked[one] * math.prod([form[one][0] for form in forms]))
    if meant[0] != _LISTED:
        parts[::2] = [_listed(word, form[meant][1]) for word, form in zip(parts[::2], forms, strict=True)]
    return "".join(parts)


@lru_cache(_KEPT_WORDS)
def _asked(before: str, *, governed: bool) -> dict[tuple[str, str], float]:
    """How likely the word before makes each case, of a man or a woman: `адвоката …`, `арестована …`, `срок …`."""
    cases, sexes = dict.fromkeys(_CASES, 1.0 if governed else _LESS_LIKELY), {_MAN: 1.0, _WOMAN: 1.0}
    cases[_LISTED] = _UNLIKELY if governed else 1.0
    tags = [parse.tag.grammemes for parse in _parses(before) if is_in_dictionary(parse)]
    people = [told for told in tags if told & _OF_PEOPLE and "inan" not in told]
    if before in _BEFORE_TO:
        cases = dict.fromkeys(_CASES, _UNLIKELY) | {_TO: 1.0}
    elif people:
        told = frozenset().union(*people)
        in_case = told | {_LISTED} if "PRTS" in told else told
        cases = {case: 1.0 if case in in_case else _UNLIKELY for case in _CASES}
        if "plur" not in told and _MAN not in told:
            sexes[_MAN] = _UNLIKELY
        elif "sing" in told and _WOMAN not in told:
            sexes[_WOMAN] = _LESS_LIKELY
    elif any("NOUN" in told for told in tags):
        cases[_WHOM] = _UNLIKELY
    elif any("tran" in told for told in tags):
        cases[_TO] *= _LESS_LIKELY
    return {(case, sex): cases[case] * sexes[sex] for case in _CASES for sex in sexes}


@lru_cache(_KEPT_WORDS)
def _forms(word: str) -> "Mapping[tuple[str, str], tuple[float, Parse | str]]":
    """By case and sex: the likeliest form, or how it then stands in a list; and how far to trust that."""
    best = {(case, sex): _from_afar(word, case, sex) for case in _CASES for sex in (_MAN, _WOMAN)}
    for parse in _parses(word):
        told = parse.tag.grammemes
        for case in told & _EACH_CASE if "sing" in told else ():
            for sex in (_MAN, _WOMAN):
                trust = _trust(told, sex, in_dictionary=is_in_dictionary(parse))
                if trust > best[case, sex][0]:
                    best[case, sex] = trust, parse
    return best


def _from_afar(word: str, case: str, sex: str) -> "tuple[float, Parse | str]":
    if _UNBENT.search(word):
        return _NAME, word
    if case != _LISTED and sex == _WOMAN and _CONSONANT.search(word):
        return _WORD, word
    without = word.removesuffix(_TO_A_CONSONANT.get(case, ""))
    if sex == _MAN and without != word and _CONSONANT.search(without):
        return _WORD * _LESS_LIKELY, without
    return _UNKNOWN, word


def _trust(told: frozenset[str], sex: str, *, in_dictionary: bool) -> float:
    if told & OF_NAMES and in_dictionary:
        return _NAME if told & {sex, "ms-f"} else 0
    if told & OF_NAMES:
        return _BY_ENDING if told & {sex, "ms-f", "Fixd"} else 0
    if "ADJF" in told:
        return _WORD if sex in told else 0
    # A man may be called after a thing that is feminine; a woman's surname that is masculine stands as in a list.
    return _WORD if "NOUN" in told and told & {sex, _WOMAN} else 0


def _listed(word: str, form: "Parse | str") -> str:
    if isinstance(form, str):
        return form
    bent = form.inflect({_LISTED, "sing"})
    if bent is None:
        return word
    listed = str(bent.word) if "ё" in word.casefold() else bent.word.replace("ё", "е")
    return listed.upper() if word.isupper() else listed.capitalize()


@lru_cache(_KEPT_WORDS)
def _parses(word: str) -> "list[Parse]":
    return parses(word)
