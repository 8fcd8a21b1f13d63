"""A case of the frozen instance on its way: accepted, its risk assessed, and a step decided on."""

from datetime import timedelta

from django.db import transaction

from safeconduct.cases.account import Account
from safeconduct.cases.action import actions
from safeconduct.cases.desk import casework, deciding
from safeconduct.cases.desk.opening import append, opened
from safeconduct.dossiers.entry import NewEntry
from safeconduct.guidance.register import action_kinds
from tests.builders import a_telling
from tests.embedded import PROTECTION
from tests.rules.cases.protecting import a_decision, a_risk, a_step


def an_accepted_case(embedded, *consents, language="en", country="", has_risk=True):
    """A call whose defender ticked these purposes; accepted, and assessed until three weeks from now."""
    asked = f"accepted {consents} {language} {country} {has_risk}"
    return embedded.grown(asked, lambda: _accepted(embedded, consents, language, country, has_risk))


def _accepted(embedded, consents, language, country, has_risk):
    call = embedded.call(telling=a_telling(consents=consents, language=language, country=country))
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


WRITTEN = {
    "day": "2026-04-16",
    "moment": "2026-04-16 09:30 Africa/Nairobi",
    "number": "12",
    "amount": "500 EUR",
    "link": "https://example.org/text",
}


def written(asked):
    """What an officer fills in, by its type; files are left out where they may be."""
    kept = [one for one in asked if not (one.optional and one.type == "file")]
    return {
        one.name: next(iter(one.choices)) if one.choices else WRITTEN.get(one.type, f"Written of {one.name}.")
        for one in kept
    }


def an_account(kind, *, on, **changes):
    """All that a kind asks for of a step that was done."""
    kind = action_kinds()[kind]
    whole = {
        "result": "done",
        "on": on,
        "reply": "They promised to look at it.",
        "inputs": written(kind.inputs),
        "shown": written(kind.evidence),
        "met": frozenset(one.says for one in kind.preconditions),
    }
    return Account(**{**whole, **changes})


def typed(kind, *, on, **changes):
    """The same as the fields of the page."""
    fields = {"go": "take", "take-result": "done", "take-on": on.isoformat(), "take-met": []}
    kind = action_kinds()[kind]
    fields["take-met"] = [one.says for one in kind.preconditions]
    for part, asked in (("input", kind.inputs), ("shown", kind.evidence)):
        types = {one.name: one.type for one in asked}
        for name, value in written(asked).items():
            fields |= _as_fields(f"take-{part}_{name}", types[name], value)
    return {**fields, **changes}


def _as_fields(name, type_, value):
    if type_ == "moment":
        return dict(zip((f"{name}_day", f"{name}_hour", f"{name}_zone"), value.split(), strict=True))
    if type_ == "amount":
        return dict(zip((name, f"{name}_currency"), value.split(), strict=True))
    return {name: value}
