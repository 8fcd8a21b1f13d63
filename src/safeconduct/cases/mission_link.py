"""The links that were made for organisations which do not sign in, as the case keeps them: what each of them shows in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.intake.noted_link import HELD_BACK


@dataclass(frozen=True)
class MissionLink:
    """`text` is the region and the language; `why` says why it was held back, "" while it was not."""

    ref: str
    row: str
    hearing: str
    group: str
    office: str
    until: date
    text: str = field(repr=False)
    why: str = ""


def noting_mission(one: MissionLink) -> NewEntry:
    data = {"link": one.ref, "row": one.row, "hearing": one.hearing, "group": one.group, "office": one.office}
    more = {"until": one.until.isoformat(), "text": one.text}
    return NewEntry("coordination", "mission_link_made", {**data, **more})


def all_mission_links(written: Iterable[Entry]) -> tuple[MissionLink, ...]:
    """Oldest first; those that were answered or withdrawn too, of which the group tells."""
    known: dict[str, MissionLink] = {}
    for entry in written:
        data = entry.data
        if entry.kind == "mission_link_made":
            named = {name: data[name] for name in ("row", "hearing", "group", "office", "text")}
            known[data["link"]] = MissionLink(data["link"], until=date.fromisoformat(data["until"]), **named)
        elif entry.kind == HELD_BACK and data["link"] in known:
            known[data["link"]] = replace(known[data["link"]], why=data["why"])
    return tuple(known.values())


def mission_links(written: Iterable[Entry], *, on: date) -> tuple[MissionLink, ...]:
    """Those whose time is not over and that were not held back."""
    return tuple(one for one in all_mission_links(written) if not one.why and on <= one.until)
