"""Which texts of a ledger are versions of one statement. What is compared is found by MinHash on disk: memory does not grow with texts.

Of each text the ledger's place and the number of its statement are held, sixteen octets; all else is read when it is needed."""

import json
import sqlite3
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from safeconduct.observatory.collecting import ledger
from safeconduct.observatory.collecting.likeness import ComparedText, compared, page_address, relation
from safeconduct.observatory.collecting.translation import address_without_language, ground
from safeconduct.observatory.written_language import written_language

# 24 bands of 3: of texts that share half of their shingles 96 in 100 meet, of those that share a tenth 2 in 100.
_BANDS, _ROWS = 24, 3
_MOST_CANDIDATES = 12
_MOST_OF_A_DAY = 40
_SEED = 1


@dataclass(frozen=True)
class Suggestion:
    """Two texts, by their ids, that may be one statement; `ground`: like, page, address or facts."""

    first: str
    second: str
    ground: str


@dataclass(frozen=True)
class Version:
    """One text as a version: `relation` is first, same, updated, translated; `seen` every moment and place of it."""

    statement: str
    relation: str
    row: Mapping[str, Any]
    seen: tuple[tuple[str, str], ...]


class Versions:
    """The texts of a ledger by statement. `decided`: what people said of pairs of ids, True for one statement."""

    def __init__(self, path: Path, scratch: Path, *, decided: Mapping[frozenset[str], str]) -> None:
        self._path, self._scratch, self._decided = path, scratch, decided
        self._places, self._roots = array("q"), array("q")

    def __enter__(self) -> "Versions":
        self._scratch.unlink(missing_ok=True)
        self._index = sqlite3.connect(self._scratch, isolation_level=None)
        for statement in _TABLES:
            self._index.execute(statement)
        self._file: BinaryIO = self._path.open("rb")
        self._signature = _empty_signature()
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()
        self._file.close()
        self._scratch.unlink(missing_ok=True)

    def group(self, progress: Callable[[], object]) -> None:
        self._index.execute("BEGIN")
        start = 0
        for row, end in ledger.rows_with_ends(self._path):
            if row["kind"] == "text":
                self._take(row, start)
                progress()
            start = end
        self._index.execute("COMMIT")
        self._join_by_people()

    def _take(self, row: Mapping[str, Any], place: int) -> None:
        """A text that was taken before is seen once more; it is no version of its own."""
        known = self._index.execute("SELECT text FROM ids WHERE id = ?", (row["id"],)).fetchone()
        number = known[0] if known else len(self._places)
        self._index.execute("INSERT INTO sightings VALUES (?, ?, ?)", (number, row["seen"], row["url"]))
        if known:
            return
        text = compared({**row, "language": written_language(f"{row['title']}\n{row['text']}", row["language"])})
        self._places.append(place)
        self._roots.append(number)
        self._index.execute("INSERT INTO ids VALUES (?, ?, 'first', ?)", (text.id, number, text.language))
        self._compare(number, text, tuple(self._keys(text)))
        self._look_for_translations(number, text, {page_address(address) for _, address in row.get("alternates") or ()})

    def _compare(self, number: int, text: ComparedText, keys: tuple[int, ...]) -> None:
        for candidate in self._met(keys):
            other = self.text(candidate)
            decided = self._decided.get(frozenset({other.id, text.id}))
            how = relation(other, text) if decided is None else ""
            if how in ("same", "updated"):
                self._join(candidate, number, how)
            elif how == "perhaps":
                self._suggest(candidate, number, "like")
        self._index.executemany("INSERT INTO bands VALUES (?, ?)", [(key, number) for key in keys])

    def _keys(self, text: ComparedText) -> Iterator[int]:
        """What texts that may be like meet under: their words, their address, and each band of their signature."""
        yield _numbered(0, text.letters.encode())
        if text.page:
            yield _numbered(1, text.page.encode())
        signature = self._signature.copy()
        signature.update_batch(list(text.shingles))
        for band, value in enumerate(signature.hashvalues.reshape(_BANDS, _ROWS), start=2):
            yield _numbered(band, value.tobytes())

    def _met(self, keys: tuple[int, ...]) -> list[int]:
        """Those that share the most bands; of those that share as many the earliest."""
        counted: dict[int, int] = {}
        for key in keys:
            for (text,) in self._index.execute("SELECT text FROM bands WHERE key = ? LIMIT 200", (key,)):
                counted[text] = counted.get(text, 0) + 1
        return sorted(counted, key=lambda text: (-counted[text], text))[:_MOST_CANDIDATES]

    def _look_for_translations(self, number: int, text: ComparedText, named: set[str]) -> None:
        """`named`: addresses of pages that this one names as its translations."""
        day = text.published if len(text.published) == len("2019-03-31") else ""
        by_page = {one for page in named for one in self._at("page", page, text)} | set(
            self._at("named", text.page, text)
        )
        others = [
            *self._at("neutral", address_without_language(text.url), text),
            *self._at("day", day, text),
        ]
        for candidate in sorted(by_page | set(others)):
            if why := ground(self.text(candidate), text, named=candidate in by_page):
                self._suggest(candidate, number, why)
        keys = [("page", text.page), ("neutral", address_without_language(text.url)), ("day", day)]
        keys += [("named", page) for page in sorted(named)]
        rows = [(key, value, number, text.language) for key, value in keys if value]
        self._index.executemany("INSERT INTO places VALUES (?, ?, ?, ?)", rows)

    def _at(self, key: str, value: str, text: ComparedText) -> list[int]:
        """Texts in another language that stand under a key."""
        found = self._index.execute(
            "SELECT text FROM places WHERE key = ? AND value = ? AND language <> ? ORDER BY text LIMIT ?",
            (key, value, text.language, _MOST_OF_A_DAY),
        )
        return [one for (one,) in found]

    def _suggest(self, earlier: int, later: int, why: str) -> None:
        self._index.execute("INSERT OR IGNORE INTO suggested VALUES (?, ?, ?)", (later, earlier, why))

    def _join_by_people(self) -> None:
        for pair, how in self._decided.items():
            known = [self._number(one) for one in sorted(pair)]
            if how and None not in known and len(known) == 2:
                earlier, later = sorted(number for number in known if number is not None)
                self._join(earlier, later, how)

    def suggestions(self) -> Iterator[Suggestion]:
        """Pairs that are not one statement yet and that no person looked at."""
        for later, earlier, why in self._index.execute("SELECT later, earlier, ground FROM suggested ORDER BY 1, 2, 3"):
            first, second = self._id(earlier), self._id(later)
            if self._root(earlier) != self._root(later) and frozenset({first, second}) not in self._decided:
                yield Suggestion(first, second, why)

    def _id(self, number: int) -> str:
        (text_id,) = self._index.execute("SELECT id FROM ids WHERE text = ?", (number,)).fetchone()
        return str(text_id)

    def _number(self, text_id: str) -> int | None:
        row = self._index.execute("SELECT text FROM ids WHERE id = ?", (text_id,)).fetchone()
        return row[0] if row else None

    def _root(self, number: int) -> int:
        while self._roots[number] != number:
            self._roots[number] = self._roots[self._roots[number]]
            number = self._roots[number]
        return number

    def _join(self, earlier: int, later: int, how: str) -> None:
        first, second = sorted((self._root(earlier), self._root(later)))
        self._roots[second] = first
        self._index.execute("UPDATE ids SET how = ? WHERE text = ? AND how = 'first'", (how, later))

    def text(self, number: int) -> ComparedText:
        return compared(self._row(number))

    def _row(self, number: int) -> dict[str, Any]:
        self._file.seek(self._places[number])
        row: dict[str, Any] = json.loads(self._file.readline())
        (row["language"],) = self._index.execute("SELECT language FROM ids WHERE text = ?", (number,)).fetchone()
        return row

    def versions(self) -> Iterator[Version]:
        """Statement by statement, each from its earliest text on."""
        self._index.execute("CREATE TABLE roots (root INTEGER, text INTEGER)")
        rows = ((self._root(number), number) for number in range(len(self._places)))
        self._index.executemany("INSERT INTO roots VALUES (?, ?)", rows)
        ordered = self._index.execute("SELECT root, text FROM roots ORDER BY root, text")
        for root, number in ordered:
            yield self._version(root, number)

    def _version(self, root: int, number: int) -> Version:
        row = self._row(number)
        (how,) = self._index.execute("SELECT how FROM ids WHERE text = ?", (number,)).fetchone()
        seen = self._index.execute("SELECT seen, url FROM sightings WHERE text = ? ORDER BY seen, url", (number,))
        statement = row["id"] if root == number else self._id(root)
        return Version(statement, "first" if root == number else how, row, tuple(seen.fetchall()))


_TABLES = (
    "PRAGMA synchronous = OFF",
    "PRAGMA journal_mode = OFF",
    "PRAGMA cache_size = -16000",
    "CREATE TABLE ids (id TEXT PRIMARY KEY, text INTEGER, how TEXT, language TEXT) WITHOUT ROWID",
    "CREATE INDEX by_text ON ids (text)",
    "CREATE TABLE bands (key INTEGER, text INTEGER)",
    "CREATE INDEX by_key ON bands (key, text)",
    "CREATE TABLE places (key TEXT, value TEXT, text INTEGER, language TEXT)",
    "CREATE INDEX by_value ON places (key, value, text, language)",
    "CREATE TABLE suggested (later INTEGER, earlier INTEGER, ground TEXT, PRIMARY KEY (later, earlier, ground)) WITHOUT ROWID",
    "CREATE TABLE sightings (text INTEGER, seen TEXT, url TEXT)",
    "CREATE INDEX by_sighting ON sightings (text)",
)


def _empty_signature() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=_BANDS * _ROWS, seed=_SEED, hashfunc=_unchanged)


def _unchanged(shingle: int) -> int:
    """Shingles are numbers of 32 bits already."""
    return shingle


def _numbered(band: int, octets: bytes) -> int:
    return band << 32 | zlib.crc32(octets)
