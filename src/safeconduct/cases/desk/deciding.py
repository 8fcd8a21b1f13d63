"""The verbs of deciding: declare an emergency, confirm it as a second member, record what is done or not done."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import Emergency, emergency, refusal_to_confirming_emergency
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.consent_matrix import Matrix, matrix
from safeconduct.cases.decision import Decision, still_open
from safeconduct.cases.desk import comparing
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.like_case import Difference, codes_of, refusal_to_treating_unlike
from safeconduct.cases.risk import Risk, current_risk
from safeconduct.dossiers.entry import NewEntry
from safeconduct.guidance.register import action_kinds
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refusal, insist


@dataclass(frozen=True)
class Standing:
    """What a decision or a step rests on at one moment."""

    consents: Matrix
    risk: Risk | None
    declared: Emergency | None


def standing(case: CaseFile, *, at: datetime) -> Standing:
    day = at.date()
    return Standing(matrix(case.written, on=day), current_risk(case.written, on=day), emergency(case.written))


def what_is_open(
    case: CaseFile, decision: Decision, differs: Difference, *, unlike: str, at: datetime
) -> tuple[Refusal, ...]:
    """All that keeps this decision from being recorded now. `unlike` is the reason why it `differs` from like cases."""
    return _what_is_open(standing(case, at=at), decision, differs, unlike=unlike, at=at)


def _what_is_open(
    now: Standing, decision: Decision, differs: Difference, *, unlike: str, at: datetime
) -> tuple[Refusal, ...]:
    found = still_open(decision, action_kinds(), consents=now.consents, risk=now.risk, declared=now.declared, at=at)
    in_emergency = now.declared is not None and now.declared.stands(at)
    refusal = None if in_emergency else refusal_to_treating_unlike(differs, unlike)  # what cannot wait may follow
    return (*found, refusal) if refusal else found


@transaction.atomic
def decide(ref: str, decision: Decision, keyring: Keyring, *, unlike: str = "", at: datetime) -> None:
    """`unlike`: why this case is treated differently from like ones. Raises Refused with the first thing still open."""
    one = opened(ref, keyring)
    insist(refusal_before_acceptance(one.case))
    now = standing(one.case, at=at)
    among = comparing.decided_cases(keyring, at=at)
    differs = comparing.compared(one.case, among, codes_of(decision.steps), at=at).difference
    for refusal in _what_is_open(now, decision, differs, unlike=unlike, at=at):
        insist(refusal)
    in_emergency = now.risk is None and now.declared is not None
    reasons = dict.fromkeys(differs.codes or ("",), unlike) if unlike.strip() else {}
    data = replace(decision, in_emergency=in_emergency, unlike=reasons).as_data()
    append(one, keyring, [NewEntry("decisions", "decided", data)], at=at)
    journal("DecisionRecorded", ref, keyring, at=at)


def refusal_before_acceptance(case: CaseFile) -> Refusal | None:
    if case.stage != "case":
        return Refusal("This is a request still. Accept it as a case first; then decide what is done.")
    return None


@transaction.atomic
def declare_emergency(ref: str, reason: str, keyring: Keyring, *, at: datetime) -> None:
    """It stands in for the risk assessment and the waiting time once a second member has confirmed it."""
    one = opened(ref, keyring)
    if not reason.strip():
        insist(Refusal("There is no reason yet. Say in a sentence what cannot wait, and how you know it."))
    entry = NewEntry("decisions", "emergency_declared", {"ref": new_ref(), "reason": reason})
    append(one, keyring, [entry], at=at)
    journal("EmergencyDeclared", ref, keyring, at=at)


@transaction.atomic
def confirm_emergency(ref: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    declared = emergency(one.case.written)
    insist(refusal_to_confirming_emergency(declared, member=keyring.member))
    entry = NewEntry("decisions", "emergency_confirmed", {"emergency": declared.ref if declared else ""})
    append(one, keyring, [entry], at=at)
    journal("EmergencyConfirmed", ref, keyring, at=at)
