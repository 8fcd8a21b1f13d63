"""Did anyone raise the case? The last act, by which post, whether there was a reply, whether they were told, what is next.

Coded throughout, so that it may stand on a card and be said aloud: no name, no recipient, nobody's words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from safeconduct.cases.action import PLANNED, Action
from safeconduct.cases.feedback import Feedback
from safeconduct.vocabulary.iso_day import day_of, iso_of


@dataclass(frozen=True)
class Raised:
    """`times` acts were taken; `kind`, `result`, `on` and `post_name` are of the last one, `told` the moment when
    the defender heard of it. `next_kind` and `next_on` are of the first step that is planned."""

    times: int = 0
    kind: str = ""
    result: str = ""
    on: date | None = None
    post_name: str = ""
    is_replied: bool = False
    told: datetime | None = None
    next_kind: str = ""
    next_on: date | None = None

    def told_on(self, zone: tzinfo) -> date | None:
        return self.told.astimezone(zone).date() if self.told else None

    def as_fact(self) -> dict[str, Any]:
        """What a card carries; nothing where nothing was done or is planned."""
        if not self.times and not self.next_kind:
            return {}
        told = self.told.isoformat(timespec="minutes") if self.told else ""
        return {**vars(self), "on": iso_of(self.on), "next_on": iso_of(self.next_on), "told": told}


NOTHING_YET = Raised()


def raised_from(fact: Mapping[str, Any]) -> Raised:
    if not fact:
        return NOTHING_YET
    told = datetime.fromisoformat(fact["told"]) if fact["told"] else None
    return Raised(**{**fact, "on": day_of(fact["on"]), "next_on": day_of(fact["next_on"]), "told": told})


def raised(known: Iterable[Action], given: Iterable[Feedback]) -> Raised:
    """From all actions of a case and all that the defender was told, each in the order of writing."""
    known = tuple(known)
    planned = next((one.step for one in known if one.state == PLANNED), None)
    coming = Raised(next_kind=planned.kind, next_on=planned.on) if planned else NOTHING_YET
    taken = [one for one in known if one.is_taken]
    if not taken:
        return coming
    last = taken[-1]
    told = [one.at for one in given if last.ref in one.steps]
    return replace(
        coming,
        times=len(taken),
        kind=last.step.kind,
        result=last.state,
        on=last.on,
        post_name=last.post_name,
        is_replied=bool(last.reply.strip()),
        told=told[-1] if told else None,
    )
