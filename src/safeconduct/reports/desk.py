"""Export everything that a keyring opens: one line in the journal, then a stream of parts, opened one by one."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.desk import journaling
from safeconduct.access.desk.seeing import see_only, seeing_only
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import keys_of_members
from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import listing, reading
from safeconduct.dossiers.sealed_file import chunks_of
from safeconduct.dossiers.signing import checked
from safeconduct.reports import export
from safeconduct.reports import lookup as ours
from safeconduct.reports.export import FilePart
from safeconduct.reports.table import csv_lines
from safeconduct.reports.zip_stream import Part, zipped
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, insist

_GONE = "the sealed bytes are gone or were changed"


@transaction.atomic
def export_everything(
    keyring: Keyring, reason: str, *, with_identity: bool, has_proved: bool, at: datetime
) -> Iterator[bytes]:
    """A ZIP in pieces. The journal's line is written before the first of them."""
    insist(
        export.refusal_to_exporting(has_proved=has_proved, reason=reason, has_compartments=bool(keyring.compartments))
    )
    see_only(keyring.organisation)
    note = f"{reason}, {'with' if with_identity else 'without'} names"
    line = Line("ExportMade", keyring.organisation, keyring.member, keyring.post, at, note)
    journaling.journal(keyring.organisation, line, on=at.date())
    return zipped(_seen_parts(keyring, with_identity=with_identity, at=at))


def _seen_parts(keyring: Keyring, *, with_identity: bool, at: datetime) -> Iterator[Part]:
    """The archive is made after the request's answer has begun, so it narrows what it sees by itself."""
    with seeing_only(keyring.organisation):
        yield from _parts(keyring, with_identity=with_identity, at=at)


def _parts(keyring: Keyring, *, with_identity: bool, at: datetime) -> Iterator[Part]:
    problems: list[str] = []
    compartments = sorted(directory.compartment_name(one) for one in keyring.compartments)
    name = directory.office_name(keyring.organisation)
    yield Part("README.txt", [export.read_me(name, compartments, with_identity=with_identity, at=at)])
    yield Part("organisation.json", [export.as_json(ours.organisation(keyring.organisation))])
    yield Part("cards.csv", _cards(keyring, problems, at=at))
    for ref in lookup.granted_to(keyring.compartments):
        yield from _dossier(ref, keyring, problems, with_identity=with_identity)
    if problems:
        yield Part("problems.txt", [f"{problem}\n".encode() for problem in problems])


def _cards(keyring: Keyring, problems: list[str], *, at: datetime) -> Iterator[bytes]:
    try:
        # What others share with us is theirs to export.
        cards = tuple(card for card in listing.cards(keyring, on=at.date()) if not card.is_shared)
    except Unopened:
        cards = ()
        problems.append("cards.csv: a list of cards was changed outside the program and does not open.")
    return csv_lines(export.CARD_COLUMNS, map(export.card_row, cards))


def _dossier(ref: str, keyring: Keyring, problems: list[str], *, with_identity: bool) -> Iterator[Part]:
    """Nothing for a dossier that was hidden meanwhile; a problem, told in the archive, for one that does not open."""
    try:
        dossier = reading.open_with_keyring(ref, keyring)
    except NotFound:
        return
    except Unopened:
        problems.append(f"{ref}: an entry was changed outside the program and does not open.")
        return
    if dossier.broken_at is not None:
        problems.append(f"{ref}: entry {dossier.broken_at} was changed outside the program.")
    if dossier.cut_short is not None:
        problems.append(f"{ref}: it had {dossier.cut_short} entries, and the last were taken away outside the program.")
    folder, signatures = f"dossiers/{ref}", checked(dossier, member_keys=keys_of_members(keyring.organisation))
    files = [(one, _opens(one)) for one in export.files_of(dossier, signatures)]
    yield Part(f"{folder}/entries.jsonl", export.entry_lines(dossier, signatures, with_identity=with_identity))
    yield Part(f"{folder}/chain.jsonl", export.chain_lines(lookup.links(ref)))
    if files:
        yield Part(f"{folder}/files.jsonl", export.file_lines((one, "" if opens else _GONE) for one, opens in files))
    for one, opens in files:
        if opens:
            yield Part(f"{folder}/files/{one.name}", _content(ref, one, problems), is_packed=False)


def _opens(one: FilePart) -> bool:
    """Whether the file opens at all, so that the list of files tells the truth before they come."""
    try:
        return next(chunks_of(settings.SAFECONDUCT_FILES, one.file), b"") is not None
    except (Unopened, FileNotFoundError):
        return False


def _content(ref: str, one: FilePart, problems: list[str]) -> Iterator[bytes]:
    try:
        yield from chunks_of(settings.SAFECONDUCT_FILES, one.file)
    except (Unopened, FileNotFoundError):
        problems.append(f"{ref}: the file {one.name} was changed outside the program and is not whole.")
