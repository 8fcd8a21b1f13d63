"""Incidents: what was done to somebody, when and where as far as it is known, by whom, and how one led to another.

An incident is an entry of the story; a correction is a later entry that names it and says all of it anew. Its place in
words, like every name, stays in the entry: a card has the region, the kinds and the month alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from safeconduct.cases.coded_list import group_of
from safeconduct.cases.incident_date import IncidentDate, incident_date_from, refusal_to_date, refusal_to_period
from safeconduct.cases.label_example import LabelExample
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

FARTHEST = timedelta(days=5 * 365)
"""How far from today a clock may be set; beyond it, somebody mistyped the year."""

JOINTS = ("follows", "part_of", "causes")
"""How an incident is joined to another one of the same dossier."""


@dataclass(frozen=True)
class Joint:
    kind: str
    to: str


@dataclass(frozen=True)
class Hearing:
    """At the court's own time: `zone` is a name of the time zone database, `hour` is 09:30 or "" when not known."""

    day: str
    hour: str
    zone: str

    @property
    def at(self) -> datetime:
        """Without an hour the day counts from its first minute."""
        hour = time.fromisoformat(self.hour) if self.hour else time.min
        return datetime.combine(date.fromisoformat(self.day), hour, ZoneInfo(self.zone))


@dataclass(frozen=True)
class Detention:
    """`held_by` is a value of the list of perpetrators; `lawyer`, `family` and `doctor` of access_in_detention."""

    held_by: str
    since: IncidentDate
    where: str = field(repr=False)
    charge: str = field(repr=False)
    lawyer: str
    family: str
    doctor: str
    hearing: Hearing | None


@dataclass(frozen=True)
class Incident:
    """`region` is a country's code and a part of it, as GT-north; `sources` are references of sources; `reprisal_for`
    says contact with whom it answers, or "". `marked_at` is since when it has been a reprisal. `own_label` is a label that no
    list has; `examples` show where labels were used."""

    ref: str
    acts: tuple[str, ...]
    first: IncidentDate
    last: IncidentDate
    country: str
    region_part: str
    place: str = field(repr=False)
    perpetrator: str
    stigmas: tuple[str, ...]
    text: str = field(repr=False)
    sources: tuple[str, ...]
    joints: tuple[Joint, ...]
    detention: Detention | None
    follow_up_on: str
    reprisal_for: str
    contact: str = field(repr=False)
    told_at: datetime
    marked_at: datetime | None = None
    corrections: int = 0
    own_label: str = field(default="", repr=False)
    examples: tuple[LabelExample, ...] = ()

    @property
    def region(self) -> str:
        """The code that a card may carry; "" where the country is not one that we know."""
        return f"{self.country}-{self.region_part}" if self.country and self.region_part else self.country


def incidents(written: Iterable[Entry]) -> tuple[Incident, ...]:
    """Every incident as its newest correction says it, in the order in which they happened; undated ones last."""
    known: dict[str, Incident] = {}
    for entry in written:
        ref = entry.data.get("incident", "")
        if entry.kind == "incident" or (entry.kind == "incident_corrected" and ref):
            known[ref] = _incident(entry, known.get(ref))
    return in_order_of_time(known.values())


def in_order_of_time(unordered: Iterable[Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(unordered, key=lambda one: (one.first.earliest or date.max, one.told_at, one.ref)))


def _incident(entry: Entry, before: Incident | None) -> Incident:
    data = entry.data
    marked = (before and before.marked_at) or entry.at
    return Incident(
        ref=data["incident"],
        acts=tuple(data["acts"]),
        first=incident_date_from(data["first"]),
        last=incident_date_from(data["last"]),
        country=data["country"],
        region_part=data["region_part"],
        place=data["place"],
        perpetrator=data["perpetrator"],
        stigmas=tuple(data["stigmas"]),
        text=data["text"],
        sources=tuple(data["sources"]),
        joints=tuple(Joint(one["kind"], one["to"]) for one in data["joints"]),
        detention=_detention(data["detention"]),
        follow_up_on=data["follow_up_on"],
        reprisal_for=data["reprisal_for"],
        contact=data["contact"],
        told_at=before.told_at if before else entry.at,
        marked_at=marked if data["reprisal_for"] else None,
        corrections=before.corrections + 1 if before else 0,
        # Incidents that were written before labels had examples have neither.
        own_label=data.get("own_label", ""),
        examples=tuple(LabelExample(**one) for one in data.get("examples", ())),
    )


def _detention(data: Mapping[str, Any] | None) -> Detention | None:
    if not data:
        return None
    facts = {name: data[name] for name in ("held_by", "where", "charge", "lawyer", "family", "doctor")}
    hearing = Hearing(**data["hearing"]) if data["hearing"] else None
    return Detention(since=incident_date_from(data["since"]), hearing=hearing, **facts)


def incident_as_data(incident: Incident) -> dict[str, Any]:
    """The content of an entry. When it was told and how often corrected stand in the entries themselves."""
    detention = incident.detention
    return {
        "incident": incident.ref,
        **{name: getattr(incident, name) for name in _PLAIN},
        **{name: list(getattr(incident, name)) for name in ("acts", "stigmas", "sources")},
        "first": incident.first.as_data(),
        "last": incident.last.as_data(),
        "joints": [vars(joint) for joint in incident.joints],
        "examples": [vars(example) for example in incident.examples],
        "detention": detention
        and {
            **vars(detention),
            "since": detention.since.as_data(),
            "hearing": vars(detention.hearing) if detention.hearing else None,
        },
    }


_PLAIN = (
    "country",
    "region_part",
    "place",
    "perpetrator",
    "text",
    "follow_up_on",
    "reprisal_for",
    "contact",
    "own_label",
)


# What is refused


def refusal_to_recording(incident: Incident, known: Iterable[Incident], *, on: date) -> Refusal | None:
    """Why an incident may not stand like this beside those that are known; itself, if it is corrected, among them."""
    known = tuple(known)
    if not incident.acts:
        return Refusal("Nothing is chosen yet. Tick what was done; a kind that comes near is enough.")
    detained = incident.detention.since if incident.detention else IncidentDate()
    for day in (incident.first, incident.last, detained):
        if refusal := refusal_to_date(day.written, on=on):
            return refusal
    if refusal := refusal_to_period(incident.first, incident.last):
        return refusal
    for written in (incident.follow_up_on, _hearing_day(incident)):
        if written and abs(date.fromisoformat(written) - on) > FARTHEST:
            return Refusal("That day is years away. Check the year of the hearing and of the day to look again.")
    return refusal_to_joining(incident, known)


def _hearing_day(incident: Incident) -> str:
    return incident.detention.hearing.day if incident.detention and incident.detention.hearing else ""


def refusal_to_joining(incident: Incident, known: Iterable[Incident]) -> Refusal | None:
    others = {one.ref: one for one in known if one.ref != incident.ref}
    if any(joint.to == incident.ref for joint in incident.joints):
        return Refusal("An incident cannot be joined to itself. Choose another one, or none.")
    if any(joint.to not in others for joint in incident.joints):
        return Refusal("That incident is not in this file. Choose one of the list, or none.")
    if _bites_its_tail((*others.values(), incident)):
        return Refusal("These incidents would each come before the other. Change how they are joined.")
    return None


def _bites_its_tail(all_of_them: Iterable[Incident]) -> bool:
    """Whether following what came before (or what it is a part of) leads back to where it began."""
    before: dict[str, set[str]] = {}
    wholes: dict[str, set[str]] = {}
    for one in all_of_them:
        for joint in one.joints:
            if joint.kind == "part_of":
                wholes.setdefault(one.ref, set()).add(joint.to)
            else:
                later, earlier = (one.ref, joint.to) if joint.kind == "follows" else (joint.to, one.ref)
                before.setdefault(later, set()).add(earlier)
    return any(_leads_back(graph) for graph in (before, wholes))


def _leads_back(graph: Mapping[str, set[str]]) -> bool:
    """Takes away whatever leads nowhere until nothing is left to take; what remains goes round."""
    left = dict(graph)
    while left:
        ends = {node for node, following in left.items() if not following & left.keys()}
        if not ends:
            return True
        left = {node: following for node, following in left.items() if node not in ends}
    return False


def refusal_to_hearing(day: str, hour: str, zone: str) -> Refusal | None:
    """A hearing's time is the court's: without the name of its zone nobody can be there in time."""
    if hour and not day:
        return Refusal("The hearing has an hour and no day. Add the day.")
    if day and zone not in available_timezones():
        return Refusal("The time zone of the court is not known. Write its name as Africa/Nairobi or America/Bogota.")
    return None


# What a card may carry


def incident_facts(written: Iterable[Entry]) -> list[dict[str, Any]]:
    """Region, kinds and month of each incident; nothing where the region or the month is not known."""
    dated = (one for one in incidents(written) if one.region and one.first.month)
    return [{"region": one.region, "kinds": list(one.acts), "month": one.first.month} for one in dated]


def perpetrator_groups(written: Iterable[Entry]) -> list[str]:
    """Whether it is said to have been the state, somebody else or nobody knows whom, over all incidents; never who."""
    groups = {group_of("perpetrators", one.perpetrator) for one in incidents(written) if one.perpetrator}
    return sorted(groups - {""})
