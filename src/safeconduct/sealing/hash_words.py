"""The first 128 bits of a hash as 12 words (BIP-39, with its own check), to be printed, kept elsewhere or read out."""

import re

from mnemonic import Mnemonic

from safeconduct.sealing.code import Misread, plain_word

WORDS = 12
HASH_START_BYTES = 16
LONGEST_TYPED = 1000
_LIST = "english"
_NUMBERING = re.compile(r"^\d+[.:)]*")


def words_of(digest: bytes) -> tuple[str, ...]:
    return tuple(Mnemonic(_LIST).to_mnemonic(digest[:HASH_START_BYTES]).split())


def hash_start(typed: str) -> bytes:
    """The first 16 bytes of the hash whose words were typed, with or without their numbers. Raises Misread."""
    if len(typed) > LONGEST_TYPED:
        raise Misread("check")
    words = [word for token in typed.split() if (word := _NUMBERING.sub("", plain_word(token)))]
    known = Mnemonic(_LIST)
    unknown = next((word for word in words if word not in known.wordlist), None)
    if unknown is not None:
        raise Misread("unknown word", unknown)
    if len(words) < WORDS:
        raise Misread("short")
    if len(words) > WORDS or not known.check(" ".join(words)):
        raise Misread("check")
    return bytes(known.to_entropy(words))
