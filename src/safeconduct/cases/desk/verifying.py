"""The verbs of verifying: add a source, ask it, record what it says, doubt it, plan the next check, let others reuse it."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.holding_back import look_at_links
from safeconduct.cases.desk.naming import refusal_to_telling
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.incident import incidents
from safeconduct.cases.reuse import refusal_to_reusing, reused_as_data, shares_with
from safeconduct.cases.source import Source, origin_of, refusal_to_adding_source, sources
from safeconduct.cases.verification import (
    Verification,
    VerificationCheck,
    refusal_to_doubting,
    refusal_to_next_check,
    refusal_to_verifying,
    verification_as_data,
    verifications,
)
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE, ScopeKey
from safeconduct.intake.consent import Share
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist


@transaction.atomic
def add_source(ref: str, source: Source, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_adding_source(source, sources(one.case.written)))
    data = {"source": source.ref, "name": source.name, "basis": source.basis, "heard_from": source.heard_from}
    added = {**data, "may_be_named": source.may_be_named, "words": source.words}
    append(one, keyring, [NewEntry("sources", "source_added", added)], at=at)
    look_at_links(ref, keyring, at=at)
    journal("SourceAdded", ref, keyring, at=at)


@transaction.atomic
def refusal_to_question(ref: str, source: str, text: str, keyring: Keyring, *, at: datetime) -> Refusal | None:
    """Why this may not be said to the source: asked before the preview, which shows exactly what will be said."""
    found = refusal_to_telling(opened(ref, keyring), source, text)
    journal("DossierOpened", ref, keyring, at=at)
    return found


@transaction.atomic
def ask_source(ref: str, source: str, target: str, text: str, by: date, keyring: Keyring, *, at: datetime) -> None:
    """Writes down what the source is told, word for word, before somebody calls or meets them."""
    one = opened(ref, keyring)
    insist(refusal_to_telling(one, source, text))
    insist(refusal_to_next_check(by, on=at.date()))
    asked = {"question": new_ref(), "source": source, "target": target, "text": text, "by": by.isoformat()}
    append(one, keyring, [NewEntry("sources", "source_asked", asked)], at=at)
    journal("SourceAsked", ref, keyring, at=at)


@transaction.atomic
def record_verification(ref: str, result: Verification, words: str, keyring: Keyring, *, at: datetime) -> None:
    """The grades are a decision; how it was said stays with the sources."""
    one = opened(ref, keyring)
    known = sources(one.case.written)
    insist(refusal_to_verifying(result, incidents(one.case.written), known, on=at.date()))
    data = {**verification_as_data(result), "origin": origin_of(result.source, {one.ref: one for one in known})}
    entries = [NewEntry("decisions", "verification", data)]
    if words.strip():
        entries.append(NewEntry("sources", "source_words", {"verification": result.ref, "words": words}))
    append(one, keyring, entries, at=at)
    journal("VerificationRecorded", ref, keyring, at=at)


@transaction.atomic
def doubt_verification(
    ref: str, verification: str, text: str, keyring: Keyring, *, retracted: bool, at: datetime
) -> None:
    """The same words go to every organisation that reuses the result and still reads the share."""
    one = opened(ref, keyring)
    insist(refusal_to_doubting(verifications(one.case.written), verification, text))
    doubt = {"verification": verification, "text": text, "retracted": retracted}
    append(one, keyring, [NewEntry("decisions", "verification_doubted", doubt)], at=at)
    given_in = shares_with(one.case.written, verification)
    for share in one.case.sharing.shares:
        if share.ref in given_in and share.reads_on(at.date()):
            told = NewEntry(SHARE, "verification_doubted", {"share": share.ref, **doubt})
            append(opened(ref, keyring), keyring, [told], channel=_channel(one, share), at=at)
    journal("VerificationDoubted", ref, keyring, at=at)


@transaction.atomic
def plan_check(ref: str, check: VerificationCheck, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_next_check(date.fromisoformat(check.by), on=at.date()))
    append(one, keyring, [NewEntry("decisions", "next_check", {"step": check.step, "by": check.by})], at=at)
    journal("VerificationCheckPlanned", ref, keyring, at=at)


@transaction.atomic
def let_reuse(ref: str, verification: str, share: str, keyring: Keyring, *, at: datetime) -> None:
    """Write the result into the channel of a share. Raises NotFound."""
    one = opened(ref, keyring)
    written = one.case.written
    found = next((result for result in verifications(written) if result.ref == verification), None)
    made = one.case.sharing.share(share)
    if found is None or made is None or not made.reads_on(at.date()):
        raise NotFound
    insist(refusal_to_reusing(found, made, written, on=at.date()))
    about = next((incident for incident in incidents(written) if incident.ref == found.target), None)
    source = next((source for source in sources(written) if source.ref == found.source), None)
    given = {"share": share, **reused_as_data(found, about, source)}
    append(one, keyring, [NewEntry(SHARE, "verification_shared", given)], channel=_channel(one, made), at=at)
    journal("VerificationShared", ref, keyring, at=at, note=made.terms.organisation)


def _channel(one: Opened, share: Share) -> ScopeKey:
    return next(key for key in one.dossier.scope_keys if key.name == SHARE and key.ref in share.scope_refs)
