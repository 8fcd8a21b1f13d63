"""What another organisation shares with us: open it, open its files, write back. Never more than was shared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from safeconduct.access.desk.seeing import see_only
from safeconduct.access.keyring import Keyring
from safeconduct.access.presence import refusal_without_proof
from safeconduct.cases.casefile import refusal_to_revealing_for
from safeconduct.cases.desk.counting_once import insist_on_first_time
from safeconduct.cases.desk.opening import author, journal, keys_of_members
from safeconduct.cases.received import Received, received
from safeconduct.cases.sharing import refusal_to_writing_to_partner
from safeconduct.dossiers.desk import ending, reading, writing
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import SHARE
from safeconduct.dossiers.sealed_file import SealedFile, chunks_of
from safeconduct.dossiers.signing import Checked, checked_share
from safeconduct.vocabulary.refusal import NotFound, insist


@dataclass(frozen=True)
class _Opened:
    """A dossier that is shared with the reader; `letters` are what came with each share, newest first, never empty."""

    dossier: OpenDossier = field(repr=False)
    letters: tuple[Entry, ...] = field(repr=False)
    signatures: Checked = field(repr=False)

    def as_received(self) -> Received:
        return received(self.dossier, self.letters, self.signatures)


@transaction.atomic
def open_received(ref: str, keyring: Keyring, *, at: datetime) -> Received:
    """What was shared. The first opening leaves a receipt for the office that shared it. Raises NotFound."""
    one = _opened(ref, keyring, at=at)
    told = {entry.data["share"] for entry in one.dossier.written("share_received")}
    unread = [letter for letter in one.letters if letter.data["share"] not in told]
    for letter in unread:
        _append(one.dossier, letter, "share_received", {}, keyring, at=at)
    if unread:
        one = _opened(ref, keyring, at=at)
    journal("ShareOpened", ref, keyring, at=at)
    return one.as_received()


@transaction.atomic
def write_back(ref: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    one = _opened(ref, keyring, at=at)
    insist(refusal_to_writing_to_partner(text))
    insist_on_first_time(at=at)
    newest = one.letters[0]
    _append(one.dossier, newest, "share_note", {"text": text}, keyring, at=at)
    journal("PartnerWrittenTo", ref, keyring, at=at, note=newest.data["from"])


@transaction.atomic
def open_file(ref: str, seq: int, keyring: Keyring, *, at: datetime) -> tuple[SealedFile, Iterator[bytes]]:
    """Raises NotFound."""
    file = dict(_opened(ref, keyring, at=at).as_received().files).get(seq)
    if file is None:
        raise NotFound
    journal("SharedFileOpened", ref, keyring, at=at, note=str(seq))
    return file, chunks_of(settings.SAFECONDUCT_FILES, file)


def reveal_name(ref: str, reason: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> str:
    """The name, if it was shared. Asks for a fresh proof of the passphrase, whose lack is in the journal, and a reason."""
    with transaction.atomic():
        one = _opened(ref, keyring, at=at).as_received()
        if not one.has_name:
            raise NotFound
        if has_proved:
            insist(refusal_to_revealing_for(reason))
        journal("SharedIdentityRevealed" if has_proved else "RevealRefused", ref, keyring, at=at, note=reason)
    insist(refusal_without_proof(has_proved=has_proved))
    return one.name


def _opened(ref: str, keyring: Keyring, *, at: datetime) -> _Opened:
    """Held until the transaction ends. Raises NotFound also when no letter vouches for the share, or its last day
    has passed."""
    see_only(keyring.organisation)
    ending.hold_dossier(ref)
    dossier = reading.open_shared(ref, keyring, on=at.date())
    letters = [entry for entry in reversed(dossier.written("share_letter")) if _is_for(entry, dossier, keyring, at=at)]
    signatures = checked_share(
        dossier,
        letters,
        sharer_keys=keys_of_members(dossier.organisation),
        recipient_keys=keys_of_members(keyring.organisation),
    )
    signed = tuple(letter for letter in letters if letter.seq not in signatures.unsigned)
    if not signed:
        raise NotFound
    return _Opened(dossier, signed, signatures)


def _is_for(letter: Entry, dossier: OpenDossier, keyring: Keyring, *, at: datetime) -> bool:
    """The letter comes from the organisation that holds the dossier, never the reader's own, and names one of the
    reader's compartments and a day not yet past."""
    data = letter.data
    is_from_holder = data["from"] == dossier.organisation != keyring.organisation
    is_ours = data["organisation"] == keyring.organisation and data["compartment"] in keyring.compartments
    return is_from_holder and is_ours and at.date().isoformat() <= data["until"]


def _append(
    dossier: OpenDossier, letter: Entry, kind: str, data: dict[str, object], keyring: Keyring, *, at: datetime
) -> None:
    channel = next(key for key in dossier.scope_keys if key.ref == letter.scope_ref)
    entry = NewEntry(SHARE, kind, {"share": letter.data["share"], **data})
    writing.append(dossier.ref, [entry], {}, held=(), channel=channel, by=author(keyring), at=at)
