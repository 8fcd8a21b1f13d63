"""A published snapshot as pages show it, read with the standard library alone: from its index, and no more than a page needs.

Nothing of it is changed and nothing is guessed: a file without an index that was made from it is not shown."""

import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.showing.snapshot_index import ENDING, HELD, LAYOUT, index_of, mark_of

Values = Sequence[object] | Mapping[str, object]
_NO_INDEX = (OSError, zipfile.BadZipFile, sqlite3.Error, KeyError, ValueError, TypeError)

_TOLD = "SELECT name, says FROM told WHERE name IN (SELECT value FROM json_each(?))"
_FIGURES = "SELECT rule, country, figure, says FROM figures"
_ISSUERS = "SELECT issuer, count(*) FROM texts GROUP BY issuer"
_NUMBERED = "SELECT place, number, says FROM texts JOIN rows USING (number) WHERE number = ?"
_WITH_ID = "SELECT place, number, says FROM texts JOIN rows USING (number) WHERE id = ?"
_AT_PLACES = """SELECT place, number, says FROM texts JOIN rows USING (number)
    WHERE place IN (SELECT value FROM json_each(?)) ORDER BY place"""
# Texts without a day have no months, and stand before all others.
_JUST_BEFORE = """SELECT place FROM addressed JOIN texts USING (place)
    WHERE country = ? AND place < ? AND first > '' ORDER BY place DESC LIMIT ?"""
_JUST_AFTER = "SELECT place FROM addressed WHERE country = ? AND place > ? ORDER BY place LIMIT ?"


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
    """`place`: where it stands by its day; `number`: its place in the snapshot; `codes`: all columns of its row. `earliest` to `latest`:
    None without a date. `version_languages`: none where nobody brought versions together, and in snapshots that did not tell yet."""

    place: int
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


@dataclass(frozen=True)
class StoredFigure:
    """Of the whole period and all levels. `number`: by which the index knows it; `texts` and `others`: how many texts are counted, and
    how many are the rest of a whole. The other columns are those of the table."""

    number: int
    count: int | None
    whole: int | None
    value: float | None
    low: float | None
    high: float | None
    hidden: bool
    texts: int
    others: int


@dataclass(frozen=True)
class StoredSnapshot:
    """`figures`: by name of the rule and country ("" for all together). `texts`: how many there are. The other tables are rows as the
    codebook of the snapshot says, without their lists of texts."""

    path: Path
    known_by: str
    publisher: str
    period: Period
    remark: str
    statements_sha256: str
    texts: int
    issuers: frozenset[str]
    rules: Mapping[str, ShownRule]
    figures: Mapping[tuple[str, str], StoredFigure]
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

    def asked(self, question: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Rows of its index. Each question opens the file anew: that takes less than a tenth of a millisecond, and nothing is kept."""
        return _asked(index_of(self.path), question, values)

    def at_places(self, places: Iterable[int]) -> list[ShownText]:
        """Texts in the order of their places."""
        return [_text(*row) for row in self.asked(_AT_PLACES, [json.dumps(list(places))])]

    def numbered(self, number: int) -> ShownText | None:
        # An address may hold a number that no index can be asked for.
        return self._only(_NUMBERED, number) if number <= self.texts else None

    def with_id(self, wanted: str) -> ShownText | None:
        return self._only(_WITH_ID, wanted)

    def _only(self, question: str, value: object) -> ShownText | None:
        return next((_text(*row) for row in self.asked(question, [value])), None)

    def near(self, text: ShownText, most: int) -> list[ShownText]:
        """The texts on the same countries that are nearest in time, in the order of their days."""
        if text.earliest is None:
            return []
        places: set[int] = set()
        for country in text.countries:
            for question in (_JUST_BEFORE, _JUST_AFTER):
                places.update(place for (place,) in self.asked(question, (country, text.place, most)))
        day = text.earliest
        nearest = sorted(self.at_places(places), key=lambda one: (abs((one.earliest or day) - day), one.place))[:most]
        return sorted(nearest, key=lambda one: one.place)


def snapshots_in(folder: Path) -> dict[str, Path]:
    """The snapshots of a folder by what they are known by, the newest first: by the day of gathering, then the last day."""
    found = {}
    for index in sorted(folder.glob(f"*{ENDING}")):
        if inputs := _inputs_of(path := index.with_suffix(".zip")):
            found[(inputs["as_of"], inputs["to"], inputs["known_by"])] = path
    return {order[2]: found[order] for order in sorted(found, reverse=True)}


def stored_snapshot(path: Path) -> StoredSnapshot | None:
    """None where there is no index of this very file. Read once while both stay the same."""
    return _read(path, *_mark(path), *_mark(index_of(path))) if _inputs_of(path) else None


def _inputs_of(path: Path) -> Mapping[str, str] | None:
    try:
        return _inputs_at(path, *_mark(path), *_mark(index_of(path)))
    except OSError:
        return None


def _mark(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_mtime_ns, told.st_size


@lru_cache(maxsize=64)
def _inputs_at(path: Path, *_marks: int) -> Mapping[str, str] | None:
    try:
        told = _told(index_of(path), "layout", "mark", "inputs")
        with zipfile.ZipFile(path) as whole:
            inputs: Mapping[str, str] = told["inputs"]
            return inputs if (told["layout"], told["mark"]) == (LAYOUT, mark_of(whole)) else None
    except _NO_INDEX:
        return None


# As much memory as countries times rules, however many texts there are.
@lru_cache(maxsize=2)
def _read(path: Path, *_marks: int) -> StoredSnapshot | None:
    try:
        return _stored(path, _told(index_of(path), "inputs", *HELD))
    except _NO_INDEX:
        return None


def _told(index: Path, *names: str) -> dict[str, Any]:
    return {name: json.loads(says) for name, says in _asked(index, _TOLD, [json.dumps(names)])}


def _asked(index: Path, question: str, values: Values = ()) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        return opened.execute(question, values).fetchall()


def _stored(path: Path, told: Mapping[str, Any]) -> StoredSnapshot:
    index, inputs, rules = index_of(path), told["inputs"], {row["name"]: _rule(row) for row in told["rules"]}
    name_of = {rule.code: name for name, rule in rules.items()}
    first, last, as_of = (date.fromisoformat(inputs[name]) for name in ("from", "to", "as_of"))
    figures, issuers = _asked(index, _FIGURES), _asked(index, _ISSUERS)
    return StoredSnapshot(
        path=path,
        known_by=inputs["known_by"],
        publisher=inputs["publisher"],
        period=Period(first, last, as_of),
        remark=inputs["remark"],
        statements_sha256=inputs["statements_sha256"],
        texts=sum(texts for _, texts in issuers),
        issuers=frozenset(kind for kind, _ in issuers),
        rules=rules,
        figures={(rule, country): StoredFigure(number, **json.loads(says)) for rule, country, number, says in figures},
        compared=_by_rule(told["compared"], name_of),
        disparities=_by_rule(told["disparities"], name_of),
        funnels={name_of[row["rule"]]: row for row in told["funnels"]},
        funnel_lines=_by_rule(told["funnel_lines"], name_of),
        funnel_places={
            name: {row["country"]: row["place"] for row in rows}
            for name, rows in _by_rule(told["funnel_places"], name_of).items()
        },
        audits=tuple(told["audits"]),
        audit_shares=tuple(told["audit_shares"]),
    )


def _by_rule(rows: list[dict[str, Any]], name_of: Mapping[str, str]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(name_of[row["rule"]], []).append(row)
    return {name: tuple(listed) for name, listed in found.items()}


def _rule(row: Mapping[str, Any]) -> ShownRule:
    told = (row["rule"], row["name"], row["version"], row["label"], row["measures"])
    return ShownRule(*told, tuple(row["forums"]), row["bound"], row["method"])


def _text(place: int, number: int, says: str) -> ShownText:
    row = json.loads(says)
    told = (row["id"], row["issuer_kind"], row["issuer_level"], row["language"], row["url"])
    listed = (tuple(row["countries"]), tuple(row.get("version_languages") or ()))
    return ShownText(place, number, *told, *listed, _day(row["earliest"]), _day(row["latest"]), row)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
