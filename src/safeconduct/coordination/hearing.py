"""A hearing: its sitting, what became of it, who sits in, and how access was refused.

Folded from the entries of a case or of a group. Each change names the change that it follows, so that the history is the
same in whatever order entries of one minute are read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from safeconduct.cases.attendance import NOT_HELD as NOT_HELD
from safeconduct.cases.attendance import OBSERVED as OBSERVED
from safeconduct.cases.attendance import REFUSED as REFUSED
from safeconduct.cases.attendance import in_their_order
from safeconduct.coordination.hearing_answer import OFFERED, Asked, asked_in, waits_no_more
from safeconduct.coordination.sitting import Sitting, local_from, refusal_to_when, sitting_from
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

SET, MOVED, ADJOURNED, CLOSED, OPENED, CANCELLED = "set", "moved", "adjourned", "closed", "opened", "cancelled"
LEAD, BACKUP, CANNOT = "lead", "backup", "cannot"
GUEST = "guest"
RESULTS = (OBSERVED, REFUSED, NOT_HELD)
CHANGES = (MOVED, ADJOURNED, CLOSED, OPENED, CANCELLED)

_KINDS = (
    "hearing_set",
    "hearing_changed",
    "hearing_answered",
    "hearing_result",
    "observation_closed",
    "hearing_link_made",
    "hearing_answered_by_link",
    "hearing_answered_by_word",
    "hearing_planned",
    "hearing_apart",
)


@dataclass(frozen=True)
class HearingResult:
    """What an organisation saw. `how` and `instead` are coded and filled when access was refused. `public` is what was said or
    seen in open court, `words` what else whoever reads the hearing may read; `answers` are by the item of the list
    `fair_trial`, `incidents` of the list `hearing_incidents`. `note` is the note that it was written in, "" without one;
    `local` the day that stood then."""

    office: str
    organisation: str
    what: str
    how: str
    instead: str
    words: str = field(repr=False)
    at: datetime
    public: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict)
    incidents: tuple[str, ...] = ()
    note: str = ""
    local: datetime | None = None

    @property
    def sitting(self) -> str:
        """The day that it is of, by which its observation is closed."""
        return self.local.isoformat(timespec="minutes") if self.local else ""


@dataclass(frozen=True)
class HearingChange:
    """One line of the history. `local` is the day and hour that it was changed to, if it was."""

    what: str
    local: datetime | None
    why: str = field(repr=False)
    office: str
    at: datetime


@dataclass(frozen=True)
class Hearing:
    """`last` is the change that the next one follows; `state` one of set, moved, adjourned, closed, opened, cancelled.
    `answers` are by organisation: its office and lead, backup or cannot. `owner` is the organisation whose case it is.
    `settled` is how many results there were before it got the day that stands now. `closed` are the sittings whose
    observation was closed. `planned` is whom the rota last named, by role; it is kept when the hearing moves, so that
    the next rota changes little; `guest` is the guest that it named. `apart` are the organisations with a conflict of
    interest, which stands on every day."""

    ref: str
    owner: str
    owner_office: str
    marking: str
    scope_ref: str
    sitting: Sitting
    last: str
    state: str = SET
    answers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    results: tuple[HearingResult, ...] = ()
    settled: int = 0
    closed: frozenset[str] = frozenset()
    history: tuple[HearingChange, ...] = ()
    asked: tuple[Asked, ...] = ()
    planned: Mapping[str, str] = field(default_factory=dict)
    guest: str = ""
    apart: frozenset[str] = frozenset()

    def office_that(self, role: str) -> str:
        """The office that takes the lead or the backup; "" while nobody does."""
        return next((office for office, taken in self.answers.values() if taken == role), "")

    def answer_of(self, organisation: str) -> str:
        return self.answers.get(organisation, ("", ""))[1]

    def stands(self, role: str, organisation: str) -> bool:
        """Whether what the rota gave it is so on the day that stands now."""
        return bool(self.guest) if role == GUEST else self.answer_of(organisation) == role

    @property
    def number_of_sittings(self) -> int:
        """How often the court is known to have sat, or to have kept observers out."""
        return sum(one.what != NOT_HELD for one in self.results)

    @property
    def newest_result(self) -> HearingResult | None:
        """Of the day that stands now."""
        return self.results[-1] if len(self.results) > self.settled else None

    @property
    def to_close(self) -> HearingResult | None:
        """The newest result of a sitting that was observed, or from which observers were kept, and is not closed."""
        counted = (one for one in reversed(self.results) if one.what != NOT_HELD)
        return next((one for one in counted if one.sitting not in self.closed), None)

    def is_ahead(self, at: datetime) -> bool:
        starts = self.sitting.starts
        return self.state != CANCELLED and (starts is None or starts >= at)


def hearings(written: Iterable[Entry]) -> tuple[Hearing, ...]:
    """Every hearing of these believed entries, the next one first; those without a day last."""
    by_hearing: dict[str, list[Entry]] = {}
    for entry in written:
        if entry.kind in _KINDS:
            by_hearing.setdefault(entry.data["hearing"], []).append(entry)
    folded = (_folded(entries) for entries in by_hearing.values())
    return tuple(sorted((one for one in folded if one), key=_when))


def _when(one: Hearing) -> tuple[bool, datetime, str]:
    starts = one.sitting.starts
    return (starts is None, starts or datetime.max.replace(tzinfo=ZoneInfo("UTC")), one.ref)


def _folded(entries: Iterable[Entry]) -> Hearing | None:
    hearing: Hearing | None = None
    for entry in in_their_order(entries):
        if entry.kind == "hearing_set":
            hearing = hearing or _set(entry)
        elif hearing:
            hearing = replace(_STEPS[entry.kind](hearing, entry), last=entry.data["change"])
    return hearing


def _set(entry: Entry) -> Hearing:
    data = entry.data
    sitting = sitting_from(data)
    line = HearingChange(SET, sitting.local, "", data["office"], entry.at)
    place = (data["hearing"], data["organisation"], data["office"], data.get("marking", ""), entry.scope_ref)
    return Hearing(*place, sitting, data["change"], history=(line,))


def _changed(hearing: Hearing, entry: Entry) -> Hearing:
    data = entry.data
    if data["organisation"] != hearing.owner:
        return hearing
    line = HearingChange(data["what"], local_from(data["local"]), data["why"], data["office"], entry.at)
    # A link speaks of what stood when it was made.
    asked = tuple(map(waits_no_more, hearing.asked))
    hearing = replace(hearing, state=data["what"], history=(*hearing.history, line), asked=asked)
    if data["what"] not in (MOVED, ADJOURNED):
        return hearing
    # Who said that they would be there on one day has not said so of another.
    sitting = replace(hearing.sitting, local=line.local, zone=data["zone"])
    return replace(hearing, sitting=sitting, answers={}, guest="", settled=len(hearing.results))


def _answered(hearing: Hearing, entry: Entry) -> Hearing:
    data = entry.data
    return replace(hearing, answers={**hearing.answers, data["organisation"]: (data["office"], data["role"])})


def _asked(hearing: Hearing, entry: Entry) -> Hearing:
    if entry.data["organisation"] != hearing.owner:
        return hearing
    return replace(hearing, asked=(*hearing.asked, asked_in(entry)))


def _answered_by_link(hearing: Hearing, entry: Entry) -> Hearing:
    made = next((one for one in hearing.asked if one.ref == entry.data["link"] and one.waits), None)
    return _with_answer(hearing, made, entry.data["role"], entry.at) if made else hearing


def _answered_by_word(hearing: Hearing, entry: Entry) -> Hearing:
    """What the owner wrote down. Who is asked by a link as well need not answer it any more."""
    if entry.data["organisation"] != hearing.owner:
        return hearing
    said = asked_in(entry)
    before = tuple(waits_no_more(one) if one.organisation == said.organisation else one for one in hearing.asked)
    return _with_answer(replace(hearing, asked=(*before, said)), said, entry.data["role"], entry.at)


def _with_answer(hearing: Hearing, by: Asked, role: str, at: datetime) -> Hearing:
    """Of an organisation outside the group, which cannot see who answered before it: a second lead is an offer."""
    others = [taken for ref, (_office, taken) in hearing.answers.items() if ref != by.organisation]
    stands = OFFERED if role == LEAD and LEAD in others else role
    asked = tuple(replace(one, says=stands, at=at, waits=False) if one.ref == by.ref else one for one in hearing.asked)
    return replace(hearing, asked=asked, answers={**hearing.answers, by.organisation: (by.office, stands)})


def _planned(hearing: Hearing, entry: Entry) -> Hearing:
    """By the founder of the group. What an organisation said itself and the rota did not ask of it stays."""
    seats = entry.data["planned"]
    planned = {role: seat["organisation"] for role, seat in seats.items()}
    stays = {
        ref: answer
        for ref, answer in hearing.answers.items()
        if hearing.planned.get(answer[1]) != ref or planned.get(answer[1]) == ref
    }
    # A guest is no answer of the organisation with which it comes.
    taken = {seat["organisation"]: (seat["office"], role) for role, seat in seats.items() if role in (LEAD, BACKUP)}
    guest = seats.get(GUEST, {}).get("office", "")
    return replace(hearing, planned=planned, answers={**stays, **taken}, guest=guest)


def _apart(hearing: Hearing, entry: Entry) -> Hearing:
    own = {entry.data["organisation"]}
    return replace(hearing, apart=hearing.apart | own if entry.data["is_apart"] else hearing.apart - own)


def _resulted(hearing: Hearing, entry: Entry) -> Hearing:
    data = entry.data
    named = {name: data[name] for name in ("office", "organisation", "what", "how", "instead", "words")}
    # Results from before there were notes have none of these.
    noted = {name: data.get(name, "") for name in ("public", "note")}
    coded = {"answers": data.get("answers", {}), "incidents": tuple(data.get("incidents", ()))}
    result = HearingResult(**named, **noted, **coded, local=hearing.sitting.local, at=entry.at)
    return replace(hearing, results=(*hearing.results, result))


def _closed(hearing: Hearing, entry: Entry) -> Hearing:
    if entry.data["organisation"] != hearing.owner:
        return hearing
    return replace(hearing, closed=hearing.closed | {entry.data["sitting"]})


_STEPS: dict[str, Callable[[Hearing, Entry], Hearing]] = {
    "hearing_changed": _changed,
    "hearing_answered": _answered,
    "hearing_result": _resulted,
    "hearing_link_made": _asked,
    "hearing_answered_by_link": _answered_by_link,
    "hearing_answered_by_word": _answered_by_word,
    "hearing_planned": _planned,
    "hearing_apart": _apart,
    "observation_closed": _closed,
}


# What may be written


def refusal_to_standing_apart(hearing: Hearing, *, own: str) -> Refusal | None:
    said = hearing.answer_of(own)
    if said in (LEAD, BACKUP) and hearing.planned.get(said) != own:
        return Refusal(
            "You said yourselves that you lead or stand by at a hearing that you ticked. Say there that you cannot first."
        )
    return None


def refusal_to_changing(
    hearing: Hearing, what: str, local: datetime | None, zone: str, why: str, *, at: datetime
) -> Refusal | None:
    if hearing.state == CANCELLED:
        return Refusal("This hearing was cancelled. Set a new one.")
    if what not in CHANGES:
        return Refusal("It is not said what changes. Choose it from the list.")
    if what == hearing.state and what in (CLOSED, OPENED):
        return Refusal("This is written down already. Look at the history below.")
    if not why.strip():
        return Refusal("It is not said how you know. Say in a few words who told you, without a name.")
    # An adjourned hearing may have no new day yet.
    if what == MOVED or (what == ADJOURNED and local is not None):
        if local == hearing.sitting.local and zone == hearing.sitting.zone:
            return Refusal("This is the day and hour that stand already. Write the new ones.")
        return refusal_to_when(local, zone, at=at)
    return None


def refusal_to_answering(hearing: Hearing, role: str, *, own: str, at: datetime) -> Refusal | None:
    if role not in (LEAD, BACKUP, CANNOT):
        return Refusal("It is not said what you take. Choose the lead, the backup, or that you cannot.")
    if not hearing.is_ahead(at):
        return Refusal("This hearing is over or cancelled. Record what came of it instead.")
    holders = [office for org, (office, taken) in hearing.answers.items() if taken == role and org != own]
    if role == LEAD and holders:
        return Refusal(f"{holders[0]} takes the lead already. Take the backup, or ask them.")
    if role != CANNOT and own in hearing.apart:
        return Refusal("You declared a conflict of interest here. Take it back on the page of the rota first.")
    if hearing.answer_of(own) == role:
        return Refusal("You have said so already. Nothing was changed.")
    return None


def refusal_to_reporting(hearing: Hearing, *, own: str) -> Refusal | None:
    if hearing.owner == own:
        return Refusal("This hearing is of a case of your own. Record it there, so that its duties follow.")
    return None


def refusal_to_result(hearing: Hearing, what: str, how: str, instead: str, *, at: datetime) -> Refusal | None:
    if what not in RESULTS:
        return Refusal("It is not said what came of it. Choose it from the list.")
    starts = hearing.sitting.starts
    if what == OBSERVED and (starts is None or starts > at):
        return Refusal("The court has not sat yet at its own clock. Record this after the hearing.")
    if what == REFUSED and not how:
        return Refusal("It is not said how access was refused. Choose it from the list: it counts as a result.")
    if what == REFUSED and not instead:
        return Refusal("Refused access opens another way. Choose what is done instead.")
    return None
