"""Assess the danger to a person, and write down how they see it themselves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.risk import Risk, refusal_to_assessing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.intake.risk_view import ANSWERS
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refusal, insist


@transaction.atomic
def assess(ref: str, risk: Risk, keyring: Keyring, *, at: datetime) -> None:
    """`risk` as it was typed; its reference, moment and post come from here."""
    one = opened(ref, keyring)
    insist(refusal_to_assessing(risk, on=at.date()))
    append(one, keyring, [NewEntry("decisions", "risk_assessed", replace(risk, ref=new_ref()).as_data())], at=at)
    journal("RiskAssessed", ref, keyring, at=at)


@transaction.atomic
def take_down_view(ref: str, view: Mapping[str, str], way: str, keyring: Keyring, *, at: datetime) -> None:
    """The defender's own view, said to an officer `way` (as the ways of a consent) and readable with their own word."""
    one = opened(ref, keyring)
    told = {name: view.get(name, "").strip() for name in ANSWERS}
    if not any(told.values()):
        insist(Refusal("Nothing is written down yet. Fill in at least one of these five."))
    entry = NewEntry("messages", "risk_view", {**told, "way": way, "urgent": told["band"] == "immediate"})
    append(one, keyring, [entry], at=at)
    journal("RiskViewTakenDown", ref, keyring, at=at)
