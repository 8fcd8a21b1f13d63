"""Keys as words: a fingerprint that two people compare by voice, and a root key that is kept on paper."""

from hashlib import sha256

from mnemonic import Mnemonic

from safeconduct.sealing.place import place
from safeconduct.sealing.record import KEY_BYTES

FINGERPRINT_WORDS, _WORD_BITS = 8, 11  # 88 bits: nobody finds other keys with the same words
ROOT_WORDS = 24  # 256 bits and eight to check them by
LONGEST_TYPED = 1000


class Miswritten(Exception):
    """What was typed is not a key in words."""


def fingerprint_words(*publics: bytes) -> tuple[str, ...]:
    """Eight words that stand for these public keys together, in this order."""
    number = int.from_bytes(sha256(place("spoken-fingerprint", *publics)).digest(), "big")
    words = Mnemonic("english").wordlist
    shift = 256 - FINGERPRINT_WORDS * _WORD_BITS
    number >>= shift
    return tuple(words[number >> _WORD_BITS * left & 2**_WORD_BITS - 1] for left in reversed(range(FINGERPRINT_WORDS)))


def are_words_of(typed: str, *publics: bytes) -> bool:
    return plainly(typed) == " ".join(fingerprint_words(*publics))


def key_in_words(key: bytes) -> str:
    """The 24 words of a 32-byte key, with their check (BIP-39)."""
    return Mnemonic("english").to_mnemonic(key)


def key_from_words(typed: str) -> bytes:
    """Raises Miswritten."""
    words = plainly(typed).split()
    if len(words) != ROOT_WORDS:
        raise Miswritten
    try:
        key = bytes(Mnemonic("english").to_entropy(words))
    except (ValueError, LookupError):
        raise Miswritten from None
    if len(key) != KEY_BYTES:
        raise Miswritten
    return key


def plainly(typed: str) -> str:
    """Words as they are compared: small letters, one blank between them, no commas, numbers or full stops."""
    if len(typed) > LONGEST_TYPED:
        return ""
    letters = "".join(letter if letter.isalpha() else " " for letter in typed.casefold())
    return " ".join(letters.split())
