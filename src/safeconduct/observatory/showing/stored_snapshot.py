"""A published snapshot as pages show it, read with the standard library alone from the ZIP that `observatory measure` makes.

Nothing of it is changed and nothing is guessed: a file that is no such snapshot is not shown."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from safeconduct.observatory.measuring.period import Period

KNOWN_BY = 12  # letters of the hash of its inputs, as its citation says them
_MIB = 1024 * 1024
LARGEST_TABLE = 32 * _MIB  # octets unpacked: some 40,000 statements
_LARGEST_INPUTS = 100_000
_TABLES = (
    *(
        "rules",
        "statements",
        "figures",
        "left_out",
        "funnels",
        "funnel_lines",
        "funnel_places",
        "audits",
        "audit_shares",
    ),
    *("compared", "disparities"),
)
# Where there was too little to compare, a snapshot has neither.
_MAY_LACK = {"compared", "disparities"}


@dataclass(frozen=True)
class ShownRule:
    """As the snapshot itself says it; `forums` are their labels."""

    code: str
    name: str
    version: int
    label: str
    measures: str
    forums: tuple[str, ...]
    bound: str
    method: str


@dataclass(frozen=True)
class ShownText:
    """`number`: its place in the snapshot; `codes`: all columns of its row. `earliest` to `latest`: None without a date.
    `version_languages`: none where nobody brought versions together, and in snapshots that did not tell yet."""

    number: int
    id: str
    issuer_kind: str
    level: str
    language: str
    url: str
    countries: tuple[str, ...]
    version_languages: tuple[str, ...]
    earliest: date | None
    latest: date | None
    codes: Mapping[str, Any]

    @property
    def year(self) -> int | None:
        """None where it has no date, or one that may mean two years."""
        if self.earliest and self.latest and self.earliest.year == self.latest.year:
            return self.earliest.year
        return None


@dataclass(frozen=True)
class StoredSnapshot:
    """`figures`: rows of the whole period and all levels, by name of the rule and country ("" for all together). `left_out`:
    why a rule does not count a text, by the rule's name. The other tables are rows as the codebook of the snapshot says."""

    path: Path
    known_by: str
    publisher: str
    period: Period
    remark: str
    statements_sha256: str
    rules: Mapping[str, ShownRule]
    texts: Mapping[str, ShownText]
    figures: Mapping[tuple[str, str], Mapping[str, Any]]
    left_out: Mapping[str, Mapping[str, str]]
    compared: Mapping[str, tuple[Mapping[str, Any], ...]]
    disparities: Mapping[str, tuple[Mapping[str, Any], ...]]
    funnels: Mapping[str, Mapping[str, Any]]
    funnel_lines: Mapping[str, tuple[Mapping[str, Any], ...]]
    funnel_places: Mapping[str, Mapping[str, str]]
    audits: tuple[Mapping[str, Any], ...]
    audit_shares: tuple[Mapping[str, Any], ...]

    def countries(self) -> tuple[str, ...]:
        """The codes of all countries that some rule counts a statement on."""
        return tuple(sorted({country for _, country in self.figures if country}))

    def numbered(self, number: int) -> ShownText | None:
        return next((text for text in self.texts.values() if text.number == number), None)


def snapshots_in(folder: Path) -> dict[str, Path]:
    """The snapshots of a folder by what they are known by, the newest first: by the day of gathering, then the last day."""
    found = {}
    for path in sorted(folder.glob("*.zip")):
        if inputs := _inputs_at(path, *_mark(path)):
            found[(inputs["as_of"], inputs["to"], inputs["known_by"])] = path
    return {order[2]: found[order] for order in sorted(found, reverse=True)}


def stored_snapshot(path: Path) -> StoredSnapshot | None:
    """None where it is no snapshot, is older than these pages, or is larger than they hold. Read once while it stays the same."""
    return _read(path, *_mark(path))


def too_large(path: Path) -> str | None:
    """Of a snapshot that has a table beyond what pages hold: which one, in words; None of any other file."""
    try:
        with zipfile.ZipFile(path) as whole:
            sizes = {one.filename: one.file_size for one in whole.infolist()}
    except (OSError, zipfile.BadZipFile):
        return None
    over = {name: size for name in _TABLES if (size := sizes.get(f"data/{name}.json", 0)) > LARGEST_TABLE}
    if not over:
        return None
    name = max(over, key=lambda one: over[one])
    return f"its table {name} unpacks to {over[name] // _MIB} MiB, and pages hold up to {LARGEST_TABLE // _MIB}"


def _mark(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_mtime_ns, told.st_size


@lru_cache(maxsize=64)
def _inputs_at(path: Path, _changed: int, _size: int) -> dict[str, str] | None:
    try:
        with zipfile.ZipFile(path) as whole:
            return _inputs(whole)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError):
        return None


def _inputs(whole: zipfile.ZipFile) -> dict[str, str]:
    octets = _member(whole, "inputs.json", _LARGEST_INPUTS)
    written = json.loads(octets)
    for name in ("from", "to", "as_of"):
        date.fromisoformat(written[name])
    told = {name: str(written[name]) for name in ("publisher", "from", "to", "as_of", "remark", "statements_sha256")}
    return told | {"known_by": hashlib.sha256(octets).hexdigest()[:KNOWN_BY]}


def _member(whole: zipfile.ZipFile, name: str, most: int) -> bytes:
    with whole.open(name) as member:
        octets = member.read(most + 1)
    if len(octets) > most:
        raise ValueError(f"{name} is too large.")
    return octets


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, _size: int) -> StoredSnapshot | None:
    try:
        with zipfile.ZipFile(path) as whole:
            tables = {name: _table(whole, name) for name in _TABLES}
            return _stored(path, _inputs(whole), tables)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, RecursionError):
        return None


def _table(whole: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    if name in _MAY_LACK and f"data/{name}.json" not in whole.namelist():
        return []
    rows = json.loads(_member(whole, f"data/{name}.json", LARGEST_TABLE))
    if not isinstance(rows, list):
        raise ValueError(f"{name} is no table.")
    return rows


def _stored(path: Path, inputs: Mapping[str, str], tables: Mapping[str, list[dict[str, Any]]]) -> StoredSnapshot:
    rules = {row["name"]: _rule(row) for row in tables["rules"]}
    name_of = {rule.code: name for name, rule in rules.items()}
    first, last, as_of = (date.fromisoformat(inputs[name]) for name in ("from", "to", "as_of"))
    left_out: dict[str, dict[str, str]] = {}
    for row in tables["left_out"]:
        left_out.setdefault(name_of[row["rule"]], {})[row["id"]] = row["reason"]
    return StoredSnapshot(
        path=path,
        known_by=inputs["known_by"],
        publisher=inputs["publisher"],
        period=Period(first, last, as_of),
        remark=inputs["remark"],
        statements_sha256=inputs["statements_sha256"],
        rules=rules,
        texts={row["id"]: _text(number, row) for number, row in enumerate(tables["statements"], start=1)},
        figures={
            (name_of[row["rule"]], row["country"]): row
            for row in tables["figures"]
            if row["year"] is None and not row["level"]
        },
        left_out=left_out,
        compared=_by_rule(tables["compared"], name_of),
        disparities=_by_rule(tables["disparities"], name_of),
        funnels={name_of[row["rule"]]: row for row in tables["funnels"]},
        funnel_lines=_by_rule(tables["funnel_lines"], name_of),
        funnel_places={
            name: {row["country"]: row["place"] for row in rows}
            for name, rows in _by_rule(tables["funnel_places"], name_of).items()
        },
        audits=tuple(tables["audits"]),
        audit_shares=tuple(tables["audit_shares"]),
    )


def _by_rule(rows: list[dict[str, Any]], name_of: Mapping[str, str]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for row in rows:
        found[name_of[row["rule"]]] = (*found.get(name_of[row["rule"]], ()), row)
    return found


def _rule(row: Mapping[str, Any]) -> ShownRule:
    told = (row["rule"], row["name"], row["version"], row["label"], row["measures"])
    return ShownRule(*told, tuple(row["forums"]), row["bound"], row["method"])


def _text(number: int, row: Mapping[str, Any]) -> ShownText:
    told = (row["id"], row["issuer_kind"], row["issuer_level"], row["language"], row["url"])
    listed = (tuple(row["countries"]), tuple(row.get("version_languages") or ()))
    return ShownText(number, *told, *listed, _day(row["earliest"]), _day(row["latest"]), row)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
