"""Contact with defenders before anybody needs it, and dialogues by pair and day, with the rhythm that a group sets itself."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import journal
from safeconduct.coordination.desk.opening import OpenGroup, opened
from safeconduct.coordination.desk.telling_all import tell_all, tell_under
from safeconduct.coordination.dialogue import WITH_DEFENDERS, Dialogue, refusal_to_logging, refusal_to_rhythm
from safeconduct.coordination.planned_contact import (
    ContactPlan,
    planned_contacts,
    planning_contact,
    refusal_to_giving_up,
    refusal_to_making,
    refusal_to_planning_contact,
)
from safeconduct.coordination.region import regions
from safeconduct.vocabulary.refusal import NotFound, insist, the_one


@transaction.atomic
def plan_contact(
    group: str, region: str, whom: str, way: str, by: date | None, keyring: Keyring, *, at: datetime
) -> str:
    """Before need: with whom in words, how, by when. Its reference."""
    one = opened(group, keyring, at=at)
    known = {each.ref for each in regions(one.written)}
    insist(refusal_to_planning_contact(region, whom, way, by, known, on=at.date()))
    data = planning_contact(region, whom, way, by)
    tell_all(one, keyring, "contact_planned", data, at=at)
    journal("ContactPlanned", group, keyring, at=at)
    return data["contact"]


@transaction.atomic
def made_contact(group: str, contact: str, on: date | None, keyring: Keyring, *, at: datetime) -> None:
    """A mission's counts as a dialogue with defenders of that day; no region goes along. Raises NotFound."""
    one, planned = _with(group, contact, keyring, at=at)
    insist(refusal_to_making(planned, on, own=keyring.organisation, on=at.date()))
    day = on.isoformat() if on else ""
    tell_under(one, keyring, "contact_made", {"contact": contact, "on": day}, planned.scope_ref, at=at)
    if one.own.kind == "mission":
        counted = {"pair": WITH_DEFENDERS, "on": day, "form": "ad_hoc_alone", "region": ""}
        tell_all(opened(group, keyring, at=at), keyring, "dialogue_held", counted, at=at)
    journal("ContactMade", group, keyring, at=at)


@transaction.atomic
def give_up_contact(group: str, contact: str, why: str, keyring: Keyring, *, at: datetime) -> None:
    """Raises NotFound."""
    one, planned = _with(group, contact, keyring, at=at)
    insist(refusal_to_giving_up(planned, why, own=keyring.organisation))
    tell_under(one, keyring, "contact_given_up", {"contact": contact, "why": why.strip()}, planned.scope_ref, at=at)
    journal("ContactGivenUp", group, keyring, at=at)


@transaction.atomic
def log_dialogue(group: str, held: Dialogue, keyring: Keyring, *, took_part: bool, at: datetime) -> None:
    one = opened(group, keyring, at=at)
    insist(refusal_to_logging(held, kind=one.own.kind, took_part=took_part, on=at.date()))
    if held.region and held.region not in {each.ref for each in regions(one.written)}:
        raise NotFound
    tell_all(one, keyring, "dialogue_held", held.as_data(), at=at)
    journal("DialogueLogged", group, keyring, at=at)


@transaction.atomic
def set_rhythm(group: str, pair: str, every: str, keyring: Keyring, *, at: datetime) -> None:
    """How many days may pass between two dialogues of a pair."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_rhythm(pair, every))
    tell_all(one, keyring, "rhythm_set", {"pair": pair, "every": every}, at=at)
    journal("RhythmSet", group, keyring, at=at)


def _with(group: str, ref: str, keyring: Keyring, *, at: datetime) -> tuple[OpenGroup, ContactPlan]:
    one = opened(group, keyring, at=at)
    return one, the_one(planned_contacts(one.written), ref)
