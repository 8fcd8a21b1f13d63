"""The verb of coding: put in what a member has confirmed of a telling."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_fact import CodedFact, coded_facts, refusal_to_confirming
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def confirm_facts(ref: str, facts: tuple[CodedFact, ...], keyring: Keyring, *, at: datetime) -> None:
    """These hold from now on and no others. What holds already is not written twice."""
    one = opened(ref, keyring)
    insist(refusal_to_confirming(facts))
    if facts != coded_facts(one.case.written):
        append(one, keyring, [confirmed(facts)], at=at)
    journal("FactsConfirmed", ref, keyring, at=at)


def confirmed(facts: tuple[CodedFact, ...]) -> NewEntry:
    return NewEntry("story", "confirmed_facts", {"facts": [fact.as_data() for fact in facts]})
