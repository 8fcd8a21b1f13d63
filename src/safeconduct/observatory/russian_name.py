"""Russian names as a list has them: a text puts them into the case that its sentence asks for."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache

from safeconduct.observatory.lexicon import FOLDER

# What a surname says by itself: of a man or of a woman, and how it ends in a list. The first that fits counts.
_MAN, _WOMAN = "man", "woman"
_TELLING = (
    (re.compile(r"(?<=[сц]к)(?:ого|ому|им|ом)$"), "ий", _MAN),
    (re.compile(r"(?<=[оеёи][вн])(?:ым|е)$"), "", _MAN),
    (re.compile(r"(?:ого|ому|ым)$"), "ый", _MAN),
    (re.compile(r"(?<=ич)(?:а|у|ем|е)$"), "", _MAN),
    (re.compile(r"(?<=[сц]к)(?:ой|ую)$"), "ая", _WOMAN),
    (re.compile(r"(?<=[оеё]в)ой$|(?<=[иы]н)ой$"), "а", _WOMAN),
)
# And what may be of either: Ivan Zorin's, or Ivana Zorina; to Ivan Zorin, or Anna Zorina.
_EITHER = re.compile(r"(?<=[оеё]в)[ау]$|(?<=[иы]н)[ау]$")
_PATRONYMICS = (
    (re.compile(r"(?<=вич)(?:а|у|ем|е)$"), "", _MAN),
    (re.compile(r"(?<=вн)(?:ы|е|у|ой)$"), "а", _WOMAN),
)
_ENDINGS = {
    _MAN: (
        (re.compile(r"(?<=[еи])(?:я|ю|ем|и)$"), "й"),
        (re.compile(r"(?<=[лрсьтнд])(?:я|ю|ем)$"), "ь"),
        (re.compile(r"(?<=[^аеёиоуыэюяьй])(?:а|у|ом|е)$"), ""),
    ),
    _WOMAN: (
        (re.compile(r"(?<=[ьи])(?:и|е|ю|ей)$"), "я"),
        (re.compile(r"(?<=[кгхжшщч])и$|(?:ы|е|у|ой)$"), "а"),
        (re.compile(r"(?:и|ю|ей)$"), "я"),
    ),
}
# Words before a name by which a woman is spoken of in no other case than a list's: `активистка …`, `арестована …`.
_SHE = re.compile(r"(?:ница|стка|нка|лка|ая|[аеиы]на|[иыя]та)$")
# What is given to a man, where the same endings after a verb are those of a woman: `срок …`, `освободить …`.
_TO_HIM = re.compile(r"(?:приговор|срок|обвинени|наказани|помощ|преми|угроз|к$|ко$|по$)")
_OF_HIM = re.compile(r"(?<!ниц)(?<!стк)(?<!лк)[ая]$|[ое]го$|(?:ов|ев|[иы]х)$")
# Surnames of men that end in a consonant; those that end in a vowel stand as in a list in each case.
_OF_MEN = (
    (re.compile(r"(?<=[лрнт])(?:я|ю|ем)$"), "ь"),
    (re.compile(r"(?<=[кчцшхй])а$|(?<=[аиеоуы][кчсшхлрнмтдзгб])а$|(?<=[бвгджзклмнпрстфхцчшщ])(?:у|ом)$"), ""),
)
_AS_IN_A_LIST = re.compile(r"(?:зода|дзе)$")
_OF_A_MAN = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|ый)$")
_CONSONANT = re.compile(r"[бвгджзйклмнпрстфхцчшщь]$")
_WITH_HIM = re.compile(r"[аяо]$|[ое]м$")
_SHORTEST, _SHORT_SURNAME = 3, 4


def in_a_list(name: str, *, before: str, governed: bool) -> str:
    """`before`: the word before the name; `governed`: it is one that puts what follows into another case."""
    words = name.split()
    if len(words) < 2 or any(len(word) < _SHORTEST for word in (words[0], words[-1])):
        return name
    who = _who(words, before, governed=governed)
    if not who:
        return name
    first = _with_ending(words[0], _ENDINGS[_WOMAN if _ends_as_hers(words[0]) else who])
    middle = [_patronymic(word) for word in words[1:-1]]
    last = "-".join(_surname(part, who, changed=first != words[0]) for part in words[-1].split("-"))
    return " ".join([first, *middle, last])


def _who(words: Sequence[str], before: str, *, governed: bool) -> str:
    """Whether a man or a woman stands in another case; "" if the name stands as in a list, or nothing tells."""
    told = [who for word in words[1:-1] for ending, _, who in _PATRONYMICS if ending.search(word)]
    told += [who for part in words[-1].split("-") for ending, _, who in _TELLING if ending.search(part)]
    if told:
        return told[0]
    if _OF_A_MAN.search(words[-1]):
        return ""
    first = words[0].casefold()
    of_him = not _SHE.search(before) and (governed or bool(_OF_HIM.search(before)))
    may_be_his = _with_ending(first, _ENDINGS[_MAN]) in _given("men")
    if _ends_as_hers(first):
        return _MAN
    if first in _given("women"):
        return _MAN if may_be_his and of_him else ""
    if first in _given("men") or not re.search(r"[аяуюыие]$|[ое]м$|[ое]й$", first):
        return ""
    # The surnames of women that end in a consonant stand as in a list, where a man's would not.
    if _CONSONANT.search(words[-1]) and _with_ending(first, _ENDINGS[_WOMAN]) != first and not _WITH_HIM.search(first):
        return _WOMAN if governed or first[-1] != "и" else ""
    if may_be_his:
        return _MAN if of_him or not _SHE.search(before) else ""
    if _with_ending(first, _ENDINGS[_WOMAN]) in _given("women"):
        return _WOMAN
    if first[-1] in "ыи":
        return _WOMAN if governed else ""
    if first[-1] in "ую" and _EITHER.search(words[-1]):
        return _MAN if _TO_HIM.match(before) else _WOMAN
    if first[-1] in "ую":
        return ""
    return _MAN if first[-1] in "ая" and of_him else ""


def _ends_as_hers(first: str) -> bool:
    """Илья, Никита: in another case."""
    first = first.casefold()
    return first not in _given("men_in_a") and _with_ending(first, _ENDINGS[_WOMAN]) in _given("men_in_a")


def _surname(word: str, who: str, *, changed: bool) -> str:
    for ending, listed, of in _TELLING:
        if of == who and ending.search(word):
            return ending.sub(listed, word)
    if changed and _EITHER.search(word):
        return word[:-1] if who == _MAN else f"{word[:-1]}а"
    if changed and who == _MAN and len(word) > _SHORT_SURNAME and not _AS_IN_A_LIST.search(word):
        return _with_ending(word, _OF_MEN)
    return word


def _patronymic(word: str) -> str:
    return next((ending.sub(listed, word) for ending, listed, _ in _PATRONYMICS if ending.search(word)), word)


def _with_ending(word: str, endings: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    return next((ending.sub(listed, word) for ending, listed in endings if ending.search(word)), word)


@cache
def _given(of: str) -> frozenset[str]:
    written = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))
    return frozenset(written["russian"][of].split())
