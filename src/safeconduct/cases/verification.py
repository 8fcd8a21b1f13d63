"""What was confirmed of a case, by whom in grades, until when; and the two thresholds, which are kept apart.

Enough to act urgently is less than verified for counting: somebody in danger does not wait for a second source, and a
figure never rests on one. Grades and results are decisions; who the source is stands with the sources.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.cases.incident import Incident, incidents
from safeconduct.cases.source import DEFENDER, NOT_KNOWN, Source, origin_of, sources
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

LONGEST = timedelta(days=365)
CONFIRMS, DENIES, CANNOT_SAY = "confirms", "denies", "cannot_say"
PERSON = ""
"""The target of a verification that is about who the person is and what they do, not about an incident."""

RELIABLE, BELIEVABLE = frozenset("ABC"), frozenset(("i1", "i2", "i3"))
WORTHLESS = frozenset(("E", "i5"))
ORIGINS_TO_COUNT = 2


@dataclass(frozen=True)
class Verification:
    """`origin` is where the knowledge began (a source's reference, DEFENDER or NOT_KNOWN), `until` its last day.
    `grade` and `information` are values of their lists: F and i6 mean that nobody can judge, not that it is bad.
    `doubt`: why it counts no more, with whether it was taken back altogether; "" while it stands."""

    ref: str
    target: str
    facts: tuple[str, ...]
    basis: str
    source: str
    origin: str
    grade: str
    information: str
    says: str
    confidence: str
    until: date
    at: datetime
    asked: str = ""
    doubt: str = field(default="", repr=False)
    retracted: bool = False

    def stands_on(self, day: date) -> bool:
        """A denial does not run out by itself: it stands until somebody doubts it."""
        return not self.doubt and (day <= self.until or self.says == DENIES)

    @property
    def is_reliable(self) -> bool:
        return self.grade in RELIABLE and self.information in BELIEVABLE

    @property
    def is_worthless(self) -> bool:
        return bool(WORTHLESS & {self.grade, self.information})


def verifications(written: Iterable[Entry]) -> tuple[Verification, ...]:
    """Every result, oldest first, with the doubts that came later. Origins follow what is known of the sources now."""
    written = tuple(written)
    known_sources = {one.ref: one for one in sources(written)}
    known: dict[str, Verification] = {}
    for entry in written:
        ref = entry.data.get("verification", "")
        if entry.kind == "verification":
            known[ref] = _verification(entry, known_sources)
        elif entry.kind == "verification_doubted" and ref in known:
            known[ref] = replace(known[ref], doubt=entry.data["text"], retracted=entry.data["retracted"])
    return tuple(known.values())


def _verification(entry: Entry, known: Mapping[str, Source]) -> Verification:
    data = entry.data
    return Verification(
        ref=data["verification"],
        target=data["target"],
        facts=tuple(data["facts"]),
        origin=origin_of(data["source"], known) if data["source"] in known else data["origin"],
        until=date.fromisoformat(data["until"]),
        at=entry.at,
        **{name: data[name] for name in _PLAIN},
    )


_PLAIN = ("basis", "source", "grade", "information", "says", "confidence", "asked")


def verification_as_data(one: Verification) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("target", "origin", *_PLAIN)}
    return {"verification": one.ref, **plain, "facts": list(one.facts), "until": one.until.isoformat()}


# The two thresholds


def refusal_to_acting_on(target: str, results: Iterable[Verification], *, on: date) -> Refusal | None:
    """Why this is not enough to act urgently on. One believable word of a reliable source is; so are two of separate
    origins that are not known to be bad. The defender's own account is what is being confirmed, so it is none."""
    results = [one for one in results if one.stands_on(on) and one.target == target]
    if any(one.says == DENIES and one.is_reliable for one in results):
        return Refusal(
            "A reliable source denies it. Ask one of another origin, and write down which of them you doubt."
        )
    confirming = [one for one in results if one.says == CONFIRMS and one.origin != DEFENDER]
    if any(one.is_reliable for one in confirming):
        return None
    if len({one.origin for one in confirming if not one.is_worthless}) >= 2:
        return None
    if confirming:
        return Refusal("One source whose word cannot be judged, or is bad, says so. Ask one more, of another origin.")
    return Refusal("Nobody but the person says so yet. Choose whom to ask, and by when.")


def refusal_to_counting(incident: Incident, results: Iterable[Verification], *, on: date) -> Refusal | None:
    """Why an incident may not stand in a figure: each of its facts needs two reliable sources of separate origins, the
    defender's account not among them (as SDG indicator 16.10.1 asks). One origin counts once, however often it speaks."""
    results = _for_counting(incident, results, on=on)
    if any(one.says == DENIES and one.is_reliable for one in results):
        return Refusal("A reliable source denies it. Write down which of the sources you doubt, and why.")
    for fact in facts_to_count(incident):
        origins = origins_confirming(fact, results)
        if len(origins) < ORIGINS_TO_COUNT:
            rests = "on one origin" if origins else "on nobody but the defender"
            return Refusal(f"{_FACT_WORDS[fact]} rests {rests}. Ask a reliable source of another origin.")
    return None


_FACT_WORDS = {
    "person": "Who the person is",
    "act": "What was done",
    "date": "When it was",
    "place": "Where it was",
    "perpetrator": "Who did it",
}


def facts_to_count(incident: Incident) -> tuple[str, ...]:
    """By whom is asked only where the incident says it: many acts count whose doers nobody knows."""
    named = incident.perpetrator not in ("", "unknown")
    return tuple(fact for fact in _FACT_WORDS if fact != "perpetrator" or named)


def origins_confirming(fact: str, results: Iterable[Verification]) -> frozenset[str]:
    """The separate origins of reliable confirmations. An origin that nobody knows could be any of the others."""
    return frozenset(
        one.origin
        for one in results
        if fact in one.facts and one.says == CONFIRMS and one.is_reliable and one.origin not in (DEFENDER, NOT_KNOWN)
    )


def kinds_to_count(
    known: Iterable[Incident], results: Iterable[Verification], *, since: date, until: date, on: date
) -> frozenset[str]:
    """The kinds for which the person of this file counts in a period: once for each, however many incidents there are."""
    results = tuple(results)
    return frozenset(
        act
        for one in known
        if one.first.earliest and one.first.latest and since <= one.first.earliest and one.first.latest <= until
        if refusal_to_counting(one, results, on=on) is None
        for act in one.acts
    )


def _for_counting(incident: Incident, results: Iterable[Verification], *, on: date) -> tuple[Verification, ...]:
    """What stands on a day about an incident; who the person is holds for every incident of the file."""
    return tuple(one for one in results if one.stands_on(on) and one.target in (incident.ref, PERSON))


# Unverified is a state


@dataclass(frozen=True)
class VerificationCheck:
    """What is done next to verify the case, and by which day."""

    step: str
    by: str


def next_check(written: Iterable[Entry]) -> VerificationCheck | None:
    newest: VerificationCheck | None = None
    for entry in written:
        if entry.kind == "next_check":
            newest = VerificationCheck(entry.data["step"], entry.data["by"])
    return newest


def unverified_since(verified_until: str, received: date, *, on: date) -> date | None:
    """Since when nothing of a case has been confirmed for acting; None while something is."""
    if not verified_until:
        return received
    last = date.fromisoformat(verified_until)
    return last + timedelta(days=1) if last < on else None


def is_enough_to_act(known: Iterable[Incident], results: Iterable[Verification], *, on: date) -> bool:
    """Whether anything of this case, the person or an incident, is confirmed for acting."""
    targets = (PERSON, *(one.ref for one in known))
    results = tuple(results)
    return any(refusal_to_acting_on(target, results, on=on) is None for target in targets)


def verification_facts(written: Iterable[Entry]) -> dict[str, str]:
    """On the card: through which day the case is confirmed for acting, and by when the next check is due; "" for none."""
    written = tuple(written)
    results, known, check = verifications(written), incidents(written), next_check(written)
    days = sorted({one.until for one in results if one.says == CONFIRMS}, reverse=True)
    last = next((day for day in days if is_enough_to_act(known, results, on=day)), None)
    return {"verified_until": last.isoformat() if last else "", "check_by": check.by if check else ""}


# What is refused


def refusal_to_verifying(
    one: Verification, known: Iterable[Incident], from_sources: Iterable[Source], *, on: date
) -> Refusal | None:
    if one.target != PERSON and all(incident.ref != one.target for incident in known):
        return Refusal("That incident is not in this file. Choose one of the list, or the person.")
    if all(source.ref != one.source for source in from_sources):
        return Refusal("There is no source yet. Add who says it, then write down what they say.")
    if not one.facts and one.says != CANNOT_SAY:
        return Refusal("Nothing is chosen yet. Tick what the source confirms or denies.")
    if one.target == PERSON and set(one.facts) - {"person"}:
        return Refusal(
            "Only who the person is can be said without an incident. Choose the incident, or untick the rest."
        )
    if one.until < on:
        return Refusal("The last day is in the past. Choose until when this may be relied on.")
    if one.until > on + LONGEST:
        return Refusal("That is more than a year. Choose an earlier day; it can be confirmed again.")
    return None


def refusal_to_doubting(results: Iterable[Verification], ref: str, text: str) -> Refusal | None:
    found = next((one for one in results if one.ref == ref), None)
    if found is None or found.retracted:
        return Refusal("This result was taken back already. Look at what stands now.")
    if not text.strip():
        return Refusal("Nothing is written about the doubt. Say in a sentence what is in doubt, without names.")
    return None


def refusal_to_next_check(by: date, *, on: date) -> Refusal | None:
    if by < on:
        return Refusal("That day is in the past. Choose by when somebody looks at it.")
    if by > on + LONGEST:
        return Refusal("That day is more than a year away. Choose an earlier one.")
    return None
