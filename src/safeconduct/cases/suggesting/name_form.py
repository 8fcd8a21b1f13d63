"""How a name may stand in a text: declined in Russian, with words written onto it in Arabic. All in plain letters."""

from collections.abc import Iterator

# What a Russian name ends in, how many of those letters it loses, and the endings it takes; the longest that fits counts.
# In plain letters й is и. Names that are not declined (Конго, Того) end in what is not listed.
_DECLENSIONS = (
    ("ия", 1, ("я", "и", "ю", "еи")),
    ("ая", 2, ("ая", "ои", "ую", "ою")),
    ("яя", 2, ("яя", "еи", "юю")),
    ("ыи", 2, ("ыи", "ого", "ому", "ым", "ом")),
    ("ии", 2, ("ии", "ого", "ому", "им", "ом", "его", "ему", "ем", "ия", "ию", "ием")),
    ("ои", 2, ("ои", "ого", "ому", "ым", "ом", "оя", "ою", "ое", "оем")),
    *((f"{vowel}и", 1, ("и", "я", "ю", "е", "ем")) for vowel in "аеуя"),
    ("ое", 2, ("ое", "ого", "ому", "ым", "ом")),
    ("ее", 2, ("ее", "его", "ему", "им", "ем")),
    ("ые", 2, ("ые", "ых", "ым", "ыми")),
    ("ие", 2, ("ие", "их", "им", "ими")),
    ("ье", 1, ("е", "я", "ю", "ем")),
    ("ец", 2, ("ец", "ца", "цу", "це", "цом", "цем")),
    *((f"{letter}о", 1, ("о", "а", "у", "ом", "е")) for letter in "вн"),
    ("а", 1, ("а", "ы", "и", "у", "е", "ои", "еи")),
    ("я", 1, ("я", "и", "ю", "е", "еи")),
    ("ь", 1, ("ь", "я", "и", "ю", "е", "ем", "ью")),
    ("ы", 1, ("ы", "", "ов", "ам", "ами", "ах")),
    ("и", 1, ("и", "", "еи", "ов", "ям", "ями", "ях", "ам", "ами", "ах")),
    *((letter, 0, ("", "а", "у", "ом", "ем", "е")) for letter in "бвгджзклмнпрстфхцчшщ"),
)
_SHORTEST_DECLINED = 3
THE = "ال"
_AND, _AT, _TO_THE = "وف", "بكل", "لل"


def is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[:1] <= "\u04ff"


def is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"


def declined(word: str) -> frozenset[str]:
    """The forms that a word of a Russian name may take, itself among them."""
    if len(word) < _SHORTEST_DECLINED:
        return frozenset({word})
    for ending, lost, endings in _DECLENSIONS:
        if word.endswith(ending):
            stem = word[: len(word) - lost]
            return frozenset({word, *(stem + other for other in endings)})
    return frozenset({word})


def less_what_is_joined(word: str) -> Iterator[str]:
    """An Arabic word as it stands, then without “and”, “in”, “like” and “to” before it; “to the” becomes “the”."""
    yield word
    starts = [word]
    if word[0] in _AND:
        starts.append(word[1:])
        yield word[1:]
    for start in starts:
        if start.startswith(_TO_THE):
            yield THE + start[len(_TO_THE) :]
        elif start[:1] and start[0] in _AT:
            yield start[1:]


def less_the(word: str) -> str:
    return word.removeprefix(THE)
