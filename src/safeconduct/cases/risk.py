"""The danger to one person as the office assesses it, with its grounds, until a day of review.

Threats, vulnerabilities and capacities stand beside each other with what shows them; no number is made of them. The
band is a judgement with its reason. Others who may be harmed are asked about each time: "asked: none" is an answer,
silence is none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary import danger
from safeconduct.vocabulary.refusal import Refusal

BANDS = danger.BANDS
REVIEW_WITHIN = {
    "low": timedelta(days=180),
    "raised": timedelta(days=90),
    "high": timedelta(days=30),
    "severe": timedelta(days=14),
    "immediate": timedelta(days=3),
}
"""How long an assessment stands at most before it is looked at again. The greater the danger, the sooner."""

LINES = ("threats", "vulnerabilities", "capacities")
SECTIONS = ("work", "home", "digital", "psychosocial", "particular")


@dataclass(frozen=True)
class Line:
    """One threat, vulnerability or capacity, what shows it, and the day of that (ISO)."""

    what: str
    evidence: str
    on: str


@dataclass(frozen=True)
class Claim:
    """What may be said against the person once they are spoken about, and the answer that is ready."""

    text: str
    answer: str


@dataclass(frozen=True)
class Other:
    """Somebody else who may be harmed: a coded role and a label, never a name. Empty `asked`: not asked yet."""

    role: str
    label: str
    asked: str = ""
    said: str = ""


@dataclass(frozen=True)
class Grounds:
    """What the band rests on. `found_openly` is what anybody can find about relatives and colleagues.

    High profile is both `leverage` and `exposure`: neither is told without the other.
    """

    threats: tuple[Line, ...] = ()
    vulnerabilities: tuple[Line, ...] = ()
    capacities: tuple[Line, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    leverage: str = ""
    exposure: str = ""
    found_openly: str = ""
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Risk:
    """One assessment. `asked_none`: it was asked who else may be harmed, and the answer was nobody."""

    ref: str
    band: str
    because: str = field(repr=False)
    others: tuple[Other, ...] = field(repr=False)
    review_on: date
    at: datetime
    post_name: str
    asked_none: bool = False
    grounds: Grounds = field(default_factory=Grounds, repr=False)

    def as_data(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "band": self.band,
            "because": self.because,
            "others": [asdict(other) for other in self.others],
            "asked_none": self.asked_none,
            "review_on": self.review_on.isoformat(),
            "grounds": asdict(self.grounds),
        }


def risks(written: Iterable[Entry]) -> tuple[Risk, ...]:
    """Every assessment, oldest first."""
    return tuple(_risk(entry) for entry in written if entry.kind == "risk_assessed")


def newest_risk(written: Iterable[Entry]) -> Risk | None:
    """The last assessment, whether its review day has passed or not."""
    return next(reversed(risks(written)), None)


def current_risk(written: Iterable[Entry], *, on: date) -> Risk | None:
    """The last assessment, while its review day has not passed: an older one never stands in for it."""
    newest = newest_risk(written)
    return newest if newest and newest.review_on >= on else None


def _risk(entry: Entry) -> Risk:
    data = entry.data
    return Risk(
        ref=data["ref"],
        band=data["band"],
        because=data["because"],
        others=tuple(Other(**other) for other in data["others"]),
        review_on=date.fromisoformat(data["review_on"]),
        at=entry.at,
        post_name=entry.by.post_name,
        asked_none=data["asked_none"],
        grounds=_grounds(data["grounds"]),
    )


def _grounds(data: Mapping[str, Any]) -> Grounds:
    lists = {name: tuple(Line(**line) for line in data[name]) for name in LINES}
    return Grounds(
        threats=lists["threats"],
        vulnerabilities=lists["vulnerabilities"],
        capacities=lists["capacities"],
        sections=data["sections"],
        leverage=data["leverage"],
        exposure=data["exposure"],
        found_openly=data["found_openly"],
        claims=tuple(Claim(**one) for one in data["claims"]),
    )


@dataclass(frozen=True)
class Gap:
    """What an assessment lacks, and under which question: one of a list by its number, from 0."""

    question: str
    refusal: Refusal
    number: int | None = None


def refusal_to_assessing(risk: Risk, *, on: date) -> Refusal | None:
    return next((gap.refusal for gap in gaps(risk, on=on)), None)


def gaps(risk: Risk, *, on: date) -> tuple[Gap, ...]:
    """All that is missing or cannot be, in the order in which it is asked."""
    grounds = risk.grounds
    found = [gap for name in LINES for gap in _gaps_of_lines(name, getattr(grounds, name), on=on)]
    found += [Gap(name, _UNASKED) for name in SECTIONS if not grounds.sections.get(name, "").strip()]
    texts = {name: getattr(grounds, name) for name in _UNWEIGHED}
    found += [Gap(name, _UNWEIGHED[name]) for name, text in texts.items() if not text.strip()]
    for number, one in enumerate(grounds.claims):
        if not (one.text.strip() and one.answer.strip()):
            found.append(Gap("claims", _HALF_A_CLAIM, number))
    return (*found, *_gaps_of_others(risk), *_gaps_of_band(risk, on=on))


_NO_LINE = {
    "threats": Refusal("No threat is written yet. Write at least one, or that none is known, with what shows it."),
    "vulnerabilities": Refusal("No vulnerability is written yet. Write at least one, or that none is known."),
    "capacities": Refusal("No capacity is written yet. Write at least one, or that none is known."),
}
_UNASKED = Refusal("This is empty. Ask about it; “asked: nothing” is an answer too.")
_UNWEIGHED = {
    "leverage": Refusal("How being known helps is empty. Write it, or that it does not."),
    "exposure": Refusal("How being known endangers is empty. Write it, or that it does not."),
    "found_openly": Refusal(
        "It is not said what anybody can find about relatives and colleagues. Look, then write what you found, or nothing."
    ),
}
_HALF_A_CLAIM = Refusal("A claim needs its answer, and an answer its claim. Fill in both, or empty both.")


def _gaps_of_lines(name: str, lines: tuple[Line, ...], *, on: date) -> list[Gap]:
    if not lines:
        return [Gap(name, _NO_LINE[name])]
    judged = ((number, _refusal_to_line(line, on=on)) for number, line in enumerate(lines))
    return [Gap(name, refusal, number) for number, refusal in judged if refusal]


def _refusal_to_line(line: Line, *, on: date) -> Refusal | None:
    if not line.what.strip():
        return Refusal("This line says what shows it, not what it is. Write what it is, or empty the line.")
    if not line.evidence.strip():
        return Refusal("Nothing shows this yet. Write what it rests on, or that it is our own guess.")
    if not line.on:
        return Refusal("The day is missing. Write on which day this was seen or heard.")
    if line.on > on.isoformat():
        return Refusal("This day has not come yet. Write the day on which it was seen or heard.")
    return None


def _gaps_of_others(risk: Risk) -> list[Gap]:
    if not risk.others and not risk.asked_none:
        sentence = (
            "It is not said who else may be harmed. Ask, then name each by a role, or tick that the answer was nobody."
        )
        return [Gap("others", Refusal(sentence))]
    if risk.others and risk.asked_none:
        return [Gap("others", Refusal("Somebody is named here and nobody is ticked. Keep one of the two."))]
    return [
        Gap("others", Refusal("The role or the label is missing. Write both, and no name."), number)
        for number, other in enumerate(risk.others)
        if not (other.role and other.label.strip())
    ]


def _gaps_of_band(risk: Risk, *, on: date) -> list[Gap]:
    found = []
    if risk.band not in BANDS:
        found.append(Gap("band", Refusal("No band is chosen yet. Choose one of the five.")))
    if not risk.because.strip():
        found.append(Gap("because", Refusal("The band has no reason yet. Write why this one.")))
    refusal = refusal_to_review_day(risk.review_on, band=risk.band, on=on)
    return [*found, Gap("review_on", refusal)] if refusal else found


def refusal_to_review_day(review_on: date, *, band: str, on: date) -> Refusal | None:
    longest = REVIEW_WITHIN.get(band, timedelta.max)
    if review_on < on:
        return Refusal("The review day is missing or in the past. Choose a day from today on.")
    if review_on - on > longest:
        return Refusal(
            f"That is too far for this band: it is looked at again within {longest.days} days. Choose an earlier day."
        )
    return None


@dataclass(frozen=True)
class Weighing:
    """Harm both ways for one planned action: facts on both sides, for whom, and what is in place before it."""

    harm_if_act: str
    harm_if_not: str
    to_whom: str
    public_already: str
    mitigation: str
    leverage: str
    exposure: str
    review_on: date


def refusal_to_weighing(weighing: Weighing, *, is_public: bool) -> Refusal | None:
    """`is_public`: the action, or a part of it, will be seen by others than those it is done with."""
    for name, sentence in _SIDES.items():
        if not getattr(weighing, name).strip():
            return Refusal(sentence)
    if is_public and not weighing.public_already.strip():
        return Refusal("It is not said what is public already. Look, then write what you found, or nothing.")
    if is_public and not weighing.mitigation.strip():
        return Refusal(
            "Nothing is in place against reprisals. Put it in place before any publicity, and write what it is."
        )
    return None


_SIDES = {
    "harm_if_act": "It is not said what harm may come if we act. Write the facts, or that none is known and who was asked.",
    "harm_if_not": "It is not said what harm may come if we do not act. Write the facts, or that none is known and who was asked.",
    "to_whom": "It is not said who may be harmed. Name each by a role, or write that the answer was nobody.",
    "leverage": "It is not said how being known helps here. Write it, or that it does not.",
    "exposure": "It is not said how being known endangers here. Write it, or that it does not.",
}
