"""A table of a snapshot, row by row: however long it is, one row is in memory. What unpacks to more than the limits is not read."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

MIB = 1024 * 1024
LARGEST_TABLE = 256 * MIB  # octets unpacked
LARGEST_ROW = 16 * MIB  # letters; the longest row lists every text once
_AT_ONCE = MIB // 4
_BETWEEN = re.compile(r"[\s,]*")


class UnreadTable(Exception):
    """A table is beyond a limit. Its text says which one."""


def member_name(table: str) -> str:
    return f"data/{table}.json"


def table_rows(whole: zipfile.ZipFile, table: str, *, most: int | None = None) -> Iterator[dict[str, Any]]:
    """`most`: octets; the limit of tables if it is left out. Raises ValueError where it is no list of rows, and UnreadTable."""
    name, most = member_name(table), LARGEST_TABLE if most is None else most
    if whole.getinfo(name).file_size > most:
        raise UnreadTable(f"Its table {table} unpacks to more than pages read: {most // MIB} MiB.")
    with whole.open(name) as member, io.TextIOWrapper(member, encoding="utf-8") as letters:
        yield from _rows(letters, most)


def _rows(letters: io.TextIOWrapper, most: int) -> Iterator[dict[str, Any]]:
    decoder, held = json.JSONDecoder(), letters.read(_AT_ONCE)
    if not held.startswith("["):
        raise ValueError("This is no table.")
    taken, at = len(held), 1
    while True:
        found = _BETWEEN.match(held, at)
        at = found.end() if found else at
        if held.startswith("]", at):
            return
        try:
            row, at = decoder.raw_decode(held, at)
        except ValueError:
            # As much again as there is of the row: a long one is then read in a time that grows with its length.
            more = letters.read(max(_AT_ONCE, len(held) - at))
            held, at, taken = held[at:] + more, 0, taken + len(more)
            if not more:
                raise ValueError("This is no whole table.") from None
            if len(held) > LARGEST_ROW or taken > most:
                raise UnreadTable("It has a table with more in a row than pages read.") from None
            continue
        if not isinstance(row, dict):
            raise ValueError("This is no table of rows.")
        yield row
