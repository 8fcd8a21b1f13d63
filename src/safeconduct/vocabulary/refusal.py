"""Saying no: why something may not be done and what to do instead, in one sentence, said once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from safeconduct.vocabulary.name_in_text import NamePlace


class _Referred(Protocol):
    @property
    def ref(self) -> str: ...


Named = TypeVar("Named", bound=_Referred)


@dataclass(frozen=True)
class Refusal:
    """`places`: where in the text that was typed, for the page that shows it alone."""

    sentence: str
    places: tuple[NamePlace, ...] = field(default=(), repr=False)


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


def the_one(known: Iterable[Named], ref: str) -> Named:
    """Raises NotFound."""
    for one in known:
        if one.ref == ref:
            return one
    raise NotFound
