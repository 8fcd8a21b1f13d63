"""A 32-byte secret as it is written on paper and typed again: 24 words of the English BIP-39 list, 8 bits of them a check."""

from mnemonic import Mnemonic

PAPER_WORDS = 24


def words_of_secret(secret: bytes) -> tuple[str, ...]:
    return tuple(Mnemonic("english").to_mnemonic(secret).split())


def secret_of_words(typed: str) -> bytes | None:
    """None when it is not 24 words of the list, or when the check does not fit."""
    words = typed.casefold().split()
    if len(words) != PAPER_WORDS:
        return None
    try:
        return bytes(Mnemonic("english").to_entropy(words))
    except (ValueError, LookupError):
        return None
