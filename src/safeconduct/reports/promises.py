"""What was promised and what the records show of it, for one organisation and its days, in the request of a key-holder.

Each commitment that binds the office gets a verdict with the rows behind it. Nothing is added up over commitments: there is
no score and no order by merit. Small numbers are not written, as in our figures.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from safeconduct.access.adoption import DROPPED, Adoption
from safeconduct.access.training import TrainingHeld
from safeconduct.cases.request_card import RequestCard
from safeconduct.guidance.commitment import Commitment, cautions
from safeconduct.guidance.evidence import RecordedEvent, Verdict, verdict_on
from safeconduct.guidance.instrument import Instrument, Version, version_of
from safeconduct.guidance.office_record import OfficeEvent, OfficeRecord
from safeconduct.guidance.register import Register
from safeconduct.guidance.training_course import TRAINING
from safeconduct.reports.figures import FEWEST, PUBLIC, Period, is_small
from safeconduct.vocabulary.place_name import country_name

PAST = ("superseded", "archived", "confidential")
"""Texts of this standing bind nobody any more, or tell nothing."""


@dataclass(frozen=True)
class PromiseRow:
    """One recorded event behind a verdict: of a case (`card`) or of the office's own record (`noted`)."""

    event: RecordedEvent
    card: RequestCard | None = None
    noted: OfficeEvent | None = None


@dataclass(frozen=True)
class PromiseVerdict:
    """A commitment that binds the office, and what the records show. `missing` called for something and had no answer;
    `still_open` has time left."""

    commitment: Commitment
    instrument: Instrument
    version: Version
    verdict: str
    says: str
    cautions: tuple[str, ...]
    rows: tuple[PromiseRow, ...]
    missing: tuple[PromiseRow, ...]
    still_open: tuple[PromiseRow, ...]


def kept_at_the_desk(
    held: Iterable[TrainingHeld], planned: Iterable[Adoption], register: Register, posts: Mapping[str, str]
) -> Iterator[OfficeEvent]:
    """What members wrote down themselves: trainings, each for the commitments that its course rests on, and good practices that
    were adopted. `posts` are names by reference; a person is not told. A briefing is no training."""
    courses = {one.id: one for one in register.trainings if one.kind == TRAINING and one.rests_on}
    practices = {one.id: one.name for one in register.practices}
    for one in held:
        if course := courses.get(one.course):
            post, rests_on = posts.get(one.post, ""), frozenset(course.rests_on)
            yield OfficeEvent("training_held", one.held_on, f"{course.title}.", post, shows=rests_on)
    for plan in planned:
        if plan.outcome != DROPPED and plan.practice in practices:
            says = f"{country_name(plan.country)}: {practices[plan.practice]}."
            yield OfficeEvent("practice_recorded", plan.adopted_on, says, posts.get(plan.by_post, ""))


def promises(
    cards: Iterable[RequestCard], record: OfficeRecord, register: Register, period: Period
) -> tuple[PromiseVerdict, ...]:
    """In the order of the register. What does not bind the office today is left out."""
    binding = []
    for commitment in register.commitments:
        bound_as = next((one for one in record.bound_as if one in commitment.bound), "")
        named = version_of(register.instruments, commitment.version)
        if bound_as and named and named[0].owner in record.texts_of and named[1].status not in PAST:
            binding.append((commitment, *named, bound_as))
    kinds = frozenset(kind for commitment, *_ in binding for kind in _kinds(commitment))
    rows = {row.event.ref: row for row in chain(_of_cards(cards, kinds), _of_office(record))}
    by_kind: dict[str, list[RecordedEvent]] = {}
    for row in rows.values():
        by_kind.setdefault(row.event.kind, []).append(row.event)
    apart = {ref: row.noted.shows for ref, row in rows.items() if row.noted and row.noted.shows}
    return tuple(_kept(*one, by_kind, apart, rows, period) for one in binding)


def _kinds(commitment: Commitment) -> frozenset[str]:
    return commitment.evidence.shown_by | commitment.evidence.opened_by


def _kept(
    commitment: Commitment,
    instrument: Instrument,
    version: Version,
    bound_as: str,
    by_kind: dict[str, list[RecordedEvent]],
    apart: dict[str, frozenset[str]],
    rows: dict[str, PromiseRow],
    period: Period,
) -> PromiseVerdict:
    events = [
        event
        for kind in sorted(_kinds(commitment))
        for event in by_kind.get(kind, ())
        if event.ref not in apart or commitment.id in apart[event.ref]
    ]
    verdict = verdict_on(
        commitment, events, bound_as=bound_as, status=version.status, since=period.first, until=period.last
    )
    behind = [tuple(rows[ref] for ref in refs) for refs in (verdict.rows, verdict.missing, verdict.still_open)]
    return PromiseVerdict(
        commitment,
        instrument,
        version,
        verdict.verdict,
        sentence(verdict, commitment.evidence.how),
        cautions(commitment, instrument, version),
        *behind,
    )


def sentence(verdict: Verdict, how: str) -> str:
    """What the verdict says, without a number that would point at few. Spans of time point at nobody."""
    answered, missing = len(verdict.answered), len(verdict.missing)
    if how != "each" or not (is_small(answered) or is_small(missing)):
        return verdict.says
    part = "All" if not missing else "Some" if answered else "None"
    return f"{part} of what called for it was answered; numbers below {FEWEST} are not written."


def _of_cards(cards: Iterable[RequestCard], kinds: frozenset[str]) -> Iterable[PromiseRow]:
    """Those of these kinds alone: no other is asked for."""
    for card in cards:
        if card.source != PUBLIC:
            told = {*((one.kind, one.on) for one in card.events), *((act.kind, act.on) for act in card.tally.acts)}
            for kind, on in told:
                if kind not in kinds:
                    continue
                ref = f"{card.dossier} {kind} {on.isoformat()}"
                yield PromiseRow(RecordedEvent(ref, kind, on, card.dossier), card=card)


def _of_office(record: OfficeRecord) -> Iterable[PromiseRow]:
    for number, one in enumerate(record.events):
        yield PromiseRow(RecordedEvent(f"office {number:06}", one.kind, one.on, one.about), noted=one)
