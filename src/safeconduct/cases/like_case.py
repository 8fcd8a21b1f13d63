"""Like cases: which decided cases are compared with this one, what was done there, and how this plan differs.

All that is compared is one coded fact on the card: no dossier is opened for it, and no word of one case reaches another.
What must be alike is the list `like_case`. Nothing is scored, and nothing stands in the order of a rate.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from safeconduct.cases.action import DROPPED, Action, Step, actions
from safeconduct.cases.coded_list import Coded, coded_list
from safeconduct.cases.consent_matrix import NO, Matrix, matrix
from safeconduct.cases.consent_purpose import consent_purposes
from safeconduct.cases.incident import incidents
from safeconduct.cases.risk import current_risk
from safeconduct.cases.theme import person_traits, themes
from safeconduct.cases.verification import is_enough_to_act, verifications
from safeconduct.dossiers.entry import Entry
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.intake.telling import codes_in, country_of
from safeconduct.vocabulary.refusal import Refusal

TRAITS = "like_case"


class Profile(NamedTuple):
    """What a case is compared by. `danger` is the band of the risk or ""; `agreed` are groups of purposes of which at
    least one is allowed or may be asked about each time; `refused` are purposes that were refused altogether."""

    violation: frozenset[str]
    verified: bool
    country: str
    danger: str
    agreed: frozenset[str]
    refused: frozenset[str]
    groups: frozenset[str]
    person: frozenset[str]

    @property
    def closed(self) -> frozenset[str]:
        """The groups of purposes in which the person said no and yes to nothing."""
        return _groups(self.refused) - self.agreed if self.refused else frozenset()


class Treatment(NamedTuple):
    """A step that was decided on and not dropped. `days` passed from the arrival of the request until it was taken or,
    before that, decided on."""

    kind: str
    visibility: str
    level: str
    is_taken: bool
    days: int

    @property
    def code(self) -> str:
        return treatment_code(self.kind, self.visibility)


@dataclass(frozen=True)
class LikeCase:
    """A decided case as it is compared: its profile on the day of its newest decision. `explained` are the codes of
    treatments for which somebody wrote why they differ here."""

    dossier: str
    codename: str
    decided_on: date
    profile: Profile
    treatments: tuple[Treatment, ...]
    explained: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.treatments)


@dataclass(frozen=True)
class Closeness:
    """The traits of the list in which two cases are alike, and those in which they differ."""

    alike: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Codes of treatments: done in most comparable cases and `missing` here; done here and in none of them; and missing
    because the person `refused`, which explains itself."""

    missing: tuple[str, ...] = ()
    only_here: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Those that need a written reason, either way."""
        return (*self.missing, *self.only_here)


def treatment_code(kind: str, visibility: str) -> str:
    """As DIP-01:private. The same kind in public and in private are two treatments."""
    return f"{kind}:{visibility}"


def kind_and_visibility(code: str) -> tuple[str, str]:
    kind, _colon, visibility = code.rpartition(":")
    return kind, visibility


def codes_of(steps: Iterable[Step]) -> frozenset[str]:
    return frozenset(treatment_code(one.kind, one.visibility) for one in steps)


# What is compared


def profile(written: Iterable[Entry], *, on: date) -> Profile:
    """As the case stands on a day."""
    written = tuple(written)
    told, known = _newest(written, "told"), incidents(written)
    coded = _newest(written, "confirmed_facts").get("facts", ())
    risk, consents = current_risk(written, on=on), matrix(written, on=on)
    return Profile(
        violation=frozenset((*codes_in(coded, "violation_types"), *(act for one in known for act in one.acts))),
        verified=is_enough_to_act(known, verifications(written), on=on),
        country=country_of(told.get("country", ""), coded),
        danger=risk.band if risk else "",
        agreed=_agreed(consents),
        refused=_refused(consents),
        groups=frozenset((*codes_in(coded, "defender_types"), *themes(written))),
        person=frozenset(person_traits(written)),
    )


def _agreed(consents: Matrix) -> frozenset[str]:
    return _groups(one.purpose for one in consents.answers if not one.person and one.word != NO)


def _refused(consents: Matrix) -> frozenset[str]:
    """A no to one recipient, or by one way, leaves the purpose open."""
    plain = (one for one in consents.answers if not (one.person or one.recipient or one.channel))
    return frozenset(one.purpose for one in plain if one.word == NO)


def _groups(purposes: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(purposes)
    return frozenset(one.group for one in consent_purposes() if one.value in wanted)


def treatments(written: Iterable[Entry]) -> tuple[Treatment, ...]:
    """What was decided on so far and not dropped, in order."""
    written = tuple(written)
    began = next((entry.at.date() for entry in written if entry.kind == "arrived"), None)
    return tuple(_treatment(one, began) for one in actions(written) if one.state != DROPPED)


def _treatment(action: Action, began: date | None) -> Treatment:
    reached = action.on if action.is_taken and action.on else action.decided_at.date()
    days = max((reached - began).days, 0) if began else 0
    return Treatment(action.step.kind, action.step.visibility, action.step.level, action.is_taken, days)


def explained(written: Iterable[Entry]) -> frozenset[str]:
    """The codes of treatments whose difference has a written reason, given with a decision or afterwards."""
    found: set[str] = set()
    for entry in written:
        if entry.kind == "decided":
            found |= {code for code, reason in entry.data["unlike"].items() if reason.strip()}
        elif entry.kind == "difference_explained":
            found |= set(entry.data["differs"])
    return frozenset(found)


# On the card


def decided_fact(written: Iterable[Entry]) -> dict[str, Any] | None:
    """Codes alone, for the card of a case of which something was decided. What was coded counts as it is coded now, all
    else as it stood when the newest decision was made."""
    written = tuple(written)
    newest = next((entry for entry in reversed(written) if entry.kind == "decided"), None)
    if newest is None:
        return None
    coding = ("told", "confirmed_facts", "themes_chosen")
    then = profile((one for one in written if one.seq <= newest.seq or one.kind in coding), on=newest.at.date())
    return {
        "on": newest.at.date().isoformat(),
        "profile": {name: _plain(value) for name, value in then._asdict().items()},
        "treatments": [list(one) for one in treatments(written)],
        "explained": sorted(explained(written)),
    }


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def like_case(dossier: str, codename: str, fact: Mapping[str, Any]) -> LikeCase:
    facts = (fact["profile"][name] for name in Profile._fields)
    return LikeCase(
        dossier=dossier,
        codename=codename,
        decided_on=date.fromisoformat(fact["on"]),
        profile=Profile._make(frozenset(one) if isinstance(one, list) else one for one in facts),
        treatments=tuple(Treatment(*one) for one in fact["treatments"]),
        explained=frozenset(fact["explained"]),
    )


# Alike or not


TOKENS: Mapping[str, Callable[[Profile], frozenset[Any]]] = {
    "violation": lambda one: one.violation,
    "verification": lambda one: frozenset((one.verified,)),
    "country": lambda one: frozenset((one.country,)) - {""},
    "danger": lambda one: frozenset((one.danger,)) - {""},
    "groups": lambda one: one.groups,
    "person": lambda one: frozenset((one.person,)),
}
"""Two profiles are alike in a trait when they share one of its tokens. Consent alone is another matter."""
CONSENT = "consent"


def is_alike(trait: str, one: Profile, other: Profile) -> bool:
    if trait == CONSENT:
        return one.agreed.isdisjoint(other.closed) and other.agreed.isdisjoint(one.closed)
    return not TOKENS[trait](one).isdisjoint(TOKENS[trait](other))


def closeness(one: Profile, other: Profile) -> Closeness:
    asked = [row.value for row in coded_list(TRAITS) if not row.ended]
    alike = tuple(trait for trait in asked if is_alike(trait, one, other))
    return Closeness(alike, tuple(trait for trait in asked if trait not in alike))


def is_comparable(one: Profile, other: Profile) -> bool:
    """Whether they are alike in every group of traits that the list asks for."""
    return all(any(is_alike(trait, one, other) for trait in traits) for traits in needed_traits())


def needed_traits() -> tuple[tuple[str, ...], ...]:
    """The traits of each group: in one of them two cases have to be alike."""
    return _needed(coded_list(TRAITS))


@cache
def _needed(rows: tuple[Coded, ...]) -> tuple[tuple[str, ...], ...]:
    groups = dict.fromkeys(row.group for row in rows if row.group and not row.ended)
    return tuple(tuple(row.value for row in rows if row.group == group and not row.ended) for group in groups)


def like_cases(dossier: str, own: Profile, among: Iterable[LikeCase]) -> tuple[LikeCase, ...]:
    """The comparable cases, never the case itself; the newest decision first, then by codename."""
    found = [one for one in among if one.dossier != dossier and is_comparable(own, one.profile)]
    return tuple(sorted(found, key=by_day))


def by_day(one: LikeCase) -> tuple[int, str, str]:
    return (-one.decided_on.toordinal(), one.codename, one.dossier)


# How a plan differs


def difference(
    codes: Iterable[str], compared: Iterable[LikeCase], *, refused: frozenset[str], kinds: Mapping[str, ActionKind]
) -> Difference:
    """`codes` are the treatments of this case, `refused` the purposes that its person refused."""
    compared = tuple(compared)
    done = Counter(code for one in compared for code in one.codes)
    return difference_from(frozenset(codes), done, len(compared), refused=refused, kinds=kinds)


def difference_from(
    codes: frozenset[str], done: Counter[str], number: int, *, refused: frozenset[str], kinds: Mapping[str, ActionKind]
) -> Difference:
    """The same, where `done` says in how many of `number` comparable cases a treatment was decided on."""
    missing = sorted(code for code, times in done.items() if 2 * times > number and code not in codes)
    shut = tuple(code for code in missing if _is_refused(code, refused, kinds))
    return Difference(
        missing=tuple(code for code in missing if code not in shut),
        only_here=tuple(sorted(code for code in codes if number and not done[code])),
        refused=shut,
    )


def _is_refused(code: str, refused: frozenset[str], kinds: Mapping[str, ActionKind]) -> bool:
    """Whether the person refused all that the step could rest on. That nobody asked them explains nothing."""
    kind = kinds.get(kind_and_visibility(code)[0])
    return kind is not None and any(alternatives <= refused for alternatives in kind.consents)


def without(difference: Difference, codes: frozenset[str]) -> Difference:
    """What is left of a difference when some of it was explained."""
    return Difference(
        tuple(one for one in difference.missing if one not in codes),
        tuple(one for one in difference.only_here if one not in codes),
        difference.refused,
    )


def refusal_to_treating_unlike(difference: Difference, reason: str) -> Refusal | None:
    """A different treatment is allowed, and needs a written reason."""
    if not difference.codes or reason.strip():
        return None
    return Refusal(
        "This plan differs from what was done in comparable cases. Say why this case is treated differently, or change"
        " the plan."
    )


def refusal_to_explaining(difference: Difference, reason: str) -> Refusal | None:
    if not difference.codes:
        return Refusal("Nothing differs here without a reason. Look at what stands now.")
    if not reason.strip():
        return Refusal("There is no reason yet. Say in a sentence why this case is treated differently.")
    return None


def _newest(written: tuple[Entry, ...], kind: str) -> Mapping[str, Any]:
    found = [entry.data for entry in written if entry.kind == kind]
    return found[-1] if found else {}
