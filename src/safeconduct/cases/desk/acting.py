"""The verbs of acting: take a step, drop it, date what it waits for; do, waive, open and pass on a duty."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.cases.account import Account, refusal_to_account
from safeconduct.cases.action import PLANNED, Action, actions, refusal_to_acting
from safeconduct.cases.benchmark import refusal_to_choosing_publicity
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk.deciding import standing
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.duty import (
    Duty,
    duties,
    refusal_to_ending,
    refusal_to_opening,
    refusal_to_passing,
    refusal_to_waiving,
)
from safeconduct.cases.promised import PromisedDuty, refusal_to_answering_promise
from safeconduct.cases.word_owed import promise_of_word, step_told_by, word_kept
from safeconduct.dossiers.entry import NewEntry
from safeconduct.guidance.register import action_kinds
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist, the_one


def duties_of(case: CaseFile, *, at: datetime) -> tuple[Duty, ...]:
    risk = standing(case, at=at).risk
    return duties(case.written, action_kinds(), band=risk.band if risk else "")


@transaction.atomic
def take(ref: str, step: str, account: Account, keyring: Keyring, *, at: datetime) -> None:
    """Record that a planned step was taken; what must follow it is there from this moment."""
    one = opened(ref, keyring)
    action = _action(one.case, step)
    kind = action_kinds()[action.step.kind]
    now = standing(one.case, at=at)
    insist(
        refusal_to_acting(
            action, kind, consents=now.consents, risk=now.risk, declared=now.declared, met=account.met, at=at
        )
    )
    files = [number for number, _file in one.case.files]
    insist(refusal_to_account(account, kind, files=files, on=at.date()))
    done = NewEntry("decisions", "step_done", {"step": step, "kind": kind.id, **account.as_data()})
    append(one, keyring, [promise_of_word(step, acted_on=account.on), done], at=at)
    journal("StepTaken", ref, keyring, at=at)


@transaction.atomic
def drop(ref: str, step: str, reason: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    if _action(one.case, step).state != PLANNED:
        insist(Refusal("This step was taken or dropped already. Look at what stands below."))
    if not reason.strip():
        insist(Refusal("There is no reason yet. Say in a sentence why the step is not taken."))
    append(one, keyring, [NewEntry("decisions", "step_dropped", {"step": step, "reason": reason})], at=at)
    journal("StepDropped", ref, keyring, at=at)


@transaction.atomic
def date_event(ref: str, step: str, event: str, on: date | None, keyring: Keyring, *, at: datetime) -> None:
    """The day of what duties count from; a new day moves them, None makes them wait again."""
    one = opened(ref, keyring)
    action = _action(one.case, step)
    known = {duty.counted_from for duty in action_kinds()[action.step.kind].follow_up if duty.counted_from}
    if event not in known:
        raise NotFound
    data = {"step": step, "event": event, "on": on.isoformat() if on else ""}
    append(one, keyring, [NewEntry("decisions", "event_dated", data)], at=at)
    journal("EventDated", ref, keyring, at=at)


def _action(case: CaseFile, step: str) -> Action:
    return the_one(actions(case.written), step)


# Duties


@transaction.atomic
def end_duty(ref: str, duty: str, note: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    found = _duty(one.case, duty, at=at)
    insist(refusal_to_ending(found))
    if found and found.asks_for_publicity:
        insist(Refusal("This one ends with a choice between private and public. Answer its questions, then choose."))
    append(
        one, keyring, [*_no_word_owed(duty), NewEntry("decisions", "duty_done", {"duty": duty, "note": note})], at=at
    )
    journal("DutyDone", ref, keyring, at=at)


@transaction.atomic
def choose_publicity(
    ref: str, duty: str, choice: str, reason: str, answers: Mapping[str, str], keyring: Keyring, *, at: datetime
) -> None:
    """After a step in private: whether it is made public, against the benchmarks; it ends the duty to choose."""
    one = opened(ref, keyring)
    found = _duty(one.case, duty, at=at)
    insist(refusal_to_ending(found))
    if found and not found.asks_for_publicity:
        raise NotFound
    insist(refusal_to_choosing_publicity(choice, reason, answers))
    data = {"duty": duty, "note": reason, "choice": choice, "benchmarks": dict(answers)}
    append(one, keyring, [NewEntry("decisions", "duty_done", data)], at=at)
    journal("PublicityChosen", ref, keyring, at=at)


@transaction.atomic
def waive_duty(ref: str, duty: str, reason: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_waiving(_duty(one.case, duty, at=at), reason))
    waived = NewEntry("decisions", "duty_waived", {"duty": duty, "reason": reason})
    append(one, keyring, [*_no_word_owed(duty), waived], at=at)
    journal("DutyWaived", ref, keyring, at=at)


def _no_word_owed(duty: str) -> list[NewEntry]:
    """With the duty to tell ends what the defender's page says is owed."""
    step = step_told_by(duty)
    return [word_kept([step])] if step else []


@transaction.atomic
def pass_duty(ref: str, duty: str, post: str, keyring: Keyring, *, at: datetime) -> None:
    """To another post of the organisation: a duty always has one."""
    one = opened(ref, keyring)
    insist(refusal_to_ending(_duty(one.case, duty, at=at)))
    posts = {one.ref: one.name for one in standings.open_posts(keyring.organisation)}
    insist(refusal_to_passing(post, posts, closing=standings.said_empty(keyring.organisation, on=at.date())))
    data = {"duty": duty, "post": post, "post_name": posts[post]}
    append(one, keyring, [NewEntry("decisions", "duty_passed", data)], at=at)
    journal("DutyPassed", ref, keyring, at=at)


@transaction.atomic
def open_duty(
    ref: str, step: str, says: str, due: date | None, waits_for: str, keyring: Keyring, *, at: datetime
) -> None:
    """A duty that no catalogue knows: a promise in a statement, what was agreed on the phone. `step` may be ""."""
    one = opened(ref, keyring)
    insist(refusal_to_opening(says, due, waits_for, on=at.date()))
    if step:
        _action(one.case, step)
    data = {
        "ref": new_ref(),
        "step": step,
        "says": says,
        "due": due.isoformat() if due else "",
        "waits_for": waits_for,
    }
    append(one, keyring, [NewEntry("decisions", "duty_opened", data)], at=at)
    journal("DutyOpened", ref, keyring, at=at)


@transaction.atomic
def open_promised(ref: str, answers: Sequence[PromisedDuty], keyring: Keyring, *, at: datetime) -> None:
    """What becomes of promises in a public text: a duty each, or one that is waived at once, with its reason."""
    one = opened(ref, keyring)
    entries: list[NewEntry] = []
    for answer in answers:
        promised, duty = answer.promised, new_ref()
        insist(refusal_to_answering_promise(promised, one.case.written))
        if not answer.aside.strip():
            insist(refusal_to_opening(answer.says, answer.due, answer.waits_for, on=at.date()))
        if promised.step:
            _action(one.case, promised.step)
        data = {
            "ref": duty,
            "step": promised.step,
            "says": answer.says or promised.passage,
            "due": answer.due.isoformat() if answer.due else "",
            "waits_for": answer.waits_for,
            "promise": promised.passage,
        }
        entries.append(NewEntry("decisions", "duty_opened", data))
        if answer.aside.strip():
            entries.append(NewEntry("decisions", "duty_waived", {"duty": duty, "reason": answer.aside}))
    append(one, keyring, entries, at=at)
    journal("DutyOpened", ref, keyring, at=at)


def _duty(case: CaseFile, ref: str, *, at: datetime) -> Duty | None:
    return next((one for one in duties_of(case, at=at) if one.ref == ref), None)
