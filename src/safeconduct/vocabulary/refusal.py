"""Saying no: why something may not be done and what to do instead, in one sentence, said once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    sentence: str


class Refused(Exception):
    """Something was asked that may not be done. Its text is the refusal's sentence; it never names anybody."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


class NotFound(Exception):
    """There is no such thing, or it is not yours: the two are the same answer."""

    def __init__(self) -> None:
        super().__init__("There is nothing here under this address.")


def insist(refusal: Refusal | None) -> None:
    """Raises Refused when there is a refusal."""
    if refusal is not None:
        raise Refused(refusal)
