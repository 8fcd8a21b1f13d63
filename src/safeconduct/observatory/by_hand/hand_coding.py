"""What people said of texts, as it was taken in from their sheets: never changed, so first and latest words both stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from safeconduct.observatory.by_hand.codebook import Code


@dataclass(frozen=True)
class HandCoding:
    """One person's codes of one text; a field that is not there was left empty."""

    text: str
    by: str
    codebook: int
    values: Mapping[str, Code]


@dataclass(frozen=True)
class Resolution:
    """What was settled for one field of one text on which people differed, and why."""

    text: str
    field: str
    value: Code
    reason: str
    by: str
    codebook: int


@dataclass(frozen=True)
class HandCodings:
    """`first` and `latest` by text and person; `resolutions` by text and field, the latest."""

    first: Mapping[tuple[str, str], HandCoding]
    latest: Mapping[tuple[str, str], HandCoding]
    resolutions: Mapping[tuple[str, str], Resolution]

    def coded_by(self, person: str) -> frozenset[str]:
        return frozenset(text for text, by in self.first if by == person)

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(sorted({by for _, by in self.first}))


def folded(rows: Iterable[Mapping[str, Any]]) -> HandCodings:
    """From the rows of the ledger of people's words. Of each field the person's first and latest code count, not of each sheet."""
    first: dict[tuple[str, str], HandCoding] = {}
    latest: dict[tuple[str, str], HandCoding] = {}
    resolutions: dict[tuple[str, str], Resolution] = {}
    for row in rows:
        if row["kind"] == "codes":
            place = (row["text"], row["by"])
            values = {name: _code(value) for name, value in row["values"].items()}
            coding = HandCoding(*place, row["codebook"], values)
            before, early = latest.get(place), first.get(place)
            latest[place] = _over(before, coding) if before else coding
            first[place] = _over(coding, early) if early else coding
        elif row["kind"] == "resolution":
            resolutions[row["text"], row["field"]] = Resolution(
                row["text"], row["field"], _code(row["value"]), row["reason"], row["by"], row["codebook"]
            )
    return HandCodings(first, latest, resolutions)


def _over(under: HandCoding, upper: HandCoding) -> HandCoding:
    """Under different versions of the codebook the codes are not mixed: the upper ones stand alone."""
    if under.codebook != upper.codebook:
        return upper
    return HandCoding(upper.text, upper.by, upper.codebook, {**under.values, **upper.values})


def _code(written: Any) -> Code:
    return tuple(written) if isinstance(written, list) else written
