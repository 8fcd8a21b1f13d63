"""The ledger of a corpus: one line for each thing that was found, only ever added to. A run that stopped goes on after its last line.

Each source begins with a line of its own and ends with one; what lies between is numbered from 1 without a gap. So the
number of the last line says how far a source was read, and nothing is taken twice or left out."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

_LINES_AT_RISK = 200  # of which a power cut may take the last ones; they are read again then


class Damaged(Exception):
    """A ledger that somebody changed: reading on could count twice."""

    def __init__(self) -> None:
        super().__init__("A line of the ledger cannot be read. Put the folder back from a copy, or collect anew.")


@dataclass
class Progress:
    items: int = 0
    finished: bool = False


class Ledger:
    """Written by one process at a time, as a context."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sources: dict[str, Progress] = {}
        self._unsaved = 0

    def __enter__(self) -> "Ledger":
        whole = 0
        for row, end in rows_with_ends(self.path):
            self._note(row)
            whole = end
        self._file: BinaryIO = self.path.open("ab")
        self._file.truncate(whole)
        return self

    def __exit__(self, *_: object) -> None:
        self._save()
        self._file.close()

    def write(self, row: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        self._file.flush()
        self._note(row)
        self._unsaved += 1
        if row["kind"] == "end" or self._unsaved >= _LINES_AT_RISK:
            self._save()

    def _save(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._unsaved = 0

    def _note(self, row: Mapping[str, Any]) -> None:
        progress = self.sources.setdefault(row["source"], Progress())
        progress.items = max(progress.items, row.get("item", 0))
        progress.finished = progress.finished or row["kind"] == "end"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    return (row for row, _ in rows_with_ends(path))


def rows_with_ends(path: Path) -> Iterator[tuple[dict[str, Any], int]]:
    """Each whole line with the place at which it ends. The last may have been cut by a stop: it is left out. Raises Damaged."""
    if not path.exists():
        return
    end, cut = 0, False
    with path.open("rb") as file:
        for raw in file:
            if cut:
                raise Damaged
            row = _row(raw)
            if row is None:
                cut = True
                continue
            end += len(raw)
            yield row, end


def _row(raw: bytes) -> dict[str, Any] | None:
    if not raw.endswith(b"\n"):
        return None
    try:
        row = json.loads(raw)
    except ValueError:
        return None
    return row if isinstance(row, dict) and "kind" in row and "source" in row else None
