"""A case of the frozen instance on its way: accepted, its risk assessed, and a step decided on."""

from datetime import timedelta

from django.db import transaction

from safeconduct.cases.action import actions
from safeconduct.cases.desk import casework, deciding
from safeconduct.cases.desk.opening import append, opened
from safeconduct.dossiers.entry import NewEntry
from tests.builders import a_telling
from tests.embedded import PROTECTION
from tests.rules.cases.protecting import a_decision, a_risk, a_step


def an_accepted_case(embedded, *consents, language="en", has_risk=True):
    """A call whose defender ticked these purposes; accepted, and assessed until three weeks from now."""
    asked = f"accepted {consents} {language} {has_risk}"
    return embedded.grown(asked, lambda: _accepted(embedded, consents, language, has_risk))


def _accepted(embedded, consents, language, has_risk):
    call = embedded.call(telling=a_telling(consents=consents, language=language))
    mara = embedded.keyring(PROTECTION)
    casework.accept(call.ref, mara, at=embedded.now)
    if has_risk:
        review = embedded.now.date() + timedelta(days=20)
        put(embedded, call.ref, NewEntry("decisions", "risk_assessed", a_risk(review_on=review).as_data()))
    return call


def put(embedded, ref, entry, name=PROTECTION):
    """An entry as a member's own, whatever verb would write it."""
    keyring = embedded.keyring(name)
    with transaction.atomic():
        append(opened(ref, keyring), keyring, [entry], at=embedded.now)


def with_a_step(embedded, *consents, kind="DIP-01", purpose="raise_private_unnamed", language="en", **changes):
    """The call and the reference of a step that was decided on."""
    asked = f"with a step {consents} {kind} {purpose} {language} {changes}"
    return embedded.grown(asked, lambda: _planned(embedded, consents, kind, purpose, language, changes))


def _planned(embedded, consents, kind, purpose, language, changes):
    call = an_accepted_case(embedded, *(consents or (purpose,)), language=language)
    step = a_step(kind, purpose, ref="5e" * 16, **changes)
    deciding.decide(call.ref, a_decision(step), embedded.keyring(PROTECTION), at=embedded.now)
    return call, step.ref


def action_of(embedded, ref, step):
    return next(one for one in actions(embedded.case(ref).written) if one.ref == step)
