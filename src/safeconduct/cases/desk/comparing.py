"""Compare a case with like ones that the member may open anyway, from the cards; write down why it differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.like_case import (
    Difference,
    LikeCase,
    Profile,
    decided_fact,
    difference,
    explained,
    like_case,
    like_cases,
    profile,
    refusal_to_explaining,
    treatments,
    without,
)
from safeconduct.dossiers.desk import listing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.guidance.register import action_kinds
from safeconduct.vocabulary.refusal import Refusal, insist


@dataclass(frozen=True)
class Compared:
    """The comparable cases of one, by its `profile`, and how it differs from them without a reason so far."""

    profile: Profile
    cases: tuple[LikeCase, ...]
    difference: Difference


def decided_cases(keyring: Keyring, *, at: datetime) -> tuple[LikeCase, ...]:
    """Of the cards that the keyring holds: what another organisation shares was not agreed to for this."""
    return tuple(
        like_case(card.dossier, card.facts["codename"], card.facts["decided"])
        for card in listing.cards(keyring, on=at.date())
        if not card.is_shared and card.facts["stage"] == "case" and card.facts.get("decided")
    )


def compared(
    case: CaseFile, among: Iterable[LikeCase], planned: frozenset[str] | None = None, *, at: datetime
) -> Compared:
    """With the codes that are `planned` now, as the case stands now; without, as it stood when it was decided."""
    fact = decided_fact(case.written) if planned is None else None
    own = like_case(case.ref, "", fact).profile if fact else profile(case.written, on=at.date())
    found = like_cases(case.ref, own, among)
    codes = {one.code for one in treatments(case.written)} | (planned or frozenset())
    differs = difference(codes, found, refused=own.refused, kinds=action_kinds())
    return Compared(own, found, without(differs, explained(case.written)))


@transaction.atomic
def explain_difference(ref: str, reason: str, keyring: Keyring, *, at: datetime) -> None:
    """Afterwards: an emergency could not wait for it, or like cases were treated otherwise since."""
    one = opened(ref, keyring)
    insist(refusal_before_decision(one.case))
    differs = compared(one.case, decided_cases(keyring, at=at), at=at).difference
    insist(refusal_to_explaining(differs, reason))
    data = {"differs": list(differs.codes), "reason": reason}
    append(one, keyring, [NewEntry("decisions", "difference_explained", data)], at=at)
    journal("DifferenceExplained", ref, keyring, at=at)


def refusal_before_decision(case: CaseFile) -> Refusal | None:
    if any(entry.kind == "decided" for entry in case.written):
        return None
    return Refusal("Nothing has been decided here yet. Decide first: the reason is asked for with the plan.")
