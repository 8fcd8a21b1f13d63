"""Letters as a name is compared by: small, without accents, vowel marks and what nobody sees, one letter for those that people
type for each other."""

from unicodedata import category, combining, normalize

_ONE_FOR_OTHERS = str.maketrans(
    {
        **dict.fromkeys(["ی", "ى"], "ي"),
        "ک": "ك",
        "ة": "ه",
        "ـ": None,
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ħ": "h",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "і": "и",
        "є": "е",
        "ґ": "г",
    }
)


def words_of(text: str) -> list[str]:
    """Without accents, vowel marks and signs that nobody sees; large letters stay large."""
    if text.isascii():
        whole = text
    else:
        letters = (sign for sign in normalize("NFKD", text) if not combining(sign) and category(sign) != "Cf")
        whole = normalize("NFC", "".join(letters)).replace("ـ", "")
    return "".join(sign if sign.isalnum() or category(sign) in ("Mn", "Mc") else " " for sign in whole).split()


def as_written(text: str) -> list[str]:
    """The same words with all that their signs have."""
    whole = normalize("NFC", text)
    return "".join(sign if sign.isalnum() else " " for sign in whole).split()


def plain(text: str) -> str:
    """In small letters, each in the form that stands for those like it; what parts words stays."""
    small = normalize("NFKC", text).casefold()
    return small if small.isascii() else small.translate(_ONE_FOR_OTHERS)


def plain_words(text: str) -> list[str]:
    return [word.translate(_ONE_FOR_OTHERS) for word in words_of(plain(text))]


def parted_at_unseen(text: str) -> str:
    """A sign that nobody sees may part two words or stand within one: here it parts them."""
    return text if text.isascii() else "".join(" " if category(sign) == "Cf" else sign for sign in text)


def is_capital(word: str) -> bool:
    """Arabic and others have no small letters: there each word counts."""
    return not word[:1].islower()
