"""Read the journal, sign its checkpoints and compare with them. Only an organisation's auditors do."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from safeconduct.access import lookup
from safeconduct.access.certificate import MemberStatement
from safeconduct.access.checkpoint import (
    Checkpoint,
    CheckpointNote,
    Finding,
    compared_note,
    compared_words,
    is_due,
    misread_in_words,
    refusal_to_comparing,
    refusal_to_signing,
    standing,
)
from safeconduct.access.desk.holding import hold_organisation
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.seeing import see_only, seeing_only
from safeconduct.access.inspection import OpenedLine
from safeconduct.access.journal import Chain, Line, SealedLine, chain_of, line_from, where
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import Compartment, CompartmentEpoch, JournalCheckpoint, JournalLine
from safeconduct.sealing.code import Misread
from safeconduct.sealing.hash_words import hash_start
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.padding import unpad
from safeconduct.sealing.signed_note import Note, NoteSignature, read_note, signed_note
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refusal, Refused, insist

READING_LASTS = timedelta(hours=1)
AT_ONCE = 500


def is_auditor(keyring: Keyring) -> bool:
    """Whether they hold the newest key of the auditors' compartment: an older one is what somebody removed still has."""
    return _newest_auditors_key(keyring) is not None


def _newest_auditors_key(keyring: Keyring) -> Identity | None:
    compartment = Compartment.objects.filter(organisation=keyring.organisation, duty="auditors").first()
    if compartment is None or compartment.ref not in keyring.compartments:
        return None
    epochs = CompartmentEpoch.objects.filter(compartment=compartment.ref)
    newest = epochs.order_by("-epoch").values_list("epoch", flat=True).first()
    return keyring.identity_of(compartment.ref, newest) if newest else None


def insist_on_auditor(keyring: Keyring) -> None:
    """Raises NotFound: for everybody else there is no journal."""
    if not is_auditor(keyring):
        raise NotFound


@transaction.atomic
def begin_reading(keyring: Keyring, *, session: str, at: datetime) -> None:
    """Write that the journal is read, once an hour for each session. Raises NotFound for whoever is no auditor."""
    insist_on_auditor(keyring)
    see_only(keyring.organisation)
    hold_organisation(keyring.organisation)
    session_ref, since = session[:32], at - READING_LASTS
    recent = JournalLine.objects.filter(organisation=keyring.organisation, day__gte=since.date()).order_by("-seq")
    for opened in _opened(keyring, recent):
        line = opened.line
        if line and line.at <= since:
            break
        if line and (line.event, line.member, line.object_ref) == ("JournalRead", keyring.member, session_ref):
            return
    journal(keyring.organisation, Line("JournalRead", session_ref, keyring.member, keyring.post, at), on=at.date())


def lines(keyring: Keyring, *, from_day: date | None, to_day: date | None) -> tuple[OpenedLine, ...]:
    """The lines of these days, newest first, with a day more at both ends: their days are those of UTC."""
    insist_on_auditor(keyring)
    rows = JournalLine.objects.filter(organisation=keyring.organisation).order_by("-seq")
    if from_day and from_day > date.min:
        rows = rows.filter(day__gte=from_day - timedelta(days=1))
    if to_day and to_day < date.max:
        rows = rows.filter(day__lte=to_day + timedelta(days=1))
    with seeing_only(keyring.organisation):
        return tuple(_opened(keyring, rows))


def _opened(keyring: Keyring, rows: QuerySet[JournalLine]) -> Iterator[OpenedLine]:
    auditors = _auditors_in(keyring)
    for seq, day, sealed in rows.values_list("seq", "day", "sealed").iterator(chunk_size=AT_ONCE):
        yield OpenedLine(seq, day, _line(bytes(sealed), where(keyring.organisation, seq), auditors))


def _auditors_in(keyring: Keyring) -> list[Identity]:
    """All the auditors' keys that are held, the newest first."""
    duties = dict(Compartment.objects.filter(ref__in=keyring.compartments).values_list("ref", "duty"))
    held = sorted(keyring.epochs, key=lambda one: one.epoch, reverse=True)
    return [one.identity for one in held if duties[one.compartment] == "auditors"]


def _line(sealed: bytes, at: bytes, auditors: list[Identity]) -> Line | None:
    for one in auditors:
        try:
            return line_from(unpad(one.unwrap(sealed, at)))
        except Unopened:
            continue
    return None


# Checkpoints


def chain(organisation: str) -> Chain:
    """Every hash is computed anew; no key is needed. Outside of a transaction, since it may take seconds."""
    rows = JournalLine.objects.filter(organisation=organisation).order_by("seq")
    columns = rows.values_list("seq", "day", "before", "hash", "sealed").iterator(chunk_size=AT_ONCE)
    lines = (
        SealedLine(seq, day.isoformat(), bytes(before), bytes(link), bytes(sealed))
        for seq, day, before, link, sealed in columns
    )
    with seeing_only(organisation):
        return chain_of(organisation, lines)


def kept_checkpoints(organisation: str) -> tuple[CheckpointNote, ...]:
    """The newest first."""
    signers = lookup.certified_statements(organisation)
    kept = []
    with seeing_only(organisation):
        rows = list(JournalCheckpoint.objects.filter(organisation=organisation).order_by("-size"))
    for row in rows:
        checkpoint = Checkpoint(organisation, row.size, bytes(row.hash))
        note = Note(checkpoint.text(), (NoteSignature(checkpoint.origin, bytes(row.signature)),))
        kept.append(CheckpointNote(checkpoint, row.made_on, note, _signer(note, checkpoint.origin, signers)))
    return tuple(kept)


def _signer(note: Note, name: str, signers: tuple[MemberStatement, ...]) -> str | None:
    """The member whose certified key signed the note under the journal's name."""
    return next(
        (
            one.member
            for one in signers
            for line in note.signatures
            if line.name == name and line.is_by(one.public_sign, note.text)
        ),
        None,
    )


def state_of(organisation: str) -> tuple[Chain, Finding]:
    """How the journal stands by itself and beside the checkpoints that are kept here. Needs no key."""
    kept = kept_checkpoints(organisation)
    found = chain(organisation)
    return found, standing(found, kept)


def sign_checkpoint_if_due(keyring: Keyring, found: Chain, finding: Finding, *, at: datetime) -> bool:
    """Whether one was signed; none is over a journal that does not hold: the page says so, and the last one stays."""
    last = next(iter(kept_checkpoints(keyring.organisation)), None)
    if not finding.holds or not is_due(found, last, today=at.date()):
        return False
    sign_checkpoint(keyring, found, finding, at=at)
    return True


def sign_checkpoint(keyring: Keyring, found: Chain, finding: Finding, *, at: datetime) -> None:
    """Sign the last line of a chain that was just walked. Raises NotFound and Refused."""
    insist_on_auditor(keyring)
    insist(refusal_to_signing(found, finding))
    checkpoint = Checkpoint(keyring.organisation, found.length, found.hashes[-1])
    note = signed_note(checkpoint.text(), checkpoint.origin, keyring.identity)
    with transaction.atomic():
        see_only(keyring.organisation)
        _, is_new = JournalCheckpoint.objects.get_or_create(
            organisation=keyring.organisation,
            size=checkpoint.size,
            defaults={
                "hash": checkpoint.hash,
                "signature": note.signatures[0].signature,
                "made_on": at.date(),
            },
        )
        if is_new:
            size = str(checkpoint.size)
            line = Line("CheckpointSigned", keyring.organisation, keyring.member, keyring.post, at, note=size)
            journal(keyring.organisation, line, on=at.date())


def compare(keyring: Keyring, typed: str) -> Finding:
    """Whether the journal still contains what was kept as words or as a note. Raises NotFound and Refused."""
    insist_on_auditor(keyring)
    note = read_note(typed)
    if note is not None:
        return compare_note(keyring.organisation, note)
    insist(refusal_to_comparing(typed))
    try:
        start = hash_start(typed)
    except Misread as misread:
        raise Refused(Refusal(misread_in_words(misread))) from None
    return compared_words(start, chain(keyring.organisation))


def compare_note(organisation: str, note: Note) -> Finding:
    """The same for a note, without any key."""
    name = Checkpoint(organisation, 0, b"").origin
    signer = _signer(note, name, lookup.certified_statements(organisation))
    names = lookup.member_names(organisation)
    return compared_note(
        note, organisation, chain(organisation), signer=names.get(signer, "a former member") if signer else None
    )
