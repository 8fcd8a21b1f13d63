"""A trip into regions: planned by one organisation, joined by others, reported back by those who went, or called off.

Folded from believed entries of a group. A report closes it; who went as well adds theirs. Nobody is named in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

PLANNED, REPORTED, CALLED_OFF = "planned", "reported", "called off"
GOES, CANNOT = "goes", "cannot"
TURNED_BACK = "turned_back"
LONGEST = timedelta(days=60)
LONGEST_AHEAD = timedelta(days=366)
LONGEST_AGO = timedelta(days=3 * 366)


@dataclass(frozen=True)
class TripPlan:
    """`meets` says whom to meet, in words without names; `removes` are the barriers that the trip is to take away."""

    kind: str
    on: date
    until: date
    regions: tuple[str, ...]
    meets: str = field(repr=False)
    removes: tuple[str, ...] = ()

    def as_data(self) -> dict[str, object]:
        days = {"on": self.on.isoformat(), "until": self.until.isoformat()}
        return {**vars(self), **days, "regions": list(self.regions), "removes": list(self.removes)}


@dataclass(frozen=True)
class TripReport:
    """What an organisation brought back. `effect` is coded (lists/trip_effects.toml)."""

    organisation: str
    office: str
    effect: str
    words: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class Trip:
    """`answers` are by organisation: its office, and whether it goes. `why` is coded, of a trip that was called off.
    `planned` is whom the rota last named, by role."""

    ref: str
    organisation: str
    office: str
    marking: str
    scope_ref: str
    plan: TripPlan
    answers: Mapping[str, tuple[str, str]]
    state: str = PLANNED
    reports: tuple[TripReport, ...] = ()
    why: str = ""
    planned: Mapping[str, str] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.plan.on

    @property
    def until(self) -> date:
        return self.plan.until

    @property
    def regions(self) -> tuple[str, ...]:
        return self.plan.regions

    @property
    def removes(self) -> tuple[str, ...]:
        return self.plan.removes

    @property
    def arrived(self) -> bool:
        """Somebody was there and has said so."""
        return any(report.effect != TURNED_BACK for report in self.reports)

    def is_ahead(self, on: date) -> bool:
        return self.state == PLANNED and self.until >= on

    def owes_report(self, on: date) -> bool:
        return self.state == PLANNED and self.until < on

    def answer_of(self, organisation: str) -> str:
        return self.answers.get(organisation, ("", ""))[1]

    def stands(self, _role: str, organisation: str) -> bool:
        """Whether what the rota gave it is still so."""
        return self.answer_of(organisation) == GOES

    def offices_that(self, answer: str) -> tuple[str, ...]:
        return tuple(sorted(office for office, said in self.answers.values() if said == answer))

    def report_of(self, organisation: str) -> TripReport | None:
        return next((one for one in self.reports if one.organisation == organisation), None)


def trips(written: Iterable[Entry]) -> tuple[Trip, ...]:
    """The next one first, in the order of their first days."""
    known: dict[str, Trip] = {}
    for entry in written:
        if entry.kind == "trip_planned":
            known[entry.data["trip"]] = _planned(entry)
        elif entry.kind in _STEPS and entry.data["trip"] in known:
            known[entry.data["trip"]] = _stepped(known[entry.data["trip"]], entry)
    return tuple(sorted(known.values(), key=lambda trip: (trip.on, trip.ref)))


def _planned(entry: Entry) -> Trip:
    data = entry.data
    days = (date.fromisoformat(data["on"]), date.fromisoformat(data["until"]))
    plan = TripPlan(data["kind"], *days, tuple(data["regions"]), data["meets"], tuple(data["removes"]))
    own = (data["organisation"], data["office"])
    return Trip(data["trip"], *own, data["marking"], entry.scope_ref, plan, {own[0]: (own[1], GOES)})


_STEPS = ("trip_answered", "trip_shared_out", "trip_reported", "trip_called_off")


def _stepped(trip: Trip, entry: Entry) -> Trip:
    data = entry.data
    if entry.kind == "trip_answered":
        return replace(trip, answers={**trip.answers, data["organisation"]: (data["office"], data["answer"])})
    if entry.kind == "trip_shared_out":
        return _shared_out(trip, data["planned"])
    if entry.kind == "trip_called_off":
        is_own = data["organisation"] == trip.organisation
        return replace(trip, state=CALLED_OFF, why=data["why"]) if is_own and trip.state == PLANNED else trip
    report = TripReport(data["organisation"], data["office"], data["effect"], data["words"], entry.at)
    if trip.state == CALLED_OFF or trip.report_of(report.organisation):
        return trip
    return replace(trip, state=REPORTED, reports=(*trip.reports, report))


def _shared_out(trip: Trip, seats: Mapping[str, Mapping[str, str]]) -> Trip:
    """By the founder of the group, from its rota: whom it named before and names no more is free again."""
    planned = {role: seat["organisation"] for role, seat in seats.items()}
    asked = {(ref, GOES) for ref in trip.planned.values()}
    stays = {ref: answer for ref, answer in trip.answers.items() if (ref, answer[1]) not in asked}
    taken = {seat["organisation"]: (seat["office"], GOES) for seat in seats.values()}
    return replace(trip, planned=planned, answers={**stays, **taken})


# What may be done


def refusal_to_planning(plan: TripPlan, known: Iterable[str], *, on: date) -> Refusal | None:
    """`known` are the regions of the group."""
    if plan.on < on:
        return Refusal("The first day is in the past. Choose a day from today on, or write down a visit that was made.")
    if plan.on > on + LONGEST_AHEAD:
        return Refusal("That is more than a year ahead. Look at the year again.")
    return _refusal_to_plan(plan, known)


def refusal_to_past_visit(plan: TripPlan, known: Iterable[str], *, on: date) -> Refusal | None:
    if plan.until > on:
        return Refusal("The visit is not over on that day. Plan it as a trip, and report after it.")
    if plan.on < on - LONGEST_AGO:
        return Refusal("That is more than three years ago. Look at the year again.")
    return _refusal_to_plan(plan, known)


def _refusal_to_plan(plan: TripPlan, known: Iterable[str]) -> Refusal | None:
    if plan.until < plan.on:
        return Refusal("The last day is before the first. Look at both days again.")
    if plan.until - plan.on > LONGEST:
        return Refusal("That is longer than 60 days. Look at both days again, or plan two trips.")
    if not plan.regions or set(plan.regions) - set(known):
        return Refusal("It is not said where the trip leads. Tick a region of the table.")
    if not plan.meets.strip():
        return Refusal("It is not said whom to meet. Write it in a few words, without a name.")
    return None


def refusal_to_answering_trip(trip: Trip, answer: str, *, own: str, on: date) -> Refusal | None:
    if answer not in (GOES, CANNOT):
        return Refusal("It is not said whether you go along. Choose one of the two.")
    if own == trip.organisation:
        return Refusal("This trip is your own. Call it off below if you cannot go.")
    if not trip.is_ahead(on):
        return Refusal("This trip is over or called off. Nothing was changed.")
    if trip.answer_of(own) == answer:
        return Refusal("You have said so already. Nothing was changed.")
    return None


def refusal_to_reporting(trip: Trip, effect: str, words: str, *, own: str, on: date) -> Refusal | None:
    if trip.state == CALLED_OFF:
        return Refusal("This trip was called off. Plan a new one, or write down a visit that was made.")
    if trip.on > on:
        return Refusal("The trip has not begun. Report when you are there, or after it.")
    if trip.answer_of(own) != GOES:
        return Refusal("Your office did not say that it goes along. Those who went report back.")
    if trip.report_of(own):
        return Refusal("Your office has reported on this trip already. Its report stands below.")
    if not effect:
        return Refusal("It is not said what came of the visit. Choose it from the list.")
    if not words.strip():
        return Refusal("Nothing is reported yet. Write what the others should know, without a name.")
    return None


def refusal_to_calling_off(trip: Trip, why: str, *, own: str) -> Refusal | None:
    if own != trip.organisation:
        return Refusal("Only the organisation that planned the trip calls it off. Say that you cannot go instead.")
    if trip.state != PLANNED:
        return Refusal("This trip was reported on or called off already. Nothing was changed.")
    if not why:
        return Refusal("It is not said why the trip is called off. Choose it from the list.")
    return None
