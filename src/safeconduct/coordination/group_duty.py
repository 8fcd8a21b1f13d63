"""What a meeting decided: words, an organisation of the group and a last day. It is owed until it is done or dropped.

A decision about a card or a hearing is sealed under the key of that item: it opens for the same readers and closes with it.
A post of the organisation takes the duty up; any later post of the same organisation may.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.meeting import FARTHEST, meetings
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

OPEN, DONE, DROPPED = "open", "done", "dropped"


@dataclass(frozen=True)
class GroupDuty:
    """`about` is the topic of the agenda's point that it was decided on. `post` is "" until somebody takes it up."""

    ref: str
    meeting: str
    about: str
    says: str = field(repr=False)
    organisation: str
    office: str
    due: date
    marking: str
    scope_ref: str
    decided: datetime
    post: str = ""
    post_name: str = ""
    state: str = OPEN
    note: str = field(default="", repr=False)

    def is_late(self, on: date) -> bool:
        return self.state == OPEN and on > self.due


def group_duties(written: Iterable[Entry], group: Group) -> tuple[GroupDuty, ...]:
    """Every decision with somebody to do it that this reader may read, as it was taken."""
    written = tuple(written)
    held = {meeting.ref: meeting for meeting in meetings(written, group)}
    known: dict[str, GroupDuty] = {}
    for entry in written:
        data = entry.data
        if entry.kind == "group_decided" and data["meeting"] in held:
            if held[data["meeting"]].may_be_kept_by(data["organisation"], group):
                known.setdefault(data["duty"], _decided(entry))
        elif entry.kind in _KINDS and data["duty"] in known:
            known[data["duty"]] = _changed(known[data["duty"]], entry, group)
    return tuple(known.values())


_KINDS = ("group_duty_taken", "group_duty_done", "group_duty_dropped")


def _decided(entry: Entry) -> GroupDuty:
    data = entry.data
    return GroupDuty(
        ref=data["duty"],
        meeting=data["meeting"],
        about=data["about"],
        says=data["says"],
        organisation=data["to"],
        office=data["to_office"],
        due=date.fromisoformat(data["due"]),
        marking=data["marking"],
        scope_ref=entry.scope_ref,
        decided=entry.at,
        post=data["post"],
        post_name=data["post_name"],
    )


def _changed(duty: GroupDuty, entry: Entry, group: Group) -> GroupDuty:
    own = entry.data["organisation"]
    if duty.state != OPEN or own not in (duty.organisation, group.holder):
        return duty
    if entry.kind == "group_duty_dropped":
        return replace(duty, state=DROPPED, note=entry.data["note"])
    if own != duty.organisation:
        return duty
    if entry.kind == "group_duty_taken":
        return replace(duty, post=entry.by.post, post_name=entry.by.post_name)
    return replace(duty, state=DONE, note=entry.data["note"])


def open_group_duties(known: Iterable[GroupDuty]) -> tuple[GroupDuty, ...]:
    """The nearest last day first."""
    return tuple(sorted((one for one in known if one.state == OPEN), key=lambda one: (one.due, one.ref)))


# What may be done


def refusal_to_deciding(says: str, seat: Seat | None, due: date | None, *, on: date, can_read: bool) -> Refusal | None:
    if not says.strip():
        return Refusal("Nothing is written yet. Say in a sentence what was decided, and name nobody.")
    if seat is None:
        return Refusal("There is a last day and nobody to do it. Choose who does it, or take the day away.")
    if due is None:
        return Refusal("There is somebody to do it and no last day. Choose one, or write it down without anybody.")
    if due < on:
        return Refusal("The last day is over. Choose a day from today on.")
    if due > on + FARTHEST:
        return Refusal("That is more than a year ahead. Look at the year again.")
    if not can_read:
        return Refusal(f"{seat.office} may not open this point, so it cannot take it up. Choose somebody who may.")
    return None


def refusal_to_taking_up(duty: GroupDuty, *, own: str, post: str) -> Refusal | None:
    if refusal := refusal_to_ending_duty(duty, own=own):
        return refusal
    if duty.post == post:
        return Refusal("Your post holds this already. Nothing was changed.")
    return None


def refusal_to_ending_duty(duty: GroupDuty, *, own: str) -> Refusal | None:
    if duty.state != OPEN:
        return Refusal("This was done or dropped already. Look at the minutes.")
    if duty.organisation != own:
        return Refusal(f"{duty.office} owes this. Ask them, or put it on the agenda.")
    return None


def refusal_to_dropping(duty: GroupDuty, reason: str, group: Group, *, own: str) -> Refusal | None:
    if duty.state != OPEN:
        return Refusal("This was done or dropped already. Look at the minutes.")
    if own not in (duty.organisation, group.holder):
        return Refusal(f"Only {duty.office} or who founded the group drops this. Put it on the agenda.")
    if not reason.strip():
        return Refusal("There is no reason yet. Say in a sentence why this is not done.")
    return None
