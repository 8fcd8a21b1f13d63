"""The duties of a case that hang on a hearing: be there, give notice, take another way. They move when it moves.

A duty is opened again under its own reference with the new day; the fold of duties keeps the post that holds it.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from safeconduct.cases.action import DROPPED, Action
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.duty import duty_done, duty_opened
from safeconduct.coordination.hearing import CANCELLED, CLOSED, OBSERVED, REFUSED, Hearing, HearingResult
from safeconduct.coordination.observation import CLOSE, CLOSE_WITHIN
from safeconduct.dossiers.entry import NewEntry
from safeconduct.guidance.register import action_kinds
from safeconduct.vocabulary.iso_day import iso_of

BE_THERE = "Sit in at the hearing, or find an organisation that does"
GIVE_NOTICE = "Tell the court that observers come, or ask to be let in"
FIND_ANOTHER_WAY = "Find another way, since the hearing is closed to observers"
NO_DAY = "the new day of the hearing"
INSTEAD_WITHIN = timedelta(days=2)
THE_HEARING, THE_ADJOURNMENT = "the hearing", "the adjournment"
"""The events of the action catalogue that duties count from."""


def duties_of_sitting(hearing: Hearing) -> list[NewEntry]:
    """Opened when a hearing is set, and again with the new day whenever it moves."""
    if hearing.state == CANCELLED:
        return [_done(hearing, "there", "The hearing was cancelled."), _done(hearing, "notice", "It was cancelled.")]
    opened = [_opened(hearing, "there", BE_THERE, hearing.sitting.day)]
    if hearing.sitting.notice_by:
        opened.append(_opened(hearing, "notice", GIVE_NOTICE, hearing.sitting.notice_by))
    if hearing.state == CLOSED:
        opened.append(_opened(hearing, "instead", FIND_ANOTHER_WAY, hearing.sitting.day))
    return opened


def duties_of_result(hearing: Hearing, result: HearingResult) -> list[NewEntry]:
    """`hearing` as it stood before the result."""
    if result.what == OBSERVED:
        return [_done(hearing, "there", f"Observed by {result.office}."), _to_be_closed(hearing, result)]
    if result.what != REFUSED:
        return []
    way = label_of("hearing_alternatives", result.instead)
    return [
        _done(hearing, "there", "Access was refused."),
        _opened(hearing, "instead", way, result.at.date() + INSTEAD_WITHIN),
        _to_be_closed(hearing, result),
    ]


def duties_of_closing(hearing: Hearing, sitting: str, follow_up: str, due: date | None) -> list[NewEntry]:
    """To close it is done; what follows is owed."""
    closing = _closing_ref(hearing, sitting)
    return [duty_done(closing, "Both were decided."), duty_opened(f"{closing}:next", follow_up, due)]


def days_of_steps(known: Iterable[Action], event: str, on: date | None) -> list[NewEntry]:
    """The steps of the case whose duties count from this event get its day."""
    kinds = action_kinds()
    counting = (
        one
        for one in known
        if one.state != DROPPED and any(duty.counted_from == event for duty in kinds[one.step.kind].follow_up)
    )
    return [
        NewEntry("decisions", "event_dated", {"step": one.ref, "event": event, "on": iso_of(on)}) for one in counting
    ]


def _ref(hearing: Hearing, what: str) -> str:
    """One for each sitting: what was done for the last one is not done for the next."""
    return f"{hearing.ref}:{hearing.number_of_sittings}:{what}"


def _opened(hearing: Hearing, what: str, says: str, due: date | None) -> NewEntry:
    return duty_opened(_ref(hearing, what), _at_court(hearing, says), due, waits_for="" if due else NO_DAY)


def _to_be_closed(hearing: Hearing, result: HearingResult) -> NewEntry:
    due = result.at.date() + CLOSE_WITHIN
    return duty_opened(_closing_ref(hearing, result.sitting), _at_court(hearing, CLOSE), due)


def _at_court(hearing: Hearing, says: str) -> str:
    return f"{says}: {hearing.sitting.court}, {hearing.sitting.city}"


def _closing_ref(hearing: Hearing, sitting: str) -> str:
    """One for each day: two results of one sitting are closed together."""
    return f"{hearing.ref}:{sitting}:close"


def _done(hearing: Hearing, what: str, note: str) -> NewEntry:
    return duty_done(_ref(hearing, what), note)
