"""Small pieces that tests put together. All people, organisations and places are invented."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from safeconduct.access.office import Office
from safeconduct.cases.risk import Grounds, Line, Other, Risk
from safeconduct.dossiers.entry import Author, Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.intake.telling import Telling

MORNING = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def an_office(**changes: Any) -> Office:
    """An office that reads within a day and is not staffed at known hours."""
    office = Office("0f" * 16, "harbour-desk", "Harbour Desk", 24, None, None, None, "UTC")
    return replace(office, **changes)


def a_staffed_office(**changes: Any) -> Office:
    """The same with somebody there from nine to five, who reads what is urgent within two hours."""
    return an_office(
        **{"urgent_within_hours": 2, "staffed_from": time(9), "staffed_until": time(17), "time_zone": "UTC"} | changes
    )


def a_telling(**changes: Any) -> Telling:
    return replace(Telling(language="en", happened="They came to the market in Karsa and asked for me."), **changes)


def an_entry(kind: str, *, seq: int = 1, at: datetime = MORNING, scope: str = "messages", **data: Any) -> Entry:
    return Entry(seq, scope, "5c" * 16, kind, at, Author("member"), data, b"", b"")


def an_open_dossier(*entries: Any) -> OpenDossier:
    return OpenDossier("d0" * 16, "0f" * 16, "c0" * 16, entries, (), None)


def by_member(entry: Entry, *, ref: str = "m1", post: str = "p1", post_name: str = "Human rights officer") -> Entry:
    return replace(entry, by=Author("member", ref, "Mara", post, post_name))


SECTIONS = {
    "work": "Speaks in the market each week.",
    "home": "Lives at the edge of the town.",
    "digital": "One phone, shared with a cousin.",
    "psychosocial": "Sleeps little; her sister is with her.",
    "particular": "Asked: nothing.",
}
GROUNDS = Grounds(
    threats=(Line("Two men ask for her.", "Her brother saw them.", "2026-03-02"),),
    vulnerabilities=(Line("Takes the same road.", "Said by herself.", "2026-03-03"),),
    capacities=(Line("The committee walks with her.", "Seen on our visit.", "2026-03-01"),),
    sections=SECTIONS,
    leverage="The ministry reads what is written about her.",
    exposure="Her picture stands in the paper.",
    found_openly="Asked: nothing found.",
)


def a_risk(**changes: Any) -> Risk:
    fields: dict[str, Any] = {
        "ref": "a1" * 8,
        "band": "high",
        "because": "They came twice in a week.",
        "others": (Other("family", "brother", "Whether quiet steps are right.", "Agrees."),),
        "review_on": MORNING.date() + timedelta(days=20),
        "at": MORNING,
        "post_name": "Human rights officer",
        "grounds": GROUNDS,
    }
    return Risk(**{**fields, **changes})
