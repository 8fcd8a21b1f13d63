"""Triage on the desk: ask back, decline with somewhere else to go, reopen, assess, and work through many at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import facts_from, refusal_to_accepting
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.duplicate import pairs, refusal_to_judging
from safeconduct.cases.eligibility import Assessment, eligibility, refusal_to_assessing
from safeconduct.cases.elsewhere import bodies_that_fit, closing_words
from safeconduct.cases.request_card import RequestCard, request_card
from safeconduct.cases.triage import (
    NewDecline,
    refusal_to_asking_back,
    refusal_to_deciding,
    refusal_to_declining,
    refusal_to_overtaking,
    refusal_to_reopening,
    standing_decline,
)
from safeconduct.dossiers.card import Card
from safeconduct.dossiers.desk import keeping
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.keeping import content_until, identity_until
from safeconduct.guidance.mechanism import Mechanism
from safeconduct.guidance.register import the_register
from safeconduct.sealing.record import new_ref
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refused, insist


@dataclass(frozen=True)
class Choice:
    """What was chosen for one row of the queue. `seen` is the mark of the card that it was chosen by; `text` are words to
    the defender for accepting and asking back."""

    ref: str
    seen: str
    do: str
    text: str = field(default="", repr=False)
    declining: NewDecline | None = None


@dataclass(frozen=True)
class Outcome:
    """`refused` is why nothing was done with this row; empty when it was."""

    choice: Choice
    refused: str = ""


@transaction.atomic
def accept(choice: Choice, keyring: Keyring, *, at: datetime) -> None:
    """From the queue, by its card: it becomes a case, and the defender is told in words."""
    one = opened(choice.ref, keyring)
    insist(refusal_to_overtaking(choice.seen, _card(one).mark))
    insist(refusal_to_accepting(one.case))
    told = [NewEntry("messages", "answer", {"text": choice.text})] if choice.text.strip() else []
    append(one, keyring, [NewEntry("messages", "accepted", {}), *told], at=at)
    journal("RequestAccepted", choice.ref, keyring, at=at)


@transaction.atomic
def ask_back(ref: str, text: str, keyring: Keyring, *, seen: str | None = None, at: datetime) -> None:
    """The clock of the promise stops until the defender writes."""
    one = opened(ref, keyring)
    card = _card(one)
    insist(refusal_to_overtaking(card.mark if seen is None else seen, card.mark))
    insist(refusal_to_deciding(one.case.stage))
    insist(refusal_to_asking_back(text, waits=card.is_asked, nobody_waits=card.source == "public"))
    append(one, keyring, [NewEntry("messages", "asked_back", {"text": text})], at=at)
    journal("QuestionAskedBack", ref, keyring, at=at)


@transaction.atomic
def decline(ref: str, declining: NewDecline, keyring: Keyring, *, seen: str | None = None, at: datetime) -> None:
    """The defender gets the closing words at once; the dossier is kept for as long as a closed one."""
    one = opened(ref, keyring)
    card = _card(one)
    insist(refusal_to_overtaking(card.mark if seen is None else seen, card.mark))
    insist(refusal_to_deciding(one.case.stage))
    fitting = _fitting(card, on=at.date())
    insist(
        refusal_to_declining(
            declining,
            fitting=frozenset(fitting),
            is_unread_danger=card.read is None and (card.urgency == "now" or card.code_at_risk),
            nobody_waits=card.source == "public",
        )
    )
    bodies = [fitting[body] for body in declining.elsewhere]
    text = closing_words(declining.words, bodies, language=card.language, today=at.date())
    decline, reason = new_ref(), {"reason": declining.reason, "elsewhere": list(declining.elsewhere)}
    entries = [
        NewEntry("messages", "declined", {"ref": decline, "text": text}),
        # The coded reason is for the office: the code does not open it.
        NewEntry("decisions", "decline_reason", {"declined": decline, **reason}),
    ]
    append(one, keyring, entries, at=at)
    _keep_as_closed(one, on=at.date())
    journal("RequestDeclined", ref, keyring, at=at)


@transaction.atomic
def reopen(ref: str, keyring: Keyring, *, at: datetime) -> None:
    """A declined request is a request again, and is kept until it is closed anew."""
    one = opened(ref, keyring)
    insist(refusal_to_reopening(one.case.stage))
    decline = standing_decline(one.case.written)
    if decline is None:
        raise NotFound
    append(one, keyring, [NewEntry("decisions", "reopened", {"declined": decline.ref})], at=at)
    keeping.keep_on(ref)
    journal("RequestReopened", ref, keyring, at=at)


@transaction.atomic
def assess(ref: str, assessment: Assessment, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_assessing(assessment, newest=eligibility(one.case.written)))
    made = new_ref()
    coded = {"status": assessment.status, "acts": list(assessment.acts), "said_by": assessment.said_by}
    entries = [NewEntry("decisions", "eligibility", {"ref": made, **coded})]
    if assessment.words.strip():
        # Who says so may be named in it.
        entries.append(NewEntry("sources", "eligibility_words", {"eligibility": made, "text": assessment.words}))
    append(one, keyring, entries, at=at)
    journal("EligibilityAssessed", ref, keyring, at=at)


@transaction.atomic
def judge_pair(ref: str, other: str, keyring: Keyring, *, same: bool, at: datetime) -> None:
    """Whether two dossiers are about the same person and danger: an entry in both, nothing is merged."""
    # One order for everybody, so that no two wait for each other.
    both = {one: opened(one, keyring) for one in sorted((ref, other))}
    insist(refusal_to_judging(ref, other, same=same, known=pairs(both[ref].case.written)))
    for one, counterpart in ((ref, other), (other, ref)):
        said = {"other": counterpart, "codename": both[counterpart].case.story["codename"], "same": same}
        append(both[one], keyring, [NewEntry("coordination", "pair_judged", said)], at=at)
    journal("PairJudged", ref, keyring, at=at)
    journal("PairJudged", other, keyring, at=at)


def work_through(choices: Iterable[Choice], keyring: Keyring, *, at: datetime) -> tuple[Outcome, ...]:
    """Each choice in a transaction of its own: what is refused changes nothing and holds up no other."""
    return tuple(_outcome(choice, keyring, at=at) for choice in choices)


def _outcome(choice: Choice, keyring: Keyring, *, at: datetime) -> Outcome:
    try:
        if choice.do == "accept":
            accept(choice, keyring, at=at)
        elif choice.do == "ask":
            ask_back(choice.ref, choice.text, keyring, seen=choice.seen, at=at)
        elif choice.declining:
            decline(choice.ref, choice.declining, keyring, seen=choice.seen, at=at)
    except Refused as refused:
        return Outcome(choice, str(refused))
    except (NotFound, Unopened):
        return Outcome(choice, "It cannot be opened by this post any more. Nothing was done with it.")
    return Outcome(choice)


def _card(one: Opened) -> RequestCard:
    return request_card(Card(one.case.ref, 0, facts_from(one.signatures.believed(one.dossier))))


def _fitting(card: RequestCard, *, on: date) -> dict[str, Mechanism]:
    fits = bodies_that_fit(card, the_register().mechanisms, today=on)
    return {fit.mechanism.id: fit.mechanism for fit in fits}


def _keep_as_closed(one: Opened, *, on: date) -> None:
    keeping.keep_until(one.dossier, content=content_until(on), identity=identity_until(on), today=on)
