"""The verbs of casework: list, open, answer, accept, note, file, reveal, give a code. Each is in the journal."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial

from django.conf import settings
from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.desk import journaling
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.access.office import Office
from safeconduct.cases.casefile import (
    CaseFile,
    casefile,
    facts_from,
    identity,
    refusal_to_accepting,
    refusal_to_answering,
    refusal_to_giving_code,
    refusal_to_noting,
    refusal_to_writing,
)
from safeconduct.cases.cleaning import cleaned
from safeconduct.cases.request_card import RequestCard, request_card
from safeconduct.dossiers.card import Card
from safeconduct.dossiers.desk import ending, filing, listing, reading, writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.sealed_file import Incoming, SealedFile, chunks_of, ending_of
from safeconduct.dossiers.signing import Checked, checked
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking, progressing
from safeconduct.intake.telling import Telling
from safeconduct.sealing.code import Code, new_code
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist


def requests(keyring: Keyring) -> tuple[RequestCard, ...]:
    """Every request and case that the keyring may see, from cards opened for this request."""
    return tuple(request_card(card) for card in listing.cards(keyring))


@transaction.atomic
def open_case(ref: str, keyring: Keyring, *, at: datetime) -> tuple[CaseFile, RequestCard]:
    """Open it and note it in the journal. The first opening is told to the defender as "read"."""
    case, dossier = _opened(ref, keyring)
    if entries := _first_reading(dossier):
        _append(dossier, keyring, entries, {"read": _minute(at)}, at=at)
        case, dossier = _opened(ref, keyring)
    _journal("DossierOpened", ref, keyring, at=at)
    return case, request_card(Card(ref, 0, facts_from(dossier, _signatures(dossier, keyring))))


@transaction.atomic
def answer(ref: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    case, dossier = _opened(ref, keyring)
    insist(refusal_to_answering(case, text))
    entries = [*_first_reading(dossier), NewEntry("messages", "answer", {"text": text})]
    read = {"read": _minute(at)} if len(entries) > 1 else {}
    _append(dossier, keyring, entries, {"answered": _minute(at), "waiting": False, **read}, at=at)
    _journal("AnswerSent", ref, keyring, at=at)


@transaction.atomic
def accept(ref: str, keyring: Keyring, *, at: datetime) -> None:
    """A request becomes a case: its stage changes, nothing is copied."""
    case, dossier = _opened(ref, keyring)
    insist(refusal_to_accepting(case))
    entries = [*_first_reading(dossier), NewEntry("messages", "accepted", {})]
    read = {"read": _minute(at)} if len(entries) > 1 else {}
    _append(dossier, keyring, entries, {"stage": "case", **read}, at=at)
    _journal("RequestAccepted", ref, keyring, at=at)


@transaction.atomic
def note(ref: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    case, dossier = _opened(ref, keyring)
    insist(refusal_to_noting(case, text))
    _append(dossier, keyring, [NewEntry("coordination", "note", {"text": text})], {}, at=at)
    _journal("NoteAdded", ref, keyring, at=at)


@transaction.atomic
def add_files(ref: str, files: tuple[SealedFile, ...], keyring: Keyring, *, at: datetime) -> None:
    _, dossier = _opened(ref, keyring)
    entries = [NewEntry("evidence_original", "file", file.as_data()) for file in files]
    _append(dossier, keyring, entries, {"files": True}, at=at)
    for file in files:
        filing.attach_file(file.ref, ref)
    _journal("FilesAdded", ref, keyring, at=at)


@transaction.atomic
def open_file(ref: str, seq: int, keyring: Keyring, *, at: datetime) -> tuple[SealedFile, Iterator[bytes]]:
    """A file and its content in chunks, never written to the disk. Raises NotFound."""
    case, _ = _opened(ref, keyring)
    file = dict(case.files).get(seq)
    if file is None:
        raise NotFound
    _journal("FileOpened", ref, keyring, at=at, note=str(seq))
    return file, chunks_of(settings.SAFECONDUCT_FILES, file)


def open_working_copy(ref: str, seq: int, keyring: Keyring, *, at: datetime) -> tuple[SealedFile, Iterator[bytes]]:
    """The copy without hidden data, made when it is first asked for. Raises Refused when it cannot be made."""
    with transaction.atomic():
        case, _ = _opened(ref, keyring)
    if seq not in dict(case.files):
        raise NotFound
    if seq not in case.working_copies:
        _make_working_copy(ref, seq, dict(case.files)[seq], keyring, at=at)
    with transaction.atomic():
        case, _ = _opened(ref, keyring)
        copy = case.working_copies[seq]
        _journal("WorkingCopyOpened", ref, keyring, at=at, note=str(seq))
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
        case, dossier = _opened(ref, keyring)
        if seq not in case.working_copies:
            entry = NewEntry("evidence_working", "working_copy", {"of": seq, **copy.as_data()})
            _append(dossier, keyring, [entry], {}, at=at)
            filing.attach_file(copy.ref, ref)


@transaction.atomic
def reveal_identity(ref: str, reason: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> str:
    """The name that was given. Asks for a fresh proof of the passphrase and for a reason."""
    _, dossier = _opened(ref, keyring)
    if not has_proved:
        insist(Refusal("That passphrase did not match. Type your own passphrase again."))
    if not reason:
        insist(Refusal("There is no reason yet. Choose why you need the name now."))
    _journal("IdentityRevealed", ref, keyring, at=at, note=reason)
    return str(identity(dossier, _signatures(dossier, keyring)).get("name", ""))


@transaction.atomic
def take_down(telling: Telling, office: Office, keyring: Keyring, *, own_word: str, at: datetime) -> tuple[str, Code]:
    """A request that came by phone, message or on paper, written down by a member. The dossier and a code to read out."""
    # Whoever writes for another gets a code of their own that shows how far things are, never the messages.
    see_only(keyring.organisation)
    code, own = new_code(), own_word if telling.about == "me" else ""
    holder = Holder(code, own_word=own, staff_saw_it=True)
    receipt = asking.send(telling, (office,), holder, by=_author(keyring), at=at)
    _journal("RequestTakenDown", receipt.refs[0], keyring, at=at)
    return receipt.refs[0], code


@transaction.atomic
def give_code(ref: str, own_word: str, keyring: Keyring, *, at: datetime) -> Code:
    """A code for a defender who has none yet, to be read out or handed over once."""
    case, dossier = _opened(ref, keyring)
    insist(refusal_to_giving_code(case))
    if not own_word.strip():
        insist(Refusal("There is no own word yet. Ask the defender for a word of their choice, and type it."))
    holder = Holder(new_code(), own_word=own_word, staff_saw_it=True)
    writing.grant_messages_to_code(dossier, holder.own.public_seal)
    _append(dossier, keyring, [NewEntry("messages", "code_given", holder.arrival())], {}, at=at)
    asking.open_box(holder, (ref,))
    _journal("CodeGiven", ref, keyring, at=at)
    return holder.code


def _first_reading(dossier: OpenDossier) -> list[NewEntry]:
    """What tells the defender that somebody has read it, if nobody had."""
    return [] if dossier.written("read") else [NewEntry("messages", "read", {})]


def _opened(ref: str, keyring: Keyring) -> tuple[CaseFile, OpenDossier]:
    """Held until the transaction ends: what a verb decides by is still so when it writes.

    Raises NotFound, and Unopened when the entries that the rest stands on are not signed.
    """
    see_only(keyring.organisation)
    ending.hold_dossier(ref)
    dossier = reading.open_with_keyring(ref, keyring)
    signatures = _signatures(dossier, keyring)
    if not signatures.believed(dossier, "arrived") or not signatures.believed(dossier, "told"):
        raise Unopened
    return casefile(dossier, signatures), dossier


def _signatures(dossier: OpenDossier, keyring: Keyring) -> Checked:
    # The reader's own organisation says who its members are: the one in the row could be anybody's.
    return checked(dossier, member_key=cache(partial(_member_key, keyring.organisation)))


def _member_key(organisation: str, member: str) -> bytes | None:
    statement = directory.certified_member(organisation, member)
    return statement.public_sign if statement else None


def _append(
    dossier: OpenDossier, keyring: Keyring, entries: list[NewEntry], facts: dict[str, object], *, at: datetime
) -> None:
    signatures = _signatures(dossier, keyring)
    insist(refusal_to_writing(casefile(dossier, signatures)))
    writing.append(
        dossier.ref,
        entries,
        facts,
        held=signatures.keys_for_writing(dossier),
        codes=signatures.own_seals,
        by=_author(keyring),
        at=at,
    )
    if any(entry.scope == "messages" for entry in entries):
        progressing.tell(dossier.ref, reading.open_with_keyring(dossier.ref, keyring).written())


def _author(keyring: Keyring) -> Author:
    return Author("member", keyring.member, keyring.member_name, keyring.post, keyring.post_name, keyring.identity)


def _journal(event: str, ref: str, keyring: Keyring, *, at: datetime, note: str = "") -> None:
    journaling.journal(keyring.organisation, Line(event, ref, keyring.member, keyring.post, at, note), on=at.date())


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
