"""Hand over to another organisation in one sitting: read the wishes, share what is allowed, ask everybody else."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.access import lookup as directory
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.access.presence import refusal_without_proof
from safeconduct.cases.answering import Line, NewAnswer
from safeconduct.cases.consent_matrix import ADVANCE_WISH, NO
from safeconduct.cases.desk import casework, consenting, sharing
from safeconduct.cases.desk.acting import duties_of
from safeconduct.cases.desk.opening import in_one_transaction, journal, opened
from safeconduct.cases.sharing import Sharing, refusal_to_terms
from safeconduct.coordination.crisis import (
    ALLOWS,
    ASK,
    COVERED,
    OTHERWISE,
    WAYS,
    WISH,
    letter,
    way_of,
    wish_if_we_close,
)
from safeconduct.coordination.hearing import hearings
from safeconduct.intake.consent import Terms, covering
from safeconduct.vocabulary.refusal import Refused, insist
from safeconduct.vocabulary.sharing import OF_KIND

NOBODY_S = Sharing("me", False, ())
"""What is wrong with terms is said before any case is opened."""


@dataclass(frozen=True)
class CrisisCase:
    """One case as it stands towards the other organisation. `wish`: what the person wrote for the day on which we close."""

    ref: str
    codename: str
    way: str
    wish: str = field(repr=False)


@in_one_transaction
def look(terms: Terms, keyring: Keyring, *, at: datetime) -> tuple[CrisisCase, ...]:
    """Every open request and case that the member holds the key of, those with a wish first. Each is opened."""
    insist(refusal_to_terms(terms, NOBODY_S, own=keyring.organisation, on=at.date()))
    kind = directory.kind_of(terms.organisation)
    found = [_seen(ref, terms, kind, keyring, at=at) for ref in _open(keyring, at=at)]
    journal("CrisisLookedAt", terms.organisation, keyring, at=at)
    return tuple(sorted(found, key=lambda one: (WAYS.index(one.way), one.codename)))


@in_one_transaction
def hand_over(
    terms: Terms, said: Mapping[str, str], keyring: Keyring, *, has_proved: bool, at: datetime
) -> dict[str, int]:
    """Share what a consent covers, ask those who can be asked. `said`: by case, whether a wish that was read allows it; a
    yes of a wish needs a second member. How often each was done. Raises Refused, NotFound."""
    insist(refusal_to_signing(keyring))
    insist(refusal_without_proof(has_proved=has_proved))
    insist(refusal_to_terms(terms, NOBODY_S, own=keyring.organisation, on=at.date()))
    kind, done = directory.kind_of(terms.organisation), dict.fromkeys((COVERED, ASK, ALLOWS, OTHERWISE), 0)
    for ref in _open(keyring, at=at):
        # What one case refuses stays where it is, in the list; it must not hold up the others.
        with suppress(Refused):
            if what := _hand_over(ref, terms, kind, said.get(ref, ""), keyring, at=at):
                done[what] += 1
    journal("CrisisHandedOver", terms.organisation, keyring, at=at)
    return done


def _open(keyring: Keyring, *, at: datetime) -> list[str]:
    return sorted(card.dossier for card in casework.cards(keyring, at=at)[0] if not card.is_declined)


def _seen(ref: str, terms: Terms, kind: str, keyring: Keyring, *, at: datetime) -> CrisisCase:
    case = opened(ref, keyring).case
    journal("DossierOpened", ref, keyring, at=at)
    way = way_of(case, terms, kind=kind, on=at.date())
    return CrisisCase(ref, str(case.story["codename"]), way, wish_if_we_close(case) if way == WISH else "")


@in_one_transaction
def _hand_over(ref: str, terms: Terms, kind: str, said: str, keyring: Keyring, *, at: datetime) -> str:
    case = opened(ref, keyring).case
    way = way_of(case, terms, kind=kind, on=at.date())
    if way == WISH and said == ALLOWS and not covering(terms, case.sharing.entries, kind=kind):
        sharing.witness_consent(ref, terms, ADVANCE_WISH, wish_if_we_close(case), keyring, at=at)
        return ALLOWS
    if way == COVERED or (way == WISH and said == ALLOWS):
        _share(ref, terms, keyring, at=at)
        return COVERED
    if way == WISH and said == OTHERWISE:
        line = Line(OF_KIND[kind], recipient=terms.office)
        told = NewAnswer(NO, ADVANCE_WISH, wish_if_we_close(case))
        consenting.record_answer(ref, line, told, keyring, at=at)
        return OTHERWISE
    if way == ASK:
        sharing.ask_consent(ref, terms, keyring, at=at)
        return ASK
    return ""


def _share(ref: str, terms: Terms, keyring: Keyring, *, at: datetime) -> None:
    sharing.share(ref, terms, keyring, has_proved=True, at=at)
    case = opened(ref, keyring).case
    share = next(one for one in reversed(case.sharing.shares) if one.terms.organisation == terms.organisation)
    text = letter(keyring.office_name, duties_of(case, at=at), hearings(case.written), at=at)
    sharing.write_to_partner(ref, share.ref, text, keyring, at=at)
