"""Contact with defenders of a region that is made before anybody needs it, or that stands in for a trip that cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from safeconduct.dossiers.entry import Entry
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.iso_day import iso_of
from safeconduct.vocabulary.refusal import Refusal

PLANNED, MADE, GIVEN_UP = "planned", "made", "given up"
LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class ContactPlan:
    """`whom` in words without names, `way` coded (lists/contact_ways.toml), `by` the last day. `trip` is the one that it
    stands in for, "" for none; `ended_on` the day on which it was made."""

    ref: str
    organisation: str
    office: str
    region: str
    whom: str = field(repr=False)
    way: str
    by: date
    trip: str = ""
    scope_ref: str = ""
    state: str = PLANNED
    ended_on: date | None = None
    why: str = field(default="", repr=False)

    def is_late(self, on: date) -> bool:
        return self.state == PLANNED and self.by < on


def planning_contact(region: str, whom: str, way: str, by: date | None, *, trip: str = "") -> dict[str, str]:
    """What is written of a new one."""
    return {
        "contact": new_ref(),
        "trip": trip,
        "region": region,
        "whom": whom.strip(),
        "way": way,
        "by": iso_of(by),
    }


def planned_contacts(written: Iterable[Entry]) -> tuple[ContactPlan, ...]:
    """By their last days."""
    known: dict[str, ContactPlan] = {}
    for entry in written:
        data = entry.data
        if entry.kind == "contact_planned":
            known[data["contact"]] = _planned(entry)
        elif entry.kind in ("contact_made", "contact_given_up"):
            one = known.get(data["contact"])
            if one and one.state == PLANNED and one.organisation == data["organisation"]:
                known[one.ref] = _ended(one, entry)
    return tuple(sorted(known.values(), key=lambda one: (one.by, one.ref)))


def _planned(entry: Entry) -> ContactPlan:
    data = entry.data
    own = (data["contact"], data["organisation"], data["office"])
    by = date.fromisoformat(data["by"])
    return ContactPlan(*own, data["region"], data["whom"], data["way"], by, data["trip"], entry.scope_ref)


def _ended(one: ContactPlan, entry: Entry) -> ContactPlan:
    if entry.kind == "contact_made":
        return replace(one, state=MADE, ended_on=date.fromisoformat(entry.data["on"]))
    return replace(one, state=GIVEN_UP, why=entry.data["why"])


# What may be done


def refusal_to_planning_contact(
    region: str, whom: str, way: str, by: date | None, known: Iterable[str], *, on: date
) -> Refusal | None:
    """`known` are the regions of the group."""
    if region not in set(known):
        return Refusal("It is not said where. Choose a region of the table.")
    if not whom.strip():
        return Refusal("It is not said with whom. Write which defenders, in a few words and without a name.")
    if not way:
        return Refusal("It is not said how. Choose it from the list.")
    return refusal_to_day_of_contact(by, on=on)


def refusal_to_day_of_contact(by: date | None, *, on: date) -> Refusal | None:
    if by is None:
        return Refusal("There is no day yet. Write by when the contact is made.")
    if by < on:
        return Refusal("That day is in the past. Choose one from today on.")
    if by > on + LONGEST_AHEAD:
        return Refusal("That is more than a year ahead. Look at the year again.")
    return None


def refusal_to_making(one: ContactPlan, made_on: date | None, *, own: str, on: date) -> Refusal | None:
    if refusal := _refusal_to_ending(one, own=own):
        return refusal
    if made_on is None:
        return Refusal("There is no day yet. Write on which day you were in contact.")
    if made_on > on:
        return Refusal("That day is still to come. Write it down when the contact was made.")
    return None


def refusal_to_giving_up(one: ContactPlan, why: str, *, own: str) -> Refusal | None:
    if refusal := _refusal_to_ending(one, own=own):
        return refusal
    if not why.strip():
        return Refusal("It is not said why. Write a sentence, so that others can try another way.")
    return None


def _refusal_to_ending(one: ContactPlan, *, own: str) -> Refusal | None:
    if one.organisation != own:
        return Refusal("Another organisation planned this contact. Only it says what became of it.")
    if one.state != PLANNED:
        return Refusal("This contact was made or given up already. Nothing was changed.")
    return None
