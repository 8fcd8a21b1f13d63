"""Ask for a consent, record one that two members witnessed, share on the strength of it, and end a share."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.keyring import Keyring
from safeconduct.access.presence import refusal_without_proof
from safeconduct.cases.casefile import facts_from
from safeconduct.cases.desk.opening import Opened, append, author, journal, opened
from safeconduct.cases.known_name import AT_COURT, SOMETHING_ELSE
from safeconduct.cases.shared_card import shared_facts
from safeconduct.cases.sharing import (
    refusal_to_asking,
    refusal_to_confirming,
    refusal_to_ending,
    refusal_to_sharing,
    refusal_to_terms,
    refusal_to_writing_to_partner,
)
from safeconduct.dossiers.desk import sharing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE, ScopeKey
from safeconduct.intake.consent import Terms, covering
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist
from safeconduct.vocabulary.sharing import PARTS


@transaction.atomic
def ask_consent(ref: str, terms: Terms, keyring: Keyring, *, at: datetime) -> None:
    """The question stands on the defender's page until it is answered."""
    one = opened(ref, keyring)
    insist(refusal_to_terms(terms, one.case.sharing, own=keyring.organisation, on=at.date()))
    insist(refusal_to_asking(terms, one.case.sharing, has_code=one.case.has_code))
    asked = {
        "consent": new_ref(),
        "asked_by": directory.office_name(keyring.organisation),
        **_kind(terms),
        **terms.as_data(),
    }
    append(one, keyring, [NewEntry("messages", "consent_asked", asked)], at=at)
    journal("ConsentAsked", ref, keyring, at=at)


@transaction.atomic
def witness_consent(ref: str, terms: Terms, way: str, words: str, keyring: Keyring, *, at: datetime) -> None:
    """A yes that was given another way. It counts when a second member has confirmed it."""
    one = opened(ref, keyring)
    insist(refusal_to_terms(terms, one.case.sharing, own=keyring.organisation, on=at.date()))
    if not words.strip():
        insist(Refusal("Nothing is written about the yes. Say when it was given, by whom and in which words."))
    witnessed = {"consent": new_ref(), "way": way, **_kind(terms), **terms.as_data()}
    entries = [
        NewEntry("messages", "consent_witnessed", witnessed),
        # How it was given may name people: it stays with the office, the code does not open it.
        NewEntry("sources", "consent_words", {"consent": witnessed["consent"], "text": words}),
    ]
    append(one, keyring, entries, at=at)
    journal("ConsentWitnessed", ref, keyring, at=at)


def _kind(terms: Terms) -> dict[str, str]:
    return {"recipient_kind": directory.kind_of(terms.organisation)}


@transaction.atomic
def confirm_consent(ref: str, consent: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_confirming(one.case.sharing.consent(consent), member=keyring.member))
    append(one, keyring, [NewEntry("messages", "consent_confirmed", {"consent": consent})], at=at)
    journal("ConsentConfirmed", ref, keyring, at=at)


@transaction.atomic
def share(ref: str, terms: Terms, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """Grant the parts to the other organisation through the last day. Raises Refused without a consent, Uncertified."""
    _share(opened(ref, keyring), terms, keyring, has_proved=has_proved, at=at)
    journal("ScopesShared", ref, keyring, at=at, note=terms.organisation)


@transaction.atomic
def share_as_agreed(ref: str, consent: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    one = opened(ref, keyring)
    agreed = one.case.sharing.consent(consent)
    if agreed is None:
        raise NotFound
    _share(one, agreed.terms, keyring, has_proved=has_proved, at=at)
    journal("ScopesShared", ref, keyring, at=at, note=agreed.terms.organisation)


def _share(one: Opened, terms: Terms, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    insist(refusal_to_terms(terms, one.case.sharing, own=keyring.organisation, on=at.date()))
    recipient = directory.recipient_for(terms.organisation, "requests")
    scopes = _scopes(one, terms, at=at)
    refs = frozenset(scope.ref for scope in scopes)
    kind = directory.kind_of(terms.organisation)
    insist(refusal_to_sharing(terms, one.case.sharing, kind=kind, scope_refs=refs))
    insist(refusal_without_proof(has_proved=has_proved))
    channel, told = sharing.new_channel(), facts_from(one.signatures.believed(one.dossier))
    consent = covering(terms, one.case.sharing.entries, kind=kind)
    scope_refs = [*sorted(refs), channel.ref]
    made = {"share": new_ref(), "consent": consent, "compartment": recipient.compartment, "scope_refs": scope_refs}
    entries = [NewEntry("messages", "shared", {**made, **terms.as_data()})]
    append(one, keyring, entries, at=at)
    office = directory.office_name(keyring.organisation)
    sharing.share(
        one.dossier,
        scopes,
        channel,
        recipient,
        {**made, **terms.as_data(), **_letter(one, keyring), "from_office": office, "codename": told["codename"]},
        shared_facts(terms, told, office=office, at=at),
        until=date.fromisoformat(terms.until),
        by=author(keyring),
        at=at,
    )


def _scopes(one: Opened, terms: Terms, *, at: datetime) -> tuple[ScopeKey, ...]:
    """The keys of these parts that a signature vouches for and that the recipient does not have yet."""
    names = {scope for part in terms.parts for scope in PARTS[part]}
    theirs = [share for share in one.case.sharing.shares if share.terms.organisation == terms.organisation]
    known = {scope_ref for share in theirs if share.reads_on(at.date()) for scope_ref in share.scope_refs}
    # Names of others are nobody's to share but their own.
    of_others = {
        entry.scope_ref for entry in one.signatures.believed(one.dossier, "person_name", AT_COURT, SOMETHING_ELSE)
    }
    vouched = one.signatures.keys_for_writing(one.dossier)
    return tuple(key for key in vouched if key.name in names and key.ref not in known | of_others)


def _letter(one: Opened, keyring: Keyring) -> dict[str, object]:
    """What the recipient needs to tell true entries from forged ones."""
    codes = {label: sorted(key.hex() for key in one.signatures.codes[label]) for label in ("alone", "own")}
    first = next(iter(one.signatures.believed(one.dossier, "arrived")))
    imported = int(first.data["entries"]) if first.by.kind == "import" else 0
    return {"from": keyring.organisation, "codes": codes, "imported": imported}


@transaction.atomic
def end_share(ref: str, share: str, keyring: Keyring, *, at: datetime) -> None:
    """Raises NotFound."""
    one = opened(ref, keyring)
    made = one.case.sharing.share(share)
    if made is None:
        raise NotFound
    insist(refusal_to_ending(made))
    append(one, keyring, [NewEntry("messages", "share_ended", {"share": share})], at=at)
    sharing.end_share(ref, made.compartment, made.scope_refs, at=at)
    journal("ShareEnded", ref, keyring, at=at, note=made.terms.organisation)


@transaction.atomic
def write_to_partner(ref: str, share: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    """A line in the channel of a share: both organisations read it, the defender's code does not."""
    one = opened(ref, keyring)
    made = one.case.sharing.share(share)
    if made is None or not made.reads_on(at.date()):
        raise NotFound
    channel = next(key for key in one.dossier.scope_keys if key.name == SHARE and key.ref in made.scope_refs)
    insist(refusal_to_writing_to_partner(text))
    entry = NewEntry(SHARE, "share_note", {"share": share, "text": text})
    append(one, keyring, [entry], channel=channel, at=at)
    journal("PartnerWrittenTo", ref, keyring, at=at, note=made.terms.organisation)
