"""A paper that leaves the house: a title, how far it may go, and sections of lines. How it is written out is not its matter."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class PaperLine:
    """`lead` stands before the text, such as a number; `note` under it; `marking` says how far this line may go."""

    text: str = field(repr=False)
    lead: str = ""
    note: str = field(default="", repr=False)
    marking: str = ""


@dataclass(frozen=True)
class PaperSection:
    heading: str
    lines: tuple[PaperLine, ...]
    empty: str = ""


@dataclass(frozen=True)
class Paper:
    """`marking` of the whole, "" where it may go anywhere; `under` are sentences below the title, `foot` one at the end."""

    title: str
    marking: str
    under: tuple[str, ...]
    sections: tuple[PaperSection, ...]
    foot: str = ""


def without_odd_signs(paper: Paper) -> Paper:
    """Without the signs of no shape that a form takes and no format of a paper can hold."""
    return replace(
        paper,
        title=_printable(paper.title),
        under=tuple(map(_printable, paper.under)),
        sections=tuple(
            replace(one, heading=_printable(one.heading), lines=tuple(map(_printable_line, one.lines)))
            for one in paper.sections
        ),
    )


def _printable_line(line: PaperLine) -> PaperLine:
    return replace(line, text=_printable(line.text), lead=_printable(line.lead), note=_printable(line.note))


def _printable(text: str) -> str:
    return "".join(" " if _is_odd(sign) else sign for sign in text)


def _is_odd(sign: str) -> bool:
    return sign in "\ufeff\ufffe\uffff" or (unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n\r")


def plain_text(paper: Paper) -> str:
    """To be pasted where no file may go, such as a cable."""
    return "\n".join(_lines(paper)).strip() + "\n"


def _lines(paper: Paper) -> Iterator[str]:
    yield from (paper.marking, paper.title, *paper.under)
    for section in paper.sections:
        yield from ("", section.heading)
        if not section.lines:
            yield section.empty
        for line in section.lines:
            marking = f" [{line.marking}]" if line.marking else ""
            yield f"{line.lead} {line.text}{marking}".strip()
            if line.note:
                yield f"  {line.note}"
    if paper.foot:
        yield from ("", paper.foot)
