"""Who was asked about a hearing without belonging to the group, and what they said, by a link or by word of mouth."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from safeconduct.dossiers.entry import Entry

OFFERED = "offered"
"""They would lead, and somebody else led already when their answer came."""
LINK = "link"


@dataclass(frozen=True)
class Asked:
    """`organisation` is what the answer stands under, `office` its name. `row` takes the link away without knowing it; "" where
    the answer came by word. `how`: link, telephone, mail or meeting. `until` is the last day of the link, or the
    day on which the word was said. `says` is lead, backup, cannot or offered; "" while nothing came."""

    ref: str
    organisation: str
    office: str
    how: str
    until: date
    at: datetime
    row: str = ""
    said_by: str = field(default="", repr=False)
    waits: bool = False
    says: str = ""


def asked_in(entry: Entry) -> Asked:
    """Of a link that was made, or of a word that was written down."""
    data = entry.data
    named = {"ref": data["link"], "organisation": data["answering"], "office": data["answering_office"], "at": entry.at}
    if entry.kind == "hearing_link_made":
        return Asked(how=LINK, until=date.fromisoformat(data["until"]), row=data["row"], waits=True, **named)
    return Asked(how=data["how"], until=date.fromisoformat(data["said_on"]), said_by=data["said_by"], **named)


def waits_no_more(one: Asked) -> Asked:
    return replace(one, waits=False)
