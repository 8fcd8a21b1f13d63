"""A link by which a source without an account answers one question: good once, until a day, and for nothing else.

The token in the link is a key. The row holds only its hash; what is asked, and in which file, is sealed under it.
"""

import json
from dataclasses import dataclass, field
from datetime import date

from safeconduct.intake.link import row_of
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key

SAYS = ("yes", "no", "cannot_say")
LONGEST_WORDS = 5_000


@dataclass(frozen=True)
class LinkQuestion:
    """What a link opens. `text` is all that the source is told; `until` the last day, in universal time."""

    dossier: str
    link: str
    question: str
    text: str = field(repr=False)
    until: date

    def as_bytes(self) -> bytes:
        return json.dumps({"v": 1, **vars(self), "until": self.until.isoformat()}, ensure_ascii=False).encode()


def link_question_from(body: bytes) -> LinkQuestion:
    written = json.loads(body)
    written.pop("v")
    return LinkQuestion(**{**written, "until": date.fromisoformat(written["until"])})


def key_of(token: str) -> bytes:
    return derived_key(token.encode(), "source-link", "seal")


def identity_of(token: str) -> Identity:
    """What signs the answer: the file names its public key, so that only who has the link can answer."""
    return Identity(derived_key(token.encode(), "source-link", "sign"))


def link_place(token: str) -> bytes:
    return place("source-link", row_of(token))
