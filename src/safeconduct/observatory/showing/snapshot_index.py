"""The index of a snapshot: what pages ask of it, in a SQLite file beside the ZIP, so that no page has to read the whole.

It is made once, when a snapshot is put in place, and holds nothing that the ZIP does not hold. Where it is not made from that
very ZIP, or by a release that writes it otherwise, it is no index of it."""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from safeconduct.observatory.showing.table_rows import LARGEST_TABLE, MIB, UnreadTable, member_name, table_rows
from safeconduct.vocabulary.refusal import Refusal, Refused

ENDING = ".index"
LAYOUT = 1
KNOWN_BY = 12  # letters of the hash of its inputs, as its citation says them
# Held whole in the memory of each worker.
LARGEST_HELD = 4 * MIB
MOST_FIGURES = 20_000  # of all countries and rules
HELD = (
    *("rules", "funnels", "funnel_lines", "funnel_places", "audits", "audit_shares", "compared"),
    "disparities",
)
# With lists of texts in their rows: of these, what is left without them is held.
_READ_BY_ROWS = ("statements", "figures", "compared", "disparities")
# Where there was too little to compare, a snapshot has neither.
_MAY_LACK = {"compared", "disparities"}
# Which texts lie behind what was compared is in the ZIP; pages show what came out.
_LISTS = ("texts", "others", "other_texts")
_LARGEST_INPUTS = 100_000
_NOT_WHOLE = (UnreadTable, OSError, zipfile.BadZipFile, sqlite3.Error, KeyError, ValueError, TypeError, RecursionError)
NO_SNAPSHOT = "It is no snapshot that pages can show. Make it again with `observatory measure`."

_MADE = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -32000;
BEGIN;
CREATE TABLE told (name TEXT PRIMARY KEY, says TEXT NOT NULL) STRICT;
CREATE TABLE texts (
    place INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, id TEXT NOT NULL UNIQUE,
    first TEXT NOT NULL, last TEXT NOT NULL, issuer TEXT NOT NULL, level TEXT NOT NULL
) STRICT;
CREATE TABLE rows (number INTEGER PRIMARY KEY, says TEXT NOT NULL) STRICT;
CREATE TABLE addressed (country TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (country, place)) STRICT, WITHOUT ROWID;
CREATE TABLE figures (
    figure INTEGER PRIMARY KEY, rule TEXT NOT NULL, country TEXT NOT NULL, says TEXT NOT NULL, UNIQUE (rule, country)
) STRICT;
CREATE TABLE behind (
    figure INTEGER NOT NULL, place INTEGER NOT NULL, counted INTEGER NOT NULL, PRIMARY KEY (figure, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE cells (
    figure INTEGER NOT NULL, counted INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    issuer TEXT NOT NULL, level TEXT NOT NULL, texts INTEGER NOT NULL
) STRICT;
CREATE INDEX cells_of_a_figure ON cells (figure);
"""
# Texts stand in the order of their days, those without a day first; a place is where a text stands.
_PLACED = """
INSERT INTO texts SELECT row_number() OVER (ORDER BY earliest, id), number, id, substr(earliest, 1, 7), substr(latest, 1, 7), issuer, level
    FROM (SELECT number, json_extract(says, '$.id') AS id,
        coalesce(json_extract(says, '$.earliest'), '') AS earliest, coalesce(json_extract(says, '$.latest'), '') AS latest,
        json_extract(says, '$.issuer_kind') AS issuer, json_extract(says, '$.issuer_level') AS level FROM rows);
INSERT OR IGNORE INTO addressed SELECT one.value, place
    FROM texts JOIN rows USING (number), json_each(rows.says, '$.countries') AS one;
"""
_BEHIND = "INSERT INTO behind SELECT ?, place, ? FROM texts WHERE id = ?"
# How many texts of each figure are of the same months, issuer and level: a part of a snapshot is counted from these.
# Figure by figure, so that few of them are sorted at a time.
_COUNTED = """INSERT INTO cells SELECT figure, counted, first, last, issuer, level, count(*) FROM behind JOIN texts USING (place)
    WHERE figure = ? GROUP BY counted, first, last, issuer, level"""


def index_of(snapshot: Path) -> Path:
    return snapshot.with_suffix(ENDING)


def make_index(snapshot: Path, into: Path) -> str:
    """What the snapshot is known by. Refused where it cannot be shown; then nothing is left in `into`."""
    into.unlink(missing_ok=True)
    try:
        with zipfile.ZipFile(snapshot) as whole, closing(sqlite3.connect(into, isolation_level=None)) as index:
            return _written(whole, index)
    except _NOT_WHOLE as fault:
        into.unlink(missing_ok=True)
        larger = str(fault) if isinstance(fault, UnreadTable) else NO_SNAPSHOT
        raise Refused(Refusal(why_too_large(snapshot) or larger)) from fault


def why_too_large(snapshot: Path) -> str | None:
    """Of a snapshot that has a table beyond what pages read: which one; None of any other file."""
    try:
        with zipfile.ZipFile(snapshot) as whole:
            sizes = {one.filename: one.file_size for one in whole.infolist()}
    except (OSError, zipfile.BadZipFile):
        return None
    for name in ("statements", "figures", *HELD):
        most = LARGEST_TABLE if name in _READ_BY_ROWS else LARGEST_HELD
        if (size := sizes.get(member_name(name), 0)) > most:
            return f"Its table {name} unpacks to {size // MIB} MiB, and pages read up to {most // MIB}."
    return None


def mark_of(whole: zipfile.ZipFile) -> str:
    """What tells one ZIP from another: names, sizes and check sums of all that is in it."""
    listed = [(one.filename, one.file_size, one.CRC) for one in whole.infolist()]
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()


def _written(whole: zipfile.ZipFile, index: sqlite3.Connection) -> str:
    _run(index, _MADE)
    inputs = _inputs(whole)
    held = {name: list(_held(whole, name)) for name in HELD}
    name_of = {row["rule"]: row["name"] for row in held["rules"]}
    rows = (_text(number, row) for number, row in enumerate(table_rows(whole, "statements"), start=1))
    index.executemany("INSERT INTO rows VALUES (?, ?)", rows)
    _run(index, _PLACED)
    for figure, row in enumerate(_whole_figures(whole), start=1):
        if figure > MOST_FIGURES:
            raise UnreadTable("It has more figures than pages read.")
        _add_figure(index, figure, name_of[row["rule"]], row)
    told = {"layout": LAYOUT, "mark": mark_of(whole), "inputs": inputs, **held}
    index.executemany("INSERT INTO told VALUES (?, ?)", [(name, _json(says)) for name, says in told.items()])
    index.execute("COMMIT")
    return inputs["known_by"]


def _run(index: sqlite3.Connection, script: str) -> None:
    """All in one transaction, which `executescript` would end."""
    for statement in script.split(";"):
        index.execute(statement)


def _inputs(whole: zipfile.ZipFile) -> dict[str, str]:
    with whole.open("inputs.json") as member:
        octets = member.read(_LARGEST_INPUTS + 1)
    if len(octets) > _LARGEST_INPUTS:
        raise ValueError("These inputs are too large.")
    written = json.loads(octets)
    for name in ("from", "to", "as_of"):
        date.fromisoformat(written[name])
    told = {name: str(written[name]) for name in ("publisher", "from", "to", "as_of", "remark", "statements_sha256")}
    return told | {"known_by": hashlib.sha256(octets).hexdigest()[:KNOWN_BY]}


def _held(whole: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a table that pages hold, without lists of texts."""
    if name in _MAY_LACK and member_name(name) not in whole.namelist():
        return
    left = LARGEST_HELD
    for row in table_rows(whole, name, most=None if name in _READ_BY_ROWS else LARGEST_HELD):
        kept = {column: value for column, value in row.items() if column not in _LISTS}
        left -= len(_json(kept))
        if left < 0:
            raise UnreadTable(f"Its table {name} has more rows than pages hold.")
        yield kept


def _text(number: int, row: Mapping[str, Any]) -> tuple[int, str]:
    for name in ("id", "issuer_kind", "issuer_level", "language", "url"):
        if not isinstance(row[name], str):
            raise ValueError(f"{name} is no text.")
    for listed in (row["countries"], row.get("version_languages") or []):
        if not all(isinstance(one, str) for one in listed):
            raise ValueError("A list of codes holds something else.")
    days = {name: _day(row[name]) for name in ("earliest", "latest")}
    return number, _json({**row, **days})


def _day(written: str | None) -> str | None:
    """As days are written everywhere: the standard library reads others too, which would stand at another place."""
    return date.fromisoformat(written).isoformat() if written else None


def _whole_figures(whole: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Those of the whole period and all levels: parts are counted from the texts behind them."""
    return (row for row in table_rows(whole, "figures") if row["year"] is None and not row["level"])


def _add_figure(index: sqlite3.Connection, figure: int, rule: str, row: Mapping[str, Any]) -> None:
    numbers = {name: row[name] for name in ("count", "whole", "value", "low", "high")} | {"hidden": bool(row["hidden"])}
    listed = {"texts": len(row["texts"]), "others": len(row["others"])}
    index.execute("INSERT INTO figures VALUES (?, ?, ?, ?)", (figure, rule, row["country"], _json(numbers | listed)))
    for counted, name in ((1, "texts"), (0, "others")):
        before = index.total_changes
        index.executemany(_BEHIND, ((figure, counted, one) for one in row[name]))
        if index.total_changes - before != len(row[name]):
            raise ValueError("A figure counts a text that is not there.")
    index.execute(_COUNTED, (figure,))


def _json(says: object) -> str:
    return json.dumps(says, ensure_ascii=False, separators=(",", ":"))
