"""Action sheets and packs: short points in our own words, for whom, and on which cases they are offered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safeconduct.guidance.source import Address, doubts

DIPLOMATS, DEFENDERS = "diplomats", "defenders"
ALWAYS, CLOSED_WAY = "always", "closed_way"
OUR_PROPOSAL = "Our own proposal."


@dataclass(frozen=True)
class SheetPoint:
    """`rests_on` are commitments and good practices of the register; none means that it is our own proposal."""

    says: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class ActionSheet:
    """`offered` is always, themes (on cases with one of `themes`), closed_way (where a way is closed in the country), or never."""

    id: str
    title: str
    audience: str
    offered: str
    themes: tuple[str, ...]
    points: tuple[SheetPoint, ...]
    source: Address
    verification: str
    last_checked: date


def sheets_for(
    sheets: Iterable[ActionSheet], *, themes: Iterable[str], has_closed_way: bool
) -> tuple[ActionSheet, ...]:
    """What a case with these themes is offered, in the order of the register."""
    chosen = set(themes)

    def fits(sheet: ActionSheet) -> bool:
        return (
            sheet.offered == ALWAYS
            or (sheet.offered == "themes" and bool(chosen & set(sheet.themes)))
            or (sheet.offered == CLOSED_WAY and has_closed_way)
        )

    return tuple(sheet for sheet in sheets if fits(sheet))


def cautions(sheet: ActionSheet, *, today: date) -> tuple[str, ...]:
    """The sentences without which this sheet is not to be shown."""
    return doubts(sheet.verification, sheet.last_checked, today=today)
