"""The folder of a corpus: the ledger, the archive, and the tables that are made from them anew after each change.

`texts.jsonl`: one line for each text, as `observatory code` reads it; `statements.jsonl`: one for each statement, with its
versions; `addresses.txt`: pages that were named and not read; `suggestions.jsonl`: pairs that may be one statement;
`rejects.jsonl`: what was not taken, with its reason."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from safeconduct.observatory.collecting import ledger
from safeconduct.observatory.collecting.grouping import Version, Versions
from safeconduct.observatory.collecting.likeness import page_address
from safeconduct.observatory.lexicon import LANGUAGES
from safeconduct.vocabulary.whole_file import appearing

_TOLD = ("id", "title", "text", "url", "language", "published", "given", "source", "item")


@dataclass(frozen=True)
class Corpus:
    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.jsonl"

    @property
    def people(self) -> Path:
        """The ledger of people's words."""
        return self.folder / "people.jsonl"

    def table(self, name: str) -> Path:
        return self.folder / name


@dataclass(frozen=True)
class Counted:
    texts: int
    statements: int
    suggestions: int
    rejects: int
    addresses: int


def write_tables(corpus: Corpus, *, progress: Callable[[], object]) -> Counted:
    """Each table appears when it is whole. The same ledger and decisions give the same tables, octet for octet."""
    scratch = corpus.folder / "versions.unfinished"
    with Versions(corpus.ledger, scratch, decided=decided(corpus)) as versions:
        versions.group(progress)
        texts, statements = _write_versions(corpus, versions.versions())
        suggestions = _write(corpus.table("suggestions.jsonl"), map(asdict, versions.suggestions()))
    addresses = _write_addresses(corpus)
    rejects = _write(corpus.table("rejects.jsonl"), _rejects(corpus))
    return Counted(texts, statements, suggestions, rejects, addresses)


def decided(corpus: Corpus) -> Mapping[frozenset[str], str]:
    """What people said of pairs of texts: how they are one statement, "" for two. The latest word counts."""
    found: dict[frozenset[str], str] = {}
    for row in ledger.rows(corpus.people):
        if row["kind"] == "pair":
            found[frozenset((row["first"], row["second"]))] = row["relation"]
    return found


def _write_versions(corpus: Corpus, versions: Iterable[Version]) -> tuple[int, int]:
    texts, statements = 0, 0
    with (
        rows_appearing(corpus.table("texts.jsonl")) as of_texts,
        rows_appearing(corpus.table("statements.jsonl")) as table,
    ):
        for statement, grouped in groupby(versions, key=lambda version: version.statement):
            told = []
            for version in grouped:
                row = {name: version.row[name] for name in _TOLD}
                of_texts(row | {"statement": statement, "relation": version.relation, "seen": version.seen[0][0]})
                told.append(_told(version))
                texts += 1
            table({"id": statement, "versions": told})
            statements += 1
    return texts, statements


def _told(version: Version) -> dict[str, Any]:
    row = version.row
    return {
        "text": row["id"],
        "relation": version.relation,
        "language": row["language"],
        "published": row["published"],
        "url": row["url"],
        "seen": [{"at": at, "url": url} for at, url in version.seen],
    }


def _write_addresses(corpus: Corpus) -> int:
    """Pages that some source named, less those whose text is there. Addresses are short: all are held."""
    named: dict[str, str] = {}
    read = set()
    for row in ledger.rows(corpus.ledger):
        if row["kind"] == "address":
            named.setdefault(page_address(row["url"]), row["url"])
        elif row["kind"] == "text":
            read.add(page_address(row["url"]))
    left = [url for page, url in named.items() if page and page not in read]
    path = corpus.table("addresses.txt")
    with appearing(path) as unfinished:
        unfinished.write_text("".join(f"{url}\n" for url in left), encoding="utf-8")
    return len(left)


def _rejects(corpus: Corpus) -> Iterator[dict[str, Any]]:
    names: dict[str, str] = {}
    for row in ledger.rows(corpus.ledger):
        if row["kind"] == "begin":
            names[row["source"]] = row["name"]
        reasons = [row["reason"]] if row["kind"] == "reject" else row.get("doubts") or ()
        for reason in reasons:
            place = {"file": names.get(row["source"], ""), "source": row["source"], "item": row["item"]}
            told = {"text": row["id"]} if row["kind"] == "text" else {"shown": row["shown"]}
            yield {**place, "reason": reason, "url": row["url"], **told}


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    with rows_appearing(path) as write:
        for row in rows:
            write(row)
            count += 1
    return count


@contextmanager
def rows_appearing(path: Path) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    with appearing(path) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        yield lambda row: print_row(file.write, row)


def print_row(write: Callable[[str], object], row: Mapping[str, Any]) -> None:
    write(json.dumps(row, ensure_ascii=False) + "\n")


def rows_of(table: Path) -> Iterator[dict[str, Any]]:
    """The lines of a table; none if it was never written."""
    if table.exists():
        with table.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def statements(corpus: Corpus) -> Iterator[list[dict[str, Any]]]:
    """The texts of each statement, the one that is coded first: in a language that the rules read, with a title and an address,
    which say who speaks, if there is one; of several the earliest."""
    for _, texts in groupby(rows_of(corpus.table("texts.jsonl")), key=lambda row: row["statement"]):
        yield sorted(texts, key=lambda row: (row["language"] not in LANGUAGES, not row["title"], not row["url"]))
