"""Which language a text is written in, by its script and its most frequent small words. Other languages are left to people."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache

from safeconduct.observatory.lexicon import FOLDER

_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 2000  # letters: more of a text would not change the answer
_FEWEST = 3  # small words by which a language may be told
_CLEARLY = 1.5  # times as many as of the next language
_CLOSE = 2  # what was declared stands unless another language has more than twice as many


def written_language(text: str, declared: str = "") -> str:
    """The language that the small words speak for clearly; else the one that was declared; "" if neither."""
    declared = declared.strip().casefold().partition("-")[0].partition("_")[0]
    languages, spoken_by = _small_words()
    counts = dict.fromkeys(languages, 0)
    text = text[:_LOOKED_AT]
    # As many letters: none became several, so that the words are the same.
    small = text.casefold() if len(text.casefold()) == len(text) else ""
    words = _WORD.findall(small) if small else [word.casefold() for word in _WORD.findall(text)]
    counted = Counter(words)
    for word in counted.keys() & spoken_by.keys():
        for one in spoken_by[word]:
            counts[one] += counted[word]
    weights = sorted(((count, one) for one, count in counts.items()), reverse=True)
    (most, language), (next_most, _) = weights[0], weights[1]
    if most >= _FEWEST and most >= _CLEARLY * next_most and not declared:
        return language
    close = {one for count, one in weights if count and count * _CLOSE >= most}
    return declared if declared in close or most < _FEWEST else language


@cache
def _small_words() -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """All languages; and those that have a word."""
    written = tomllib.loads((FOLDER / "languages.toml").read_text(encoding="utf-8"))["words"]
    spoken_by: dict[str, tuple[str, ...]] = {}
    for language, words in written.items():
        for word in dict.fromkeys(words.split()):
            spoken_by[word] = (*spoken_by.get(word, ()), language)
    return tuple(written), spoken_by
