"""What must follow an action: by which post, by when or after which event; done, waived with a reason, or late.

The catalogue says what follows each kind. Nothing has to be written for a duty to be there: it is folded from the act,
so that no act can be without its duties.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from safeconduct.cases.action import DROPPED, Action, actions
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.guidance.action_kind import Duty as DutyOfKind
from safeconduct.vocabulary.iso_day import iso_of
from safeconduct.vocabulary.refusal import Refusal

OPEN, DONE, WAIVED = "open", "done", "waived"
NO_ACTION = "PRO-08"
REVIEW = "Look at the decision again"
TRY_TOGETHER = "See whether the joint step is possible now"
PUBLICITY_CHOICES = frozenset(
    {"Decide, with reason, whether to make the raising public", "Decide publication of letter"}
)
"""Duties of the catalogue that end with a choice between private and public (R058)."""

TELL_WITHIN = timedelta(days=5)
TOLD = "told"
"""The last part of the reference of the duty to tell."""

TELL = "Tell the person what was done and what came of it"
"""Every act opens it: feedback to the defender or the family is a duty of missions (EU-2008 §11)."""


@dataclass(frozen=True)
class Duty:
    """`due` is the last day, `hour` the last moment where hours count; neither while the event of `waits_for` has no
    day. `action` is the act it follows, or "" where a member opened it by hand. `code` stands for `says` on a card
    (`says_of`), "" where a member put it in own words."""

    ref: str
    says: str
    post: str
    post_name: str
    action: str = ""
    due: date | None = None
    hour: datetime | None = None
    waits_for: str = ""
    state: str = OPEN
    why: str = ""
    choice: str = ""
    code: str = ""

    @property
    def asks_for_publicity(self) -> bool:
        """It ends with a reasoned choice between private and public."""
        return self.says in PUBLICITY_CHOICES

    def is_late(self, at: datetime) -> bool:
        if self.state != OPEN:
            return False
        return at > self.hour if self.hour else self.due is not None and at.date() > self.due


def duties(written: Iterable[Entry], kinds: Mapping[str, ActionKind], *, band: str = "") -> tuple[Duty, ...]:
    """Every duty of a case, done and waived ones too. `band` is the risk: some are due sooner in danger."""
    written = tuple(written)
    closed = _closed(written)
    known = {duty.ref: duty for action in actions(written) for duty in _of_action(action, kinds, closed, band)}
    for entry in written:
        if entry.kind == "decided":
            known.update({duty.ref: duty for duty in _of_decision(entry, kinds)})
        elif entry.kind == "duty_opened":
            known[entry.data["ref"]] = _by_hand(entry, known.get(entry.data["ref"]))
        elif entry.kind == "duty_passed" and entry.data["duty"] in known:
            duty = known[entry.data["duty"]]
            known[duty.ref] = replace(duty, post=entry.data["post"], post_name=entry.data["post_name"])
    return tuple(_with_end(duty, closed) for duty in known.values())


def _by_hand(entry: Entry, before: Duty | None) -> Duty:
    """Opened again under its reference, a duty has moved; it stays with the post that holds it."""
    data = entry.data
    return Duty(
        data["ref"],
        data["says"],
        before.post if before else entry.by.post,
        before.post_name if before else entry.by.post_name,
        action=data["step"],
        due=date.fromisoformat(data["due"]) if data["due"] else None,
        waits_for=data["waits_for"],
    )


def duty_opened(ref: str, says: str, due: date | None, *, waits_for: str = "") -> NewEntry:
    """One that follows no action."""
    return NewEntry(
        "decisions", "duty_opened", {"ref": ref, "step": "", "says": says, "due": iso_of(due), "waits_for": waits_for}
    )


def duty_done(ref: str, note: str) -> NewEntry:
    return NewEntry("decisions", "duty_done", {"duty": ref, "note": note})


def says_of(code: str, kinds: Mapping[str, ActionKind]) -> str:
    """What a duty says whose code stands on a card; "" of a code that the catalogue does not know (any more)."""
    fixed = {TOLD: TELL, "joint": TRY_TOGETHER, "review": REVIEW}
    if code in fixed:
        return fixed[code]
    kind, _, number = code.partition(":")
    of_kind = kinds[kind].follow_up if kind in kinds else ()
    return of_kind[int(number)].says if number.isdecimal() and int(number) < len(of_kind) else ""


def open_duties(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """What is still to be done, the nearest first; those that wait for an event last."""
    still = (duty for duty in duties if duty.state == OPEN)
    return tuple(sorted(still, key=lambda duty: (duty.due is None, duty.due or date.max, duty.says)))


def followed(known: Iterable[Duty]) -> frozenset[str]:
    """The actions that something follows besides telling the person: a duty that was waived is no follow-up."""
    return frozenset(duty.action for duty in known if duty.says != TELL and duty.state != WAIVED)


def _closed(written: Iterable[Entry]) -> dict[str, Entry]:
    """The entry that ended a duty, by the duty's reference: being done, or waived; the defender being told counts."""
    ended: dict[str, Entry] = {}
    for entry in written:
        if entry.kind in ("duty_done", "duty_waived"):
            ended.setdefault(entry.data["duty"], entry)
        elif entry.kind == "feedback_given":
            for step in entry.data["steps"]:
                ended.setdefault(f"{step}:{TOLD}", entry)
    return ended


def _with_end(duty: Duty, closed: Mapping[str, Entry]) -> Duty:
    entry = closed.get(duty.ref)
    if entry is None:
        return duty
    if entry.kind == "duty_waived":
        return replace(duty, state=WAIVED, why=entry.data["reason"])
    choice = entry.data.get("choice", "")
    return replace(duty, state=DONE, choice=choice, why=entry.data["note"] if choice else "")


def _of_action(
    action: Action, kinds: Mapping[str, ActionKind], closed: Mapping[str, Entry], band: str
) -> Iterator[Duty]:
    for number, of_kind in enumerate(kinds[action.step.kind].follow_up):
        for ordinal, length in enumerate(_lengths(action, of_kind, number, closed, band)):
            # What must come before an event opens with the plan; all else with the act.
            if action.is_taken or (length < timedelta() and action.state != DROPPED):
                duty = _duty(action, of_kind, f"{action.ref}:{number}:{ordinal}", length)
                yield replace(duty, code=f"{action.step.kind}:{number}")
    if action.step.joint_again_on and action.state != DROPPED:
        again_on = action.step.joint_again_on
        yield Duty(
            f"{action.ref}:joint",
            TRY_TOGETHER,
            action.post,
            action.post_name,
            action=action.ref,
            due=again_on,
            code="joint",
        )
    if action.is_taken and action.on:
        yield Duty(
            f"{action.ref}:{TOLD}",
            TELL,
            action.post,
            action.post_name,
            action=action.ref,
            due=action.on + TELL_WITHIN,
            code=TOLD,
        )


def _of_decision(entry: Entry, kinds: Mapping[str, ActionKind]) -> Iterator[Duty]:
    """A decision is looked at again on its day; to do nothing has the duties of its own kind."""
    ref, post = entry.data["ref"], (entry.by.post, entry.by.post_name)
    if not entry.data["steps"]:
        for number, of_kind in enumerate(kinds[NO_ACTION].follow_up):
            due, code = entry.at.date() + of_kind.due[0], f"{NO_ACTION}:{number}"
            yield Duty(f"{ref}:{number}:0", of_kind.says, *post, due=due, code=code)
    elif entry.data["review_on"]:
        yield Duty(f"{ref}:review", REVIEW, *post, due=date.fromisoformat(entry.data["review_on"]), code="review")


def _lengths(
    action: Action, of_kind: DutyOfKind, number: int, closed: Mapping[str, Entry], band: str
) -> tuple[timedelta, ...]:
    """The times that are due. One that comes again opens its next time when the last one has ended."""
    lengths = [of_kind.sooner[band]] if band in of_kind.sooner else list(of_kind.due)
    if of_kind.every:
        while f"{action.ref}:{number}:{len(lengths) - 1}" in closed:
            lengths.append(lengths[-1] + of_kind.every)
    return tuple(lengths)


def _duty(action: Action, of_kind: DutyOfKind, ref: str, length: timedelta) -> Duty:
    duty = Duty(ref, of_kind.says, action.post, action.post_name, action=action.ref)
    if of_kind.counted_from:
        day = action.dates.get(of_kind.counted_from)
        return replace(duty, due=day + length if day else None, waits_for="" if day else of_kind.counted_from)
    if timedelta() < length < timedelta(days=1) and action.at:
        moment = action.at + length
        return replace(duty, due=moment.date(), hour=moment)
    # Some are counted in hours from a plan that has no moment yet; the day of the act is the nearest that is known.
    return replace(duty, due=action.on + length if action.on else None)


# What may be done with a duty


def refusal_to_ending(duty: Duty | None) -> Refusal | None:
    if duty is None or duty.state != OPEN:
        return Refusal("This duty has ended already. Look at what stands below.")
    return None


def refusal_to_passing(post: str, posts: Collection[str], *, closing: Collection[str]) -> Refusal | None:
    """`closing`: posts of which somebody signed that they hold nothing."""
    if post not in posts:
        return Refusal("There is no such post. Choose one of the list.")
    if post in closing:
        return Refusal("This post is about to be closed: it was signed that it holds nothing. Choose another one.")
    return None


def refusal_to_waiving(duty: Duty | None, reason: str) -> Refusal | None:
    if refusal := refusal_to_ending(duty):
        return refusal
    if not reason.strip():
        return Refusal("There is no reason yet. Say in a sentence why this need not be done.")
    return None


def refusal_to_opening(says: str, due: date | None, waits_for: str, *, on: date) -> Refusal | None:
    if not says.strip():
        return Refusal("Nothing is written yet. Say in a sentence what must be done.")
    if due is None and not waits_for.strip():
        return Refusal("There is neither a day nor an event. Choose the last day, or name what it waits for.")
    if due is not None and due < on:
        return Refusal("The last day is in the past. Choose a day from today on.")
    return None
