"""What a file holds, by its name and its first octets: a table, a page, a PDF, mails, a feed, a sitemap, an archive or a ZIP of these."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from safeconduct.observatory.collecting.archive import ArchiveCopy
from safeconduct.observatory.collecting.found_text import Waiting, rejected
from safeconduct.observatory.collecting.mail_message import mail_items
from safeconduct.observatory.collecting.mailbox_file import mailbox_items
from safeconduct.observatory.collecting.page import page_text
from safeconduct.observatory.collecting.pdf import pdf_text
from safeconduct.observatory.collecting.table import csv_items, json_line_items
from safeconduct.observatory.collecting.web_archive import archive_items, xml_items

LARGEST_FILE = 70_000_000  # octets of a file that is read whole; tables, mailboxes and archives are read piece by piece
MOST_IN_ZIP = 20_000
_PIECE_BY_PIECE = {
    ".jsonl": json_line_items,
    ".ndjson": json_line_items,
    ".csv": csv_items,
    ".tsv": csv_items,
    ".mbox": mailbox_items,
}
_WHOLE = {".html", ".htm", ".xhtml", ".pdf", ".eml", ".xml", ".rss", ".atom"}
KINDS = (*_PIECE_BY_PIECE, *sorted(_WHOLE), ".warc", ".warc.gz", ".zip")
UNKNOWN = f"This is no kind of file that can be read. It should end in {', '.join(KINDS)}."


def files_below(source: Path) -> Iterator[tuple[str, Path]]:
    """A file, or every file of a folder in the order of their names; links are not followed."""
    if not source.is_dir():
        yield source.name, source
        return
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(source).as_posix(), path


def items(copy: ArchiveCopy, *, seen: str) -> Iterator[Waiting]:
    """In an order that is the same each time."""
    name = copy.name.casefold()
    if name.endswith(".zip"):
        yield from _zipped(copy.path, seen)
        return
    with copy.path.open("rb") as file:
        yield from _of_file(name, file, copy.path.stat().st_size, seen)


def _of_file(name: str, file: BinaryIO, size: int, seen: str) -> Iterator[Waiting]:
    ending = PurePosixPath(name).suffix
    if name.endswith((".warc", ".warc.gz")):
        yield from archive_items(file, seen=seen)
    elif pieces := _PIECE_BY_PIECE.get(ending):
        yield from pieces(file, seen=seen)
    elif ending not in _WHOLE:
        yield rejected(UNKNOWN)
    elif size > LARGEST_FILE:
        yield rejected(f"This file is larger than {LARGEST_FILE:,} octets. Save its text alone.")
    else:
        yield from _of_whole(ending, file.read(), seen)


def _of_whole(ending: str, octets: bytes, seen: str) -> Iterator[Waiting]:
    if octets.startswith(b"%PDF") or ending == ".pdf":
        yield partial(pdf_text, octets, seen=seen)
    elif ending == ".eml":
        yield from mail_items(octets, seen=seen)
    elif ending in (".xml", ".rss", ".atom"):
        yield from xml_items(octets, seen=seen)
    else:
        yield partial(page_text, octets, seen=seen)


def _zipped(path: Path, seen: str) -> Iterator[Waiting]:
    """What unpacks to more than a file may hold is not unpacked further, whatever the ZIP says of its size."""
    try:
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield rejected("This ZIP is damaged. Fetch or pack it again.")
        return
    with packed:
        members = [member for member in packed.infolist() if not member.is_dir()]
        if len(members) > MOST_IN_ZIP:
            yield rejected(f"This ZIP holds more than {MOST_IN_ZIP:,} files. Pack them into several.")
            return
        for member in sorted(members, key=lambda one: one.filename):
            yield from _member(packed, member, seen)


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, seen: str) -> Iterator[Waiting]:
    named = member.filename[-80:]
    if member.filename.casefold().endswith((".zip", ".gz")):
        yield rejected(f"{named} is packed twice. Unpack it first.")
        return
    try:
        with packed.open(member) as file:
            octets = file.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, EOFError, OSError, NotImplementedError, RuntimeError):
        yield rejected(f"{named} is damaged or locked with a password. Pack it again.")
        return
    if len(octets) > LARGEST_FILE:
        yield rejected(f"{named} unpacks to more than {LARGEST_FILE:,} octets. Look whether it is what it seems to be.")
        return
    yield from _of_file(member.filename.casefold(), BytesIO(octets), len(octets), seen)
