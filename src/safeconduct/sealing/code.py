"""A defender's code: 128 random bits with a check, written as 13 words or as 14 groups of three digits.

Nothing about a code is stored but the hash of its locator and public keys. Every well-formed code has keys, so
every well-formed code opens a box; a wrong one is empty. Words come from reviewed lists (BIP-39), digits serve
every language without one. A word of the defender's own, typed after the code, leads to a second set of keys.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from mnemonic import Mnemonic

from safeconduct.sealing.keys import Identity
from safeconduct.sealing.place import place
from safeconduct.sealing.record import KEY_BYTES, derived_key

CODE_BITS = 128
WORDS, WORD_BITS = 13, 11
WORD_CHECK_BITS = WORDS * WORD_BITS - CODE_BITS
GROUPS, GROUP_DIGITS = 14, 3
DIGITS = GROUPS * GROUP_DIGITS
DIGIT_CHECK_BITS = 11
LONGEST_TYPED = 1000

_AROUND = " .,;:!?()[]-–—'’\"“”«»"
_NUMBERING = "0123456789.:)-"

# OWASP's smaller setting: about 30 ms, since a visit pays it and a queue of visits must not block the desk.
WORD_MEMORY_KIB, WORD_PASSES = 19 * 1024, 2

DIGIT_FORM = "digits"
# Language of the page -> its reviewed list. A language that is not here gets digits.
WORD_LISTS = {"en": "english", "fr": "french", "es": "spanish"}


@dataclass(frozen=True)
class Code:
    bits: bytes = field(repr=False)

    def locator(self) -> str:
        """What the server may know the box by: it does not lead back to the code."""
        return sha256(derived_key(self.bits, "code", "locator")).hexdigest()

    def identity(self) -> Identity:
        """The keys of the code alone: they open how far things are."""
        return Identity(derived_key(self.bits, "code", "alone"))

    def identity_with(self, own_word: str) -> Identity:
        """The keys of the code with the defender's own word: they open the messages.

        A word is short, so each guess at it costs an Argon2id; no word at all costs the same and opens nothing.
        """
        salt = derived_key(self.bits, "code", "own-word-salt")
        stretched = Argon2id(
            salt=salt, length=KEY_BYTES, iterations=WORD_PASSES, lanes=1, memory_cost=WORD_MEMORY_KIB
        ).derive(plain_word(own_word).encode())
        return Identity(derived_key(self.bits + stretched, "code", "own-word"))


@dataclass(frozen=True)
class Reading:
    """What somebody typed: the code, the form it was written in, and what came after it."""

    code: Code
    form: str
    own_word: str = field(repr=False)


class Misread(Exception):
    """What was typed is not a code. `problem` is one of the PROBLEMS; `word` the first one that is on no list."""

    PROBLEMS = ("short", "unknown word", "check")

    def __init__(self, problem: str, word: str = "") -> None:
        super().__init__("This is not a code.")
        self.problem, self.word = problem, word


def new_code() -> Code:
    return Code(secrets.token_bytes(CODE_BITS // 8))


def form_for(language: str) -> str:
    """The form in which a code is shown on a page in this language."""
    return language if language in WORD_LISTS else DIGIT_FORM


def written(code: Code, form: str) -> tuple[str, ...]:
    """The 13 words, or the 14 groups of digits, of a code."""
    if form == DIGIT_FORM:
        number = int.from_bytes(code.bits, "big") << DIGIT_CHECK_BITS | _check(code.bits, form, DIGIT_CHECK_BITS)
        digits = str(number).zfill(DIGITS)
        return tuple(digits[start : start + GROUP_DIGITS] for start in range(0, DIGITS, GROUP_DIGITS))
    number = int.from_bytes(code.bits, "big") << WORD_CHECK_BITS | _check(code.bits, form, WORD_CHECK_BITS)
    words = _list(form)
    return tuple(words[number >> WORD_BITS * left & 2**WORD_BITS - 1] for left in reversed(range(WORDS)))


def sign(code: Code, form: str) -> tuple[str, str]:
    """Two words (or groups of digits) that the page shows, so that the owner notices a slip."""
    number = int.from_bytes(derived_key(code.bits, "code", "sign")[:4], "big")
    if form == DIGIT_FORM:
        return f"{number % 1000:03}", f"{number // 1000 % 1000:03}"
    words = _list(form)
    return words[number % len(words)], words[number // len(words) % len(words)]


def read(typed: str) -> Reading:
    """The code at the start of what was typed, and the own word behind it. Raises Misread."""
    # Normalising takes the square of the length of a run of accents: seconds for a page full of them.
    if len(typed) > LONGEST_TYPED:
        raise Misread("check")
    tokens = unicodedata.normalize("NFKC", typed).split()
    digits = _leading_digits(tokens)
    if len(digits) >= WORDS * 2:
        return _read_digits(tokens)
    return _read_words(tokens)


def plain_word(word: str) -> str:
    """A word as it is compared: without capitals, accents, invisible marks, outer blanks and outer punctuation."""
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    bare = "".join(_plain(mark) for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(bare.split()).strip(_AROUND)


def _plain(mark: str) -> str:
    if mark.isdecimal():
        return str(unicodedata.decimal(mark))
    return "" if unicodedata.category(mark) == "Cf" else mark


def _read_digits(tokens: list[str]) -> Reading:
    digits, rest = "", ""
    for character in " ".join(tokens):
        if len(digits) == DIGITS:
            rest += character
        elif character.isdecimal():
            digits += str(unicodedata.decimal(character))
        elif character.isalpha():
            raise Misread("unknown word", character)
    if len(digits) < DIGITS:
        raise Misread("short")
    bits, check = divmod(int(digits), 2**DIGIT_CHECK_BITS)
    return _checked(bits, check, DIGIT_FORM, DIGIT_CHECK_BITS, rest.strip())


def _read_words(tokens: list[str]) -> Reading:
    # People copy the numbers before the words too; they are not part of the code.
    words: list[str] = []
    rest: list[str] = []
    for token in tokens:
        if len(words) == WORDS:
            rest.append(token)
        elif word := plain_word(token).lstrip(_NUMBERING):
            words.append(word)
    form = max(WORD_LISTS, key=lambda form: sum(word in _positions(form) for word in words))
    unknown = next((word for word in words if word not in _positions(form)), None)
    if unknown is not None:
        raise Misread("unknown word", unknown)
    if len(words) < WORDS:
        raise Misread("short")
    number = 0
    for word in words:
        number = number << WORD_BITS | _positions(form)[word]
    bits, check = divmod(number, 2**WORD_CHECK_BITS)
    return _checked(bits, check, form, WORD_CHECK_BITS, " ".join(rest))


def _checked(bits: int, check: int, form: str, check_bits: int, own_word: str) -> Reading:
    if bits.bit_length() > CODE_BITS:
        raise Misread("check")
    code = Code(bits.to_bytes(CODE_BITS // 8, "big"))
    if check != _check(code.bits, form, check_bits):
        raise Misread("check")
    return Reading(code, form, own_word)


def _leading_digits(tokens: list[str]) -> str:
    digits = ""
    for character in "".join(tokens):
        if character.isalpha():
            break
        digits += character if character.isdecimal() else ""
    return digits


def _check(bits: bytes, form: str, check_bits: int) -> int:
    return int.from_bytes(sha256(place("code-check", form, bits)).digest(), "big") >> (256 - check_bits)


@cache
def _list(form: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(WORD_LISTS[form]).wordlist)


@cache
def _positions(form: str) -> dict[str, int]:
    return {plain_word(word): position for position, word in enumerate(_list(form))}
