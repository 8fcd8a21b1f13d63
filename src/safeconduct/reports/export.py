"""Everything of ours, in open formats: what the export holds, and what it says about itself.

Entries are JSON Lines with the signed bytes, so that order and authorship can be checked without this program.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safeconduct.access.presence import NOT_PROVED
from safeconduct.dossiers.card import Card
from safeconduct.dossiers.entry import EmptySlip, Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.sealed_file import SealedFile, sealed_file_from
from safeconduct.dossiers.signing import Checked
from safeconduct.vocabulary.refusal import Refusal

IDENTITY = "identity"
FILE_KINDS = ("file", "working_copy")
CARD_COLUMNS = (
    *("dossier", "codename", "stage", "received", "read_by", "urgency", "country", "needs", "source", "language"),
    *("about", "files", "read", "answered", "waiting", "last_word", "code_at_risk", "consent_changed"),
    *("themes", "unmet", "haven_due", "risk", "risk_review"),
)


@dataclass(frozen=True)
class FilePart:
    """A file of a dossier, by the number of its entry; in the archive it has no other name."""

    seq: int
    kind: str
    file: SealedFile

    @property
    def name(self) -> str:
        return f"{self.seq:06}.bin"


def refusal_to_exporting(*, has_proved: bool, reason: str, has_compartments: bool) -> Refusal | None:
    if not has_compartments:
        return Refusal("Your post belongs to no compartment, so there is nothing to export. Ask a colleague who reads.")
    if not has_proved:
        return NOT_PROVED
    if not reason:
        return Refusal("There is no reason yet. Choose why everything leaves the house.")
    return None


def files_of(dossier: OpenDossier, signatures: Checked) -> tuple[FilePart, ...]:
    """Those whose entry is signed by whom it names: the others could point anywhere."""
    return tuple(
        FilePart(
            entry.seq,
            entry.kind,
            sealed_file_from({name: value for name, value in entry.data.items() if name != "of"}),
        )
        for entry in signatures.believed(dossier, *FILE_KINDS)
    )


def entry_lines(dossier: OpenDossier, signatures: Checked, *, with_identity: bool) -> Iterator[bytes]:
    """One line for each entry in order; a slip where it is erased, not held or left out."""
    for one in dossier.entries:
        yield _line(_told(one, signatures, with_identity=with_identity))


def _told(one: Entry | EmptySlip, signatures: Checked, *, with_identity: bool) -> dict[str, Any]:
    if isinstance(one, EmptySlip):
        return {"seq": one.seq, "day": one.day, "slip": "erased" if one.erased else "not held"}
    if one.scope == IDENTITY and not with_identity:
        return {"seq": one.seq, "day": one.at.date().isoformat(), "slip": "identity, left out"}
    return {
        "seq": one.seq,
        "scope": one.scope,
        "scope_ref": one.scope_ref,
        "kind": one.kind,
        "at": one.at.isoformat(),
        "by": {
            "kind": one.by.kind,
            "ref": one.by.ref,
            "name": one.by.name,
            "post": one.by.post,
            "post_name": one.by.post_name,
        },
        # The key opens sealed bytes on the server; the file itself lies beside this line.
        "data": {name: value for name, value in one.data.items() if not (name == "key" and one.kind in FILE_KINDS)},
        "is_signed_by_whom_it_names": one.seq not in signatures.unsigned,
        "signed_bytes": b64encode(one.statement).decode(),
        "signature": one.signature.hex(),
    }


def chain_lines(links: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The hashes over the sealed entries as they are stored, and the number at which they stop to fit, if any."""
    return map(_line, links)


def file_lines(files: Iterable[tuple[FilePart, str]]) -> Iterator[bytes]:
    """What each file was called. The second of each pair says why a file is not there, or nothing."""
    for one, missing in files:
        about = {"file": one.name, "entry": one.seq, "kind": one.kind, "original_name": one.file.name}
        said = {"media_type": one.file.kind, "bytes": one.file.size, "sha256": one.file.digest}
        yield _line({**about, **said, **({"missing": missing} if missing else {})})


def card_row(card: Card) -> dict[str, Any]:
    return {**card.facts, "dossier": card.dossier}


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def read_me(organisation: str, compartments: Iterable[str], *, with_identity: bool, at: datetime) -> bytes:
    names = (
        "Names that were given are in it: the identity of every dossier for which one was given."
        if with_identity
        else "Names that were given are NOT in it: entries of the identity are empty slips here."
    )
    return f"""EVERYTHING OF OURS: {organisation}, {at.date().isoformat()}

This is the most dangerous file that the organisation has. Nothing in it is sealed. Keep it on an encrypted disk,
never send it by mail, and destroy it when it has done its work.

What is in it
  organisation.json         the organisation, its posts, members, compartments and public keys
  cards.csv                 one line for each dossier: codename and coded facts
  dossiers/REFERENCE/       one folder for each dossier that its maker could open
    entries.jsonl           every entry in order, one JSON object a line, with what was signed and the signature
    chain.jsonl             the hashes over the sealed entries, in order
    files.jsonl             what each file was called, its kind, size and SHA-256
    files/NUMBER.bin        the files, by the number of their entry; originals may hold hidden data about their makers
  problems.txt              what could not be read, if anything could not

{names}

What is not in it
  Dossiers and scopes that were not sealed to these compartments: {", ".join(compartments)}.
  Dossiers that are hidden because the defender asked to erase them, and what was erased: only empty slips are left.
  The auditors' journal, passphrases, codes, sessions, and what other organisations hold.

How to check it
  A signature is Ed25519 over the signed bytes (base64) with the member's public_sign in organisation.json, or with
  the defender's key in the first entry. Cells of cards.csv that begin with an apostrophe would else be formulas.
""".encode()
