"""Ask for haven, a visa or money, write down the answer, and keep the plan of a relocation."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.haven import Haven, havens, refusal_to_answering_haven, refusal_to_asking_haven
from safeconduct.cases.relocation import Relocation, refusal_to_keeping_plan, relocation
from safeconduct.dossiers.entry import NewEntry
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, insist


@transaction.atomic
def ask_haven(ref: str, haven: Haven, keyring: Keyring, *, at: datetime) -> None:
    """`haven` as it was typed; its reference comes from here."""
    one = opened(ref, keyring)
    insist(refusal_to_asking_haven(haven, on=at.date()))
    entry = NewEntry("coordination", "haven_asked", replace(haven, ref=new_ref()).as_data())
    append(one, keyring, [entry], at=at)
    journal("HavenAsked", ref, keyring, at=at)


@transaction.atomic
def write_answer(ref: str, haven: str, answer: str, words: str, keyring: Keyring, *, at: datetime) -> None:
    """What they answered. Raises NotFound for a request that is not there."""
    one = opened(ref, keyring)
    asked = next((known for known in havens(one.case.written) if known.ref == haven), None)
    if asked is None:
        raise NotFound
    insist(refusal_to_answering_haven(asked, answer, words))
    entry = NewEntry("coordination", "haven_answered", {"ref": haven, "answer": answer, "words": words.strip()})
    append(one, keyring, [entry], at=at)
    journal("HavenAnswered", ref, keyring, at=at)


@transaction.atomic
def keep_plan(ref: str, plan: Relocation, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_keeping_plan(plan, relocation(one.case.written), on=at.date()))
    append(one, keyring, [NewEntry("decisions", "relocation_planned", plan.as_data())], at=at)
    journal("RelocationPlanned", ref, keyring, at=at)
