"""Which mechanisms fit the facts of a case, which nearly do and why not, in sentences. No score: by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.guidance.mechanism import EVERYWHERE, Mechanism, cautions
from safeconduct.vocabulary.place_name import country_name

SOON = timedelta(hours=72)
WHOLE_WORLD = "every country"
GROUPS = {
    "women": "women defenders",
    "lgbti": "LGBTI people",
    "journalists": "journalists",
    "writers_and_artists": "writers and artists",
    "scholars": "scholars",
    "environment": "environmental defenders",
    "organisations": "organisations",
    "online": "people attacked for what they do online",
}
APPLICANTS = {
    "person": "a person for themselves",
    "organisation": "an organisation",
    "third_party": "somebody else for a person",
}


@dataclass(frozen=True)
class CaseFacts:
    """What a match may know; nothing here names anybody. Countries are codes, "" where not told. `groups` and `needs`
    in the words of the register; `acts`: what was done, as casework codes it, none where nothing was noted; `urgency` as
    in the call for help; `asks_as`: person, organisation or third_party."""

    stay: str
    nationality: str
    needs: tuple[str, ...]
    groups: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    urgency: str = "no"
    in_exile: bool = False
    asks_as: str = "person"


@dataclass(frozen=True)
class Fit:
    """`because`: what it offers of what is asked, and what it takes up of what was done. `acts`: what was done that it is
    there for. `why_not`: the one thing against it, "" when it fits. `cautions`: what must be shown beside it."""

    mechanism: Mechanism
    because: str
    why_not: str
    cautions: tuple[str, ...]
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    fits: tuple[Fit, ...]
    nearly: tuple[Fit, ...]


def match(facts: CaseFacts, mechanisms: Iterable[Mechanism], *, today: date) -> Match:
    """Only what offers something of what is asked, where the person stays or comes from. Nearly means that exactly one
    thing stands against it."""
    fits: list[Fit] = []
    nearly: list[Fit] = []
    for mechanism in sorted(mechanisms, key=lambda one: one.name.casefold()):
        offered = [need for need in facts.needs if need in mechanism.offers]
        against = _against(mechanism, facts)
        if offered and len(against) <= 1 and _within_reach(mechanism, facts):
            acts = _taken_up(mechanism, facts)
            said = f"It offers: {', '.join(need.replace('_', ' ') for need in offered)}."
            if acts and mechanism.takes_up:
                said = f"{said} It takes up {mechanism.takes_up.words}."
            doubts = (*_unsure(mechanism, facts), *cautions(mechanism, today=today))
            fit = Fit(mechanism, said, "".join(against), doubts, acts)
            (nearly if against else fits).append(fit)
    return Match(tuple(fits), tuple(nearly))


def _within_reach(mechanism: Mechanism, facts: CaseFacts) -> bool:
    """Whether it works in either of the two countries, or in all."""
    return EVERYWHERE in mechanism.countries or bool(mechanism.countries & {facts.stay, facts.nationality})


def _against(mechanism: Mechanism, facts: CaseFacts) -> list[str]:
    reasons = (
        _place(mechanism, facts),
        _exile(mechanism, facts),
        _group(mechanism, facts),
        _act(mechanism, facts),
        _applicant(mechanism, facts),
    )
    pause = mechanism.pause and f"It may take no requests at present. {mechanism.pause}"
    return [reason for reason in (*reasons, pause) if reason]


def _place(mechanism: Mechanism, facts: CaseFacts) -> str:
    counted = {"stay": {facts.stay}, "nationality": {facts.nationality}, "either": {facts.stay, facts.nationality}}
    if EVERYWHERE in mechanism.countries or mechanism.countries & counted[mechanism.place]:
        return ""
    if mechanism.place == "stay":
        return f"It helps people who stay in {mechanism.where}, not in {_told(facts.stay)}."
    return f"It helps nationals of {mechanism.where}, not of {_told(facts.nationality)}."


def _told(code: str) -> str:
    return country_name(code) or "a country that was not told"


def _exile(mechanism: Mechanism, facts: CaseFacts) -> str:
    if facts.in_exile and mechanism.exile == "excludes":
        return "It does not help people who are already in exile."
    if not facts.in_exile and mechanism.exile == "only":
        return "It is only for people who have already left their country."
    return ""


def _group(mechanism: Mechanism, facts: CaseFacts) -> str:
    if not mechanism.groups or set(mechanism.groups) & set(facts.groups):
        return ""
    return f"It is only for {' or '.join(GROUPS[group] for group in mechanism.groups)}."


def _taken_up(mechanism: Mechanism, facts: CaseFacts) -> tuple[str, ...]:
    return tuple(act for act in mechanism.takes_up.acts if act in facts.acts) if mechanism.takes_up else ()


def _act(mechanism: Mechanism, facts: CaseFacts) -> str:
    """Where nothing was noted, nothing speaks against it."""
    if not mechanism.takes_up or not facts.acts or _taken_up(mechanism, facts):
        return ""
    return f"It takes up {mechanism.takes_up.words}: nothing that was noted here is that."


def _applicant(mechanism: Mechanism, facts: CaseFacts) -> str:
    if facts.asks_as in mechanism.applicants:
        return ""
    if mechanism.applicants == ("nominator",):
        return "Nobody can ask for themselves: somebody whom it knows has to propose them."
    return f"It takes no requests of {APPLICANTS[facts.asks_as]}."


def _unsure(mechanism: Mechanism, facts: CaseFacts) -> list[str]:
    """What no rule can tell and matters here: what was done, a place that is not a list of countries, help in exile, an
    answer in time."""
    sentences = []
    if mechanism.takes_up and not facts.acts:
        sentences.append(f"It takes up {mechanism.takes_up.words}: see whether that was done here.")
    if EVERYWHERE in mechanism.countries and mechanism.where != WHOLE_WORLD:
        sentences.append(f"It is for {mechanism.where}: see whether that holds here.")
    if facts.in_exile and mechanism.exile == "unknown":
        sentences.append("Whether it helps people in exile was not read: ask first.")
    if facts.urgency == "now" and mechanism.answer.hours is None:
        sentences.append("It promises no time in which it answers: do not wait for it alone.")
    elif facts.urgency == "now" and timedelta(hours=mechanism.answer.hours or 0) > SOON:
        sentences.append("Its promised time to answer is longer than three days: do not wait for it alone.")
    return sentences
