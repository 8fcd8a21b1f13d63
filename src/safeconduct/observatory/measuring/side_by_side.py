"""Two codings beside each other: only what differs. A count of one and one may hide that they ask for different things."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# What a text is known by, and what says how it was coded, is no difference of what it says.
NOT_COMPARED = frozenset(
    (
        "id",
        "url",
        "title",
        "text",
        "seen",
        "coded_by",
        "codebook",
        "rules",
        "confidence",
        "evidence",
        "cannot_tell",
        "versions",
    )
)
NOT_SAID = "–"


@dataclass(frozen=True)
class CodingDifference:
    field: str
    one: str
    other: str


def differences(
    one: Mapping[str, object], other: Mapping[str, object], *, not_compared: Iterable[str] = NOT_COMPARED
) -> tuple[CodingDifference, ...]:
    """In the order of the fields; a list counts as the same in any order."""
    fields = dict.fromkeys((*one, *other))
    told = (
        (field, _written(one.get(field)), _written(other.get(field))) for field in fields if field not in not_compared
    )
    return tuple(CodingDifference(*row) for row in told if row[1] != row[2])


def _written(value: object) -> str:
    match value:
        case None | "" | []:
            return NOT_SAID
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(sorted(map(str, value)))
    return str(value)
