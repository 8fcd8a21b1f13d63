"""What another organisation shares with us: open it, open its files, write back. Never more than was shared."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction

from safeconduct.access.desk.seeing import see_only
from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import refusal_to_revealing
from safeconduct.cases.desk.opening import author, journal, keys_of_members
from safeconduct.cases.received import Received, received
from safeconduct.dossiers.desk import ending, reading, writing
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import SHARE
from safeconduct.dossiers.sealed_file import SealedFile, chunks_of
from safeconduct.dossiers.signing import Checked, checked_share
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist


@transaction.atomic
def open_received(ref: str, keyring: Keyring, *, at: datetime) -> Received:
    """What was shared. The first opening leaves a receipt for the office that shared it. Raises NotFound."""
    dossier, letter, signatures = _opened(ref, keyring, at=at)
    if not any(entry.data["share"] == letter.data["share"] for entry in dossier.written("share_received")):
        _append(dossier, letter, "share_received", {}, keyring, at=at)
        dossier, letter, signatures = _opened(ref, keyring, at=at)
    journal("ShareOpened", ref, keyring, at=at)
    return received(dossier, letter, signatures)


@transaction.atomic
def write_back(ref: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    dossier, letter, _signatures = _opened(ref, keyring, at=at)
    if not text.strip():
        insist(Refusal("Nothing is written yet. Write a sentence, then send it."))
    _append(dossier, letter, "share_note", {"text": text}, keyring, at=at)
    journal("PartnerWrittenTo", ref, keyring, at=at, note=letter.data["from"])


@transaction.atomic
def open_file(ref: str, seq: int, keyring: Keyring, *, at: datetime) -> tuple[SealedFile, Iterator[bytes]]:
    """Raises NotFound."""
    dossier, letter, signatures = _opened(ref, keyring, at=at)
    file = dict(received(dossier, letter, signatures).files).get(seq)
    if file is None:
        raise NotFound
    journal("SharedFileOpened", ref, keyring, at=at, note=str(seq))
    return file, chunks_of(settings.SAFECONDUCT_FILES, file)


@transaction.atomic
def reveal_name(ref: str, reason: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> str:
    """The name, if it was shared. Asks for a fresh proof of the passphrase and for a reason, as at home."""
    dossier, letter, signatures = _opened(ref, keyring, at=at)
    insist(refusal_to_revealing(reason, has_proved=has_proved))
    if "identity" not in letter.data["parts"]:
        raise NotFound
    journal("SharedIdentityRevealed", ref, keyring, at=at, note=reason)
    return received(dossier, letter, signatures).name


def _opened(ref: str, keyring: Keyring, *, at: datetime) -> tuple[OpenDossier, Entry, Checked]:
    """Held until the transaction ends. Raises NotFound also when no letter vouches for the share, or its last day has passed."""
    see_only(keyring.organisation)
    ending.hold_dossier(ref)
    dossier = reading.open_shared(ref, keyring, on=at.date())
    letters = [entry for entry in dossier.written("share_letter") if _is_for(entry, dossier, keyring, at=at)]
    if not letters:
        raise NotFound
    newest = letters[-1]
    member_keys = keys_of_members(newest.data["from"], keyring.organisation)
    signatures = checked_share(dossier, newest, member_keys=member_keys)
    if newest.seq in signatures.unsigned:
        raise NotFound
    return dossier, newest, signatures


def _is_for(letter: Entry, dossier: OpenDossier, keyring: Keyring, *, at: datetime) -> bool:
    """The letter names the organisation that holds the dossier, one of our compartments, and a day not yet past."""
    data = letter.data
    ours = data["organisation"] == keyring.organisation and data["compartment"] in keyring.compartments
    return ours and data["from"] == dossier.organisation and at.date().isoformat() <= data["until"]


def _append(
    dossier: OpenDossier, letter: Entry, kind: str, data: dict[str, object], keyring: Keyring, *, at: datetime
) -> None:
    channel = next(key for key in dossier.scope_keys if key.ref == letter.scope_ref)
    entry = NewEntry(SHARE, kind, {"share": letter.data["share"], **data})
    writing.append(dossier.ref, [entry], {}, held=(), channel=channel, by=author(keyring), at=at)
