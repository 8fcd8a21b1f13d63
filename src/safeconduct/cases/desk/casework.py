"""The verbs of casework: list, open, answer, accept, note, file, reveal, give a code. Each is in the journal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from safeconduct.access.desk.seeing import see_only, seeing_only
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.access.office import Office
from safeconduct.access.presence import refusal_without_proof
from safeconduct.cases.casefile import (
    CaseFile,
    facts_from,
    names,
    refusal_to_accepting,
    refusal_to_answering,
    refusal_to_giving_code,
    refusal_to_noting,
    refusal_to_revealing_for,
    refusal_to_writing,
)
from safeconduct.cases.cleaning import cleaned
from safeconduct.cases.coded_fact import CodedFact, refusal_to_confirming
from safeconduct.cases.desk.holding_back import hold_back_links
from safeconduct.cases.desk.opening import append, author, in_one_transaction, journal, opened
from safeconduct.cases.file_origin import FileOrigin, refusal_to_origin
from safeconduct.cases.request_card import RequestCard, request_card
from safeconduct.cases.shared_card import SharedCard, shared_card
from safeconduct.dossiers import lookup
from safeconduct.dossiers.card import Card
from safeconduct.dossiers.desk import filing, finding, listing, reaching, writing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.finding import wanted
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.sealed_file import Incoming, SealedFile, chunks_of, ending_of
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking
from safeconduct.intake.telling import Telling
from safeconduct.sealing.code import Code, new_code
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist

UNPUBLISHED = FileOrigin()


def cards(keyring: Keyring, *, at: datetime) -> tuple[tuple[RequestCard, ...], tuple[SharedCard, ...]]:
    """Every request and case that the keyring holds, and what others share with it, opened for this request."""
    known = listing.cards(keyring, on=at.date())
    held = tuple(request_card(card) for card in known if not card.is_shared)
    shared = tuple(shared_card(card) for card in known if card.is_shared)
    return held, tuple(card for card in shared if card.until >= at.date())


@dataclass(frozen=True)
class Found:
    """How many requests, cases and shares of others fit, and those of one page, the newest first."""

    total: int
    cards: tuple[RequestCard | SharedCard, ...]


def came(card: RequestCard | SharedCard) -> datetime:
    """By which the newest come first."""
    return card.since if isinstance(card, SharedCard) else card.received


def are_many(keyring: Keyring) -> bool:
    """Whether there are so many cards that a page should not open all of them unasked."""
    with seeing_only(keyring.organisation):
        return lookup.have_more_cards_than_a_segment(keyring.compartments)


MOST_CARDS = 200
"""Of a list that is too long to be opened whole, so many of the newest cards of a country are looked at."""


@dataclass(frozen=True)
class CountryCards:
    """`is_cut`: the list is too long to be opened whole, and only the newest cards of the country are here."""

    cards: tuple[RequestCard, ...]
    is_cut: bool


def cards_for(country: str, keyring: Keyring, *, at: datetime) -> CountryCards:
    """The cards to count from for somebody who looks at a country: all of them, or of a long list its newest ones."""
    if not are_many(keyring):
        return CountryCards(cards(keyring, at=at)[0], is_cut=False)
    found = find(keyring, country, first=0, count=MOST_CARDS, at=at).cards
    return CountryCards(tuple(card for card in found if isinstance(card, RequestCard)), is_cut=True)


def find(keyring: Keyring, words: str, *, stage: str = "", first: int, count: int, at: datetime) -> Found:
    """Those on whose card every word stands: codename, country code, need, confirmed kind or group, theme, language
    or source, and of a share the office."""
    found = finding.find(keyring, wanted(words, stage), first=first, count=count, on=at.date())
    return Found(found.total, tuple(shared_card(one) if one.is_shared else request_card(one) for one in found.cards))


@in_one_transaction
def open_case(ref: str, keyring: Keyring, *, at: datetime) -> tuple[CaseFile, RequestCard]:
    """Open it and note it in the journal. The first opening is told to the defender as "read"."""
    one = opened(ref, keyring)
    # A reader whose certificate is over may read on, but cannot say so in a way that counts; and what was changed
    # outside the program is shown, and not written into.
    cannot_say_so = refusal_to_signing(keyring) or refusal_to_writing(one.case)
    if (entries := _first_reading(one.dossier)) and not cannot_say_so:
        append(one, keyring, entries, at=at)
        one = opened(ref, keyring)
    if not cannot_say_so and hold_back_links(one, keyring, at=at):
        one = opened(ref, keyring)
    reaching.keep_reach(one.dossier, keyring)
    journal("DossierOpened", ref, keyring, at=at, reach=None if one.case.was_changed else one.dossier.end)
    return one.case, request_card(Card(ref, 0, facts_from(one.signatures.believed(one.dossier))))


@in_one_transaction
def answer(ref: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_answering(one.case, text))
    entries = [*_first_reading(one.dossier), NewEntry("messages", "answer", {"text": text})]
    reach = append(one, keyring, entries, at=at)
    journal("AnswerSent", ref, keyring, at=at, reach=reach)


@in_one_transaction
def accept(ref: str, keyring: Keyring, *, at: datetime) -> None:
    """A request becomes a case: its stage changes, nothing is copied."""
    one = opened(ref, keyring)
    insist(refusal_to_accepting(one.case))
    entries = [*_first_reading(one.dossier), NewEntry("messages", "accepted", {})]
    reach = append(one, keyring, entries, at=at)
    journal("RequestAccepted", ref, keyring, at=at, reach=reach)


@in_one_transaction
def note(ref: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_noting(one.case, text))
    reach = append(one, keyring, [NewEntry("coordination", "note", {"text": text})], at=at)
    journal("NoteAdded", ref, keyring, at=at, reach=reach)


@in_one_transaction
def add_files(
    ref: str, files: tuple[SealedFile, ...], keyring: Keyring, *, origin: FileOrigin = UNPUBLISHED, at: datetime
) -> None:
    """`origin`: where all of these files were published."""
    one = opened(ref, keyring)
    insist(refusal_to_origin(origin, today=at.date()))
    entries = [NewEntry("evidence_original", "file", file.as_data()) for file in files]
    entries += [origin.written_for(file.ref for file in files)] if origin else []
    reach = append(one, keyring, entries, at=at)
    for file in files:
        filing.attach_file(file.ref, ref)
    journal("FilesAdded", ref, keyring, at=at, reach=reach)


@in_one_transaction
def open_file(ref: str, seq: int, keyring: Keyring, *, at: datetime) -> tuple[SealedFile, Iterator[bytes]]:
    """A file and its content in chunks, never written to the disk. Raises NotFound."""
    case = opened(ref, keyring).case
    file = dict(case.files).get(seq)
    if file is None:
        raise NotFound
    journal("FileOpened", ref, keyring, at=at, note=str(seq))
    return file, chunks_of(settings.SAFECONDUCT_FILES, file)


def open_working_copy(ref: str, seq: int, keyring: Keyring, *, at: datetime) -> tuple[SealedFile, Iterator[bytes]]:
    """The copy without hidden data, made when it is first asked for. Raises Refused when it cannot be made."""
    with transaction.atomic():
        case = opened(ref, keyring).case
    if seq not in dict(case.files):
        raise NotFound
    if seq not in case.working_copies:
        _make_working_copy(ref, seq, dict(case.files)[seq], keyring, at=at)
    with transaction.atomic():
        case = opened(ref, keyring).case
        copy = case.working_copies[seq]
        journal("WorkingCopyOpened", ref, keyring, at=at, note=str(seq))
    return copy, chunks_of(settings.SAFECONDUCT_FILES, copy)


def _make_working_copy(ref: str, seq: int, original: SealedFile, keyring: Keyring, *, at: datetime) -> None:
    """Outside any transaction: it may take half a minute, and nobody else should wait for it."""
    content = cleaned(b"".join(chunks_of(settings.SAFECONDUCT_FILES, original)), ending_of(original.name))
    if content is None:
        insist(Refusal("No cleaned copy can be made of this file. Use the original, on a machine without a network."))
        return
    incoming = Incoming(settings.SAFECONDUCT_FILES, original.name, original.kind)
    incoming.push(content)
    copy = incoming.finish()
    with transaction.atomic():
        one = opened(ref, keyring)
        if seq not in one.case.working_copies:
            entry = NewEntry("evidence_working", "working_copy", {"of": seq, **copy.as_data()})
            append(one, keyring, [entry], at=at)
            filing.attach_file(copy.ref, ref)
            journal("WorkingCopyMade", ref, keyring, at=at, note=str(seq))


def reveal_identity(ref: str, reason: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> dict[str, str]:
    """The names that were given, see `names`. Asks for a fresh proof of the passphrase, whose lack is in the journal, and a reason."""
    with transaction.atomic():
        one = opened(ref, keyring)
        if has_proved:
            insist(refusal_to_revealing_for(reason))
        journal("IdentityRevealed" if has_proved else "RevealRefused", ref, keyring, at=at, note=reason)
    insist(refusal_without_proof(has_proved=has_proved))
    return names(one.dossier, one.signatures)


@transaction.atomic
def take_down(
    telling: Telling,
    office: Office,
    keyring: Keyring,
    *,
    own_word: str,
    facts: tuple[CodedFact, ...] = (),
    at: datetime,
) -> tuple[str, Code]:
    """A request that came by phone, message or on paper, written down by a member. The dossier and a code to read out.

    `facts` are what the member has confirmed of it.
    """
    # Whoever writes for another gets a code of their own that shows how far things are, never the messages.
    see_only(keyring.organisation)
    insist(refusal_to_confirming(facts))
    telling = replace(telling, coded=tuple(fact.as_data() for fact in facts))
    code, own = new_code(), own_word if telling.about == "me" else ""
    holder = Holder(code, own_word=own, staff_saw_it=True)
    receipt = asking.send(telling, (office,), holder, by=author(keyring), at=at)
    journal("RequestTakenDown", receipt.refs[0], keyring, at=at)
    return receipt.refs[0], code


@in_one_transaction
def give_code(ref: str, own_word: str, keyring: Keyring, *, at: datetime) -> Code:
    """A code for a defender who has none yet, to be read out or handed over once."""
    one = opened(ref, keyring)
    insist(refusal_to_giving_code(one.case))
    if not own_word.strip():
        insist(Refusal("There is no own word yet. Ask the person for a word of their choice, and type it."))
    holder = Holder(new_code(), own_word=own_word, staff_saw_it=True)
    writing.grant_messages_to_code(one.dossier, holder.own.public_seal)
    reach = append(one, keyring, [NewEntry("messages", "code_given", holder.arrival())], at=at)
    asking.open_box(holder, (ref,))
    journal("CodeGiven", ref, keyring, at=at, reach=reach)
    return holder.code


def _first_reading(dossier: OpenDossier) -> list[NewEntry]:
    """What tells the defender that somebody has read it, if nobody had."""
    return [] if dossier.written("read") else [NewEntry("messages", "read", {})]
