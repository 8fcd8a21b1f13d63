"""Where people gave one text different codes, and nothing was settled yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.observatory.by_hand.codebook import CANNOT_TELL, NONE, Code, Codebook
from safeconduct.observatory.by_hand.hand_coding import HandCodings
from safeconduct.observatory.by_hand.in_force import comparable


@dataclass(frozen=True)
class Disagreement:
    """`codes`: (person, what they wrote), in the order of their names."""

    text: str
    field: str
    codes: tuple[tuple[str, str], ...]


def disagreements(codings: HandCodings, codebook: Codebook) -> Iterator[Disagreement]:
    by_text: dict[str, list[str]] = {}
    for text, person in codings.latest:
        by_text.setdefault(text, []).append(person)
    for text in sorted(by_text):
        for name in codebook.fields:
            told = [
                (person, coding.values[name])
                for person in sorted(by_text[text])
                if name in (coding := codings.latest[text, person]).values
                and codebook.still_means(name, coded_by=coding.codebook)
            ]
            if len({comparable(code) for _, code in told}) > 1 and (text, name) not in codings.resolutions:
                yield Disagreement(text, name, tuple((person, written(code)) for person, code in told))


def written(code: Code) -> str:
    """As it stands in a cell."""
    match code:
        case None:
            return CANNOT_TELL
        case bool():
            return "yes" if code else "no"
        case tuple():
            return "; ".join(code) or NONE
        case _:
            return code
