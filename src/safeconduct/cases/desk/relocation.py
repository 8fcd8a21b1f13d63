"""Ask for haven, a visa or money, write down who has read it and what they answer, and keep the plan of a relocation."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.haven import (
    Haven,
    havens,
    refusal_to_answering_haven,
    refusal_to_asking_haven,
    refusal_to_noting_reading,
)
from safeconduct.cases.relocation import Relocation, refusal_to_keeping_plan, relocation
from safeconduct.dossiers.entry import NewEntry
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist, the_one


@transaction.atomic
def ask_haven(ref: str, haven: Haven, keyring: Keyring, *, at: datetime) -> None:
    """`haven` as it was typed, a line for each that is asked; the reference of each comes from here."""
    one = opened(ref, keyring)
    insist(refusal_to_asking_haven(haven, on=at.date()))
    each = [replace(named, ref=new_ref()) for named in haven.of_each()]
    append(one, keyring, [NewEntry("coordination", "haven_asked", named.as_data()) for named in each], at=at)
    journal("HavenAsked", ref, keyring, at=at)


@transaction.atomic
def note_reading(ref: str, haven: str, keyring: Keyring, *, at: datetime) -> None:
    """They said that they have read it; their clock runs on until they answer. Raises NotFound."""
    one = opened(ref, keyring)
    insist(refusal_to_noting_reading(_asked(one, haven)))
    append(one, keyring, [NewEntry("coordination", "haven_read", {"ref": haven})], at=at)
    journal("HavenRead", ref, keyring, at=at)


@transaction.atomic
def write_answer(ref: str, haven: str, answer: str, words: str, keyring: Keyring, *, at: datetime) -> None:
    """What they answered. Raises NotFound for a request that is not there."""
    one = opened(ref, keyring)
    insist(refusal_to_answering_haven(_asked(one, haven), answer, words))
    entry = NewEntry("coordination", "haven_answered", {"ref": haven, "answer": answer, "words": words.strip()})
    append(one, keyring, [entry], at=at)
    journal("HavenAnswered", ref, keyring, at=at)


@transaction.atomic
def keep_plan(ref: str, plan: Relocation, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_keeping_plan(plan, relocation(one.case.written), on=at.date()))
    append(one, keyring, [NewEntry("decisions", "relocation_planned", plan.as_data())], at=at)
    journal("RelocationPlanned", ref, keyring, at=at)


def _asked(one: Opened, ref: str) -> Haven:
    return the_one(havens(one.case.written), ref)
