"""Whether recorded events show a commitment met in a period. A verdict and the rows behind it; no score, no order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.guidance.commitment import Commitment, EvidenceRule

MET = "met"
PARTLY = "partly"
NOT_SHOWN = "not shown"
DOES_NOT_APPLY = "does not apply"


@dataclass(frozen=True)
class RecordedEvent:
    """One dated fact of a known kind. `about` is the opaque reference of the matter it belongs to, "" for none."""

    ref: str
    kind: str
    on: date
    about: str = ""


@dataclass(frozen=True)
class Verdict:
    """`says` is a sentence for the reader; `rows` are the references of the events that show it, `missing` of the
    openings that nothing answered, `still_open` of those whose time has not run out. `answered` are the
    openings that had an answer in time."""

    verdict: str
    says: str
    rows: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    still_open: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()


def verdict_on(
    commitment: Commitment,
    events: Iterable[RecordedEvent],
    *,
    bound_as: str,
    status: str,
    since: date,
    until: date,
) -> Verdict:
    """What the events show for one organisation, which is bound as `bound_as`, from `since` to `until`, both included.
    `status` is that of the commitment's version."""
    if bound_as not in commitment.bound:
        return Verdict(DOES_NOT_APPLY, "This commitment does not bind an organisation of this kind.")
    if status in ("superseded", "archived", "confidential"):
        return Verdict(DOES_NOT_APPLY, f"The text is {status}.")
    rule = commitment.evidence
    if rule.how == "reading":
        return Verdict(NOT_SHOWN, "No recorded event can show this; somebody has to read and judge.")
    ordered = sorted(events, key=lambda event: (event.on, event.ref))
    found = (_counted if rule.how == "at_least" else _answered)(rule, ordered, since=since, until=until)
    if commitment.strength == "may" and found.verdict in (PARTLY, NOT_SHOWN):
        return Verdict(DOES_NOT_APPLY, "It allows this and does not ask for it.", found.rows)
    return found


def _counted(rule: EvidenceRule, events: list[RecordedEvent], *, since: date, until: date) -> Verdict:
    """The period is counted in whole spans of `months` from its end backwards; each needs its number."""
    spans = _spans(rule.months, since=since, until=until)
    if not spans:
        return Verdict(
            DOES_NOT_APPLY, f"The period is shorter than the {rule.months} months over which this is counted."
        )
    shown = [event for event in events if event.kind in rule.shown_by]
    found = [[event.ref for event in shown if first <= event.on <= last] for first, last in spans]
    rows = tuple(ref for refs in found for ref in refs)
    full = sum(len(refs) >= rule.at_least for refs in found)
    wanted = f"at least {rule.at_least} in each {rule.months} months"
    if full == len(spans):
        return Verdict(MET, f"Recorded {wanted}.", rows)
    if rows:
        said = f"Wanted {wanted}; {full} of {len(spans)} such spans have it."
        return Verdict(PARTLY, said, rows)
    return Verdict(NOT_SHOWN, f"Wanted {wanted}; nothing of the kind is recorded.")


def _spans(months: int, *, since: date, until: date) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    end = until + timedelta(days=1)
    while (start := _months_before(end, months)) >= since:
        spans.insert(0, (start, end - timedelta(days=1)))
        end = start
    return spans


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return next(date(year, month + 1, number) for number in range(day.day, 0, -1) if _exists(year, month + 1, number))


def _exists(year: int, month: int, number: int) -> bool:
    following = date(year + month // 12, month % 12 + 1, 1)
    return number <= (following - timedelta(days=1)).day


def _answered(rule: EvidenceRule, events: list[RecordedEvent], *, since: date, until: date) -> Verdict:
    openings = [event for event in events if event.kind in rule.opened_by and since <= event.on <= until]
    if not openings:
        return Verdict(DOES_NOT_APPLY, "Nothing in the period called for it.")
    answering: dict[str, list[RecordedEvent]] = {}
    for event in events:
        if event.on <= until and event.kind in rule.shown_by:
            answering.setdefault(event.about, []).append(event)
    answers = {opening.ref: _answer(rule, opening, answering.get(opening.about, [])) for opening in openings}
    waiting = tuple(
        opening.ref for opening in openings if answers[opening.ref] is None and _still_open(rule, opening, until)
    )
    missing = tuple(ref for ref, answer in answers.items() if answer is None and ref not in waiting)
    rows = tuple(dict.fromkeys(answer.ref for answer in answers.values() if answer is not None))
    asked = len(openings) - len(waiting)
    if not asked:
        return Verdict(DOES_NOT_APPLY, "What called for it is recent; its time has not run out.", still_open=waiting)
    answered = tuple(ref for ref, answer in answers.items() if answer is not None)
    said = f"{len(answered)} of {asked} were answered."
    verdict = MET if not missing else PARTLY if rows else NOT_SHOWN
    return Verdict(verdict, said, rows, missing, waiting, answered)


def _answer(rule: EvidenceRule, opening: RecordedEvent, events: list[RecordedEvent]) -> RecordedEvent | None:
    return next((event for event in events if _answers(rule, opening, event)), None)


def _answers(rule: EvidenceRule, opening: RecordedEvent, event: RecordedEvent) -> bool:
    """Of an event of a kind that shows it, in the same matter."""
    if rule.order == "before":
        return event.on <= opening.on
    return opening.on <= event.on <= opening.on + timedelta(days=rule.within_days)


def _still_open(rule: EvidenceRule, opening: RecordedEvent, until: date) -> bool:
    return rule.order == "after" and opening.on + timedelta(days=rule.within_days) > until
