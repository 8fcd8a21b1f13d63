"""Codings of a file as Parquet files of a folder, part by part, as they are counted from: however many there are, one part is in memory."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from safeconduct.observatory.measuring.coded_statement import CodedStatement, read_coded, statement_table
from safeconduct.observatory.published_text import UnreadLine, numbered_lines

_ROWS = 50_000  # of a part
_AT_ONCE = 1_000_000  # octets


@dataclass(frozen=True)
class TakenIn:
    """`file`: the hash of the file. `statements` and `unread`: how many lines became a row, and how many did not."""

    file: str
    statements: int
    unread: int


def take_in(source: Path, parts: Path, *, reject: Callable[[UnreadLine], object]) -> TakenIn:
    """An id that stands twice counts once: the second line is for people. `reject` hears each line that is no coding."""
    known: set[str] = set()
    rows: list[CodedStatement] = []
    statements = unread = 0
    with source.open("rb") as file:
        for number, raw in numbered_lines(file):
            one = read_coded(raw, line=number)
            if isinstance(one, CodedStatement) and one.id in known:
                one = UnreadLine(number, "This id stood on an earlier line. Keep one of the two.", one.id)
            if isinstance(one, UnreadLine):
                reject(one)
                unread += 1
                continue
            known.add(one.id)
            rows.append(one)
            statements += 1
            if len(rows) == _ROWS:
                _write(parts, statements, rows)
                rows = []
    if rows or not statements:
        _write(parts, statements, rows)
    return TakenIn(hash_of(source), statements, unread)


def hash_of(source: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as file:
        while octets := file.read(_AT_ONCE):
            digest.update(octets)
    return digest.hexdigest()


def _write(parts: Path, number: int, rows: list[CodedStatement]) -> None:
    statement_table(rows).write_parquet(parts / f"{number:012}.parquet", compression="zstd")
