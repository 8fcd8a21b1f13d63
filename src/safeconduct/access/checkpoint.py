"""Checkpoints: what a journal was at one line, signed by an auditor and kept elsewhere.

A chain alone does not show that its end was cut off, nor that all of it was written anew. Whoever kept a checkpoint,
as a note or as twelve words, can show both. The text has the form of C2SP tlog-checkpoint: origin, number of lines,
hash. The hash is that of the chain at that line, not the root of a tree.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safeconduct.access.journal import Chain
from safeconduct.sealing.code import Misread
from safeconduct.sealing.hash_words import WORDS
from safeconduct.sealing.signed_note import Note
from safeconduct.vocabulary.refusal import Refusal

ORIGIN = "safeconduct/journal/"
LINES_BETWEEN = 256
HASH_BYTES = 32


@dataclass(frozen=True)
class Checkpoint:
    """The hash of an organisation's journal at its line number `size`."""

    organisation: str
    size: int
    hash: bytes

    @property
    def origin(self) -> str:
        return ORIGIN + self.organisation

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.hash).decode()}\n"


@dataclass(frozen=True)
class CheckpointNote:
    """One that the instance itself keeps; `by` is the member whose certified key signed it, None when nobody's did."""

    checkpoint: Checkpoint
    made_on: date
    note: Note
    by: str | None


@dataclass(frozen=True)
class Finding:
    """Whether the journal is what it was, in one sentence."""

    holds: bool
    sentence: str


def checkpoint_from(text: str) -> Checkpoint | None:
    """The checkpoint of a note's text, exactly as `Checkpoint.text` writes it; None when it is none."""
    try:
        origin, size, encoded, _end = text.split("\n")
        found = Checkpoint(origin.removeprefix(ORIGIN), int(size), base64.b64decode(encoded, validate=True))
    except (ValueError, binascii.Error):
        return None
    return found if found.text() == text and found.size > 0 and len(found.hash) == HASH_BYTES else None


def is_due(chain: Chain, last: CheckpointNote | None, *, today: date) -> bool:
    """After a day, or after 256 lines; never when nothing was written since."""
    if last is None:
        return chain.length > 0
    new = chain.length - last.checkpoint.size
    return new >= LINES_BETWEEN or (new > 0 and last.made_on < today)


def refusal_to_signing(chain: Chain, standing: Finding) -> Refusal | None:
    if not standing.holds:
        return Refusal(f"{standing.sentence} Nothing is signed over it. Keep the last checkpoint and tell the others.")
    if not chain.length:
        return Refusal("No line has been written yet. Come back when somebody has signed in.")
    return None


def refusal_to_comparing(typed: str) -> Refusal | None:
    """Said of what is not a whole note; misread words have sentences of their own."""
    if not typed.strip():
        return Refusal("Nothing is here yet. Type the twelve words, or paste the note.")
    if ORIGIN in typed or "—" in typed:
        return Refusal("This is not a whole note. Paste it from its first line to the line that begins with a dash.")
    return None


def compared(checkpoint: Checkpoint, chain: Chain) -> Finding:
    """Whether the journal still contains the state of a checkpoint of the same organisation."""
    size = checkpoint.size
    if chain.broken_at is not None and chain.broken_at <= size:
        return _no(f"{_break(chain.broken_at)} The state of the checkpoint at line {size:,} can no longer be shown.")
    if size > chain.length:
        return _no(
            f"The journal ends at line {chain.length:,}, the checkpoint stands at line {size:,}: its end was cut off."
        )
    if chain.hashes[size - 1] != checkpoint.hash:
        return _no(f"The journal was rewritten: its line {size:,} is not the one of the checkpoint.")
    return _yes(size, chain)


def compared_words(hash_start: bytes, chain: Chain) -> Finding:
    number = chain.number_of(hash_start)
    if number is not None:
        return _yes(number, chain)
    if chain.broken_at is not None:
        return _no(f"{_break(chain.broken_at)} No line before it has these words.")
    return _no(
        "No line of this journal has these words: it was rewritten or its end was cut off after they were kept, "
        "or they are another journal’s."
    )


def compared_note(note: Note, organisation: str, chain: Chain, *, signer: str | None) -> Finding:
    """`signer` is the name of the member whose certified key signed the note, None when nobody's did."""
    checkpoint = checkpoint_from(note.text)
    if checkpoint is None or checkpoint.organisation != organisation:
        return _no("This note is a checkpoint of another journal. Compare it where it was signed.")
    found = compared(checkpoint, chain)
    if signer is not None:
        return Finding(found.holds, f"{found.sentence} Signed by {signer}.")
    return _no(
        f"{found.sentence} But no key that this organisation certifies signed the note: "
        "the note was changed, or the certificates were."
    )


def standing(chain: Chain, kept: Iterable[CheckpointNote]) -> Finding:
    """How the journal stands by itself and beside the checkpoints that the instance keeps."""
    if chain.broken_at is not None:
        return _no(_break(chain.broken_at))
    for one in kept:
        size = one.checkpoint.size
        if one.by is None:
            return _no(f"The checkpoint kept here for line {size:,} carries no valid signature: it was changed.")
        found = compared(one.checkpoint, chain)
        if not found.holds:
            return found
    if not chain.length:
        return Finding(True, "No line has been written yet.")
    since = date.fromisoformat(chain.since)
    return Finding(True, f"{lines_in_words(chain.length)}, unbroken since {since.day} {since:%B} {since.year}.")


def misread_in_words(misread: Misread) -> str:
    """What is wrong with typed words, and what to do next."""
    if misread.problem == "short":
        return f"These are fewer than {WORDS} words. Type all of them in their order, or paste the whole note."
    if misread.problem == "unknown word":
        return f"“{misread.word[:30]}” is not a word of the list. Look at it again and correct it."
    return f"One of these words is not right, or there are more than {WORDS}. Compare each with what was kept."


def lines_in_words(number: int) -> str:
    return "1 line" if number == 1 else f"{number:,} lines"


def _yes(size: int, chain: Chain) -> Finding:
    after = chain.length - size
    if chain.broken_at is not None:
        return _no(
            f"The journal still contains this state, at line {size:,}; but after it, {_break(chain.broken_at).lower()}"
        )
    more = "nothing was written after it" if not after else f"{lines_in_words(after)} came after it"
    return Finding(True, f"The journal still contains this state, at line {size:,}; {more}.")


def _no(sentence: str) -> Finding:
    return Finding(False, sentence)


def _break(number: int) -> str:
    return f"Line {number:,} was changed, moved or left out."
