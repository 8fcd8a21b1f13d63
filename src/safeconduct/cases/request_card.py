"""A request or case as its card shows it, the clock that runs on it, and the orders in which a desk reads and decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.cases.attendance import Attendance, attendances_from
from safeconduct.cases.case_clock import CaseClock, clock_from
from safeconduct.cases.case_event import CaseEvent, case_events_from
from safeconduct.cases.country_note import country_notes_on_card
from safeconduct.cases.experience import CardExperience, experiences_on_card
from safeconduct.cases.feedback import is_silent
from safeconduct.cases.handover import Offer, offer_from
from safeconduct.cases.raised import NOTHING_YET, Raised, raised_from
from safeconduct.cases.tally import Tally, tally_from
from safeconduct.cases.triage import CASE, DECLINED, RECEIVED
from safeconduct.dossiers.card import Card
from safeconduct.intake.promise import AnswerPromise

SOON = timedelta(hours=3)
RESTS_AFTER = timedelta(days=90)
"""A case in which nothing was done for so long is shown, so that support is not a single act (R028)."""

_NEAREST = {"now": 0, "days": 1}
_MARKED = ("stage", "answered", "asked", "last_word")


@dataclass(frozen=True)
class Act:
    """The newest step that was taken: its kind in the catalogue, what became of it, and its day."""

    kind: str
    result: str
    on: date


@dataclass(frozen=True, slots=True)  # a page may hold ten thousand of them
class RequestCard:
    """Coded facts only. `read` and `answered` are the moments of the first reading and the newest answer. `mark` changes
    whenever somebody decides or writes. `judged` are the dossiers of which somebody said whether they are the same.
    `country_notes`: country, kind and day of what changed there. `owing`: how many open duties each post (by reference)
    has; a card from before that was kept names none. `duty`: the code of what is due on `due`, "" where its words are a
    member's own."""

    dossier: str
    codename: str
    stage: str
    received: datetime
    read_by: datetime
    urgency: str
    country: str
    needs: tuple[str, ...]
    source: str
    language: str
    about: str
    files: bool
    read: datetime | None
    answered: datetime | None
    waiting: bool
    last_word: datetime | None
    code_at_risk: bool
    consent_changed: bool
    yes_waiting: bool
    promise: AnswerPromise
    called_defender: bool
    judged: frozenset[str]
    holder: str
    relief_asked: bool
    mark: str
    due: date | None = None
    duty: str = ""
    last_act: Act | None = None
    accepted: datetime | None = None
    told: datetime | None = None
    rhythm: str = ""
    second_wanted: bool = False
    unmet: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    haven_due: date | None = None
    risk: str = ""
    risk_review: date | None = None
    told_kinds: tuple[str, ...] = ()
    told_groups: tuple[str, ...] = ()
    row_mark: str = ""
    acts_together: bool = False
    incidents: tuple[Mapping[str, Any], ...] = ()
    clocks: tuple[CaseClock, ...] = ()
    verified_until: str = ""
    check_by: str = ""
    barriers: Mapping[str, str] = field(default_factory=dict)
    country_notes: tuple[tuple[str, str, date], ...] = ()
    tally: Tally = field(default_factory=Tally)
    events: tuple[CaseEvent, ...] = ()
    source_answer_waits: bool = False
    perpetrators: tuple[str, ...] = ()
    raised: Raised = NOTHING_YET
    one_offs: tuple[Act, ...] = ()
    unproved: int = 0
    decided: Mapping[str, Any] | None = None
    published: frozenset[str] = frozenset()
    handover: Offer | None = None
    owing: Mapping[str, int] = field(default_factory=dict)
    hearings: tuple[Attendance, ...] = ()
    person: tuple[str, ...] = ()
    known_for: str = ""
    known_by_plan: bool = False
    experiences: tuple[CardExperience, ...] = ()

    @property
    def is_case(self) -> bool:
        return self.stage == CASE

    @property
    def is_declined(self) -> bool:
        return self.stage == DECLINED

    @property
    def is_asked(self) -> bool:
        """We asked, and wait for the defender."""
        return self.promise.waits and not self.waiting

    @property
    def is_undecided(self) -> bool:
        """Neither accepted, declined nor asked back. Nobody waits for the decision on a public appeal."""
        return self.stage == RECEIVED and not self.is_asked and self.source != "public"

    def is_silent(self, at: datetime) -> bool:
        """A case whose defender has waited for a word for longer than they want."""
        if not self.is_case or self.source == "public":
            return False
        return is_silent(self.told, self.accepted or self.received, rhythm=self.rhythm, at=at)

    def rests_since(self, on: date) -> date | None:
        """The day of the last act of a case, or of its acceptance, when that is RESTS_AFTER or longer ago."""
        if not self.is_case:
            return None
        since = max((act.on for act in self.tally.acts), default=(self.accepted or self.received).date())
        return since if on - since >= RESTS_AFTER else None

    @property
    def owes_answer(self) -> bool:
        """Nobody has answered yet, or the defender has written since. A public appeal waits for no answer."""
        if self.source == "public" or self.is_asked:
            return False
        return self.answered is None or self.waiting


@dataclass(frozen=True)
class Clock:
    """`state` is late, soon, running, waits or stopped; `left` is until the promise, negative when it was missed."""

    state: str
    left: timedelta


def request_card(card: Card) -> RequestCard:
    facts = card.facts
    return RequestCard(
        dossier=card.dossier,
        codename=facts["codename"],
        stage=facts["stage"],
        received=datetime.fromisoformat(facts["received"]),
        read_by=datetime.fromisoformat(facts["read_by"]),
        urgency=facts["urgency"],
        country=facts["country"],
        needs=tuple(facts["needs"]),
        source=facts["source"],
        language=facts["language"],
        about=facts["about"],
        files=facts["files"],
        read=_moment(facts, "read"),
        answered=_moment(facts, "answered"),
        waiting=facts.get("waiting", False),
        last_word=_moment(facts, "last_word"),
        code_at_risk=facts.get("code_at_risk", False),
        consent_changed=facts.get("consent_changed", False),
        yes_waiting=facts.get("yes_waiting", False),
        due=date.fromisoformat(facts["due"]) if facts.get("due") else None,
        duty=facts.get("duty", ""),
        last_act=_act(facts.get("last_act")),
        accepted=_moment(facts, "accepted"),
        told=_moment(facts, "told"),
        rhythm=facts.get("rhythm", ""),
        second_wanted=facts.get("second_wanted", False),
        unmet=tuple(facts.get("unmet", ())),
        themes=tuple(facts.get("themes", ())),
        haven_due=date.fromisoformat(facts["haven_due"]) if facts.get("haven_due") else None,
        risk=facts.get("risk", ""),
        risk_review=date.fromisoformat(facts["risk_review"]) if facts.get("risk_review") else None,
        promise=_promise(facts),
        called_defender=facts.get("called_defender", True),
        holder=facts.get("holder", ""),
        relief_asked=facts.get("relief_asked", False),
        judged=frozenset(facts.get("judged", ())),
        mark="|".join([facts.get(name) or "" for name in _MARKED]),
        told_kinds=tuple(facts.get("told_kinds", ())),
        told_groups=tuple(facts.get("told_groups", ())),
        row_mark=facts.get("mark", ""),
        acts_together=facts.get("acts_together", False),
        incidents=tuple(facts.get("incidents", ())),
        clocks=tuple(map(clock_from, facts.get("clocks", ()))),
        verified_until=facts.get("verified_until", ""),
        check_by=facts.get("check_by", ""),
        barriers=facts.get("barriers", {}),
        country_notes=country_notes_on_card(facts.get("country_notes", ())),
        tally=tally_from(facts.get("tally", {})),
        events=case_events_from(facts.get("events", ())),
        source_answer_waits=facts.get("source_answer_waits", False),
        perpetrators=tuple(facts.get("perpetrators", ())),
        raised=raised_from(facts.get("raised", {})),
        one_offs=tuple(filter(None, map(_act, facts.get("one_offs", ())))),
        unproved=facts.get("unproved", 0),
        decided=facts.get("decided"),
        published=frozenset(facts.get("published", ())),
        handover=offer_from(facts.get("handover", {})),
        owing=facts.get("owing") or {},
        hearings=attendances_from(facts.get("hearings", ())),
        person=tuple(facts.get("person", ())),
        known_for=facts.get("known_for", ""),
        known_by_plan=facts.get("known_by_plan", False),
        experiences=experiences_on_card(facts),
    )


def _promise(facts: Mapping[str, Any]) -> AnswerPromise:
    """A card that was written before answers were counted has an answer and a promise to read."""
    by = _moment(facts, "answer_by") or datetime.fromisoformat(facts["read_by"])
    first = _moment(facts, "first_answered") or _moment(facts, "answered")
    return AnswerPromise(by, _moment(facts, "asked"), _moment(facts, "replied"), first)


def clock(card: RequestCard, *, at: datetime) -> Clock:
    """The promise is to answer. It runs until the first answer and waits while we wait for the defender."""
    if card.promise.answered or card.source == "public":
        return Clock("stopped", timedelta())
    if card.is_asked and card.promise.asked:
        return Clock("waits", card.promise.by - card.promise.asked)
    left = card.promise.ends - at
    if left < timedelta():
        return Clock("late", left)
    return Clock("soon" if left <= SOON else "running", left)


def in_reading_order(cards: Iterable[RequestCard], *, at: datetime) -> tuple[RequestCard, ...]:
    """Nearest danger first; among equals those whose clock runs or who wrote again; then the newest."""
    return tuple(sorted(cards, key=lambda card: (_nearness(card), not card.owes_answer, -card.received.timestamp())))


def in_queue_order(cards: Iterable[RequestCard]) -> tuple[RequestCard, ...]:
    """Nearest danger first; among equals the oldest promise."""
    return tuple(sorted(cards, key=lambda card: (_nearness(card), card.promise.ends, card.received)))


def stands_on(card: RequestCard, words: Iterable[str]) -> bool:
    """Whether every word (in small letters) stands on the card: codename, country code, need, confirmed kind or group,
    language or source."""
    texts = _texts(card)
    return all(any(word in text for text in texts) for word in words)


def _texts(card: RequestCard) -> tuple[str, ...]:
    coded = tuple(code.replace("_", " ") for code in (*card.needs, *card.told_kinds, *card.told_groups, *card.themes))
    return (card.codename, card.country.casefold(), *coded, card.language, card.source)


def _nearness(card: RequestCard) -> int:
    if card.code_at_risk:
        return -1  # somebody may be reading along, or forced to write
    return _NEAREST.get(card.urgency, 2)


def _act(fact: list[str] | None) -> Act | None:
    return Act(fact[0], fact[1], date.fromisoformat(fact[2])) if fact and fact[2] else None


def _moment(facts: Mapping[str, Any], name: str) -> datetime | None:
    written = facts.get(name)
    return datetime.fromisoformat(written) if written else None
