"""Where a file of a case was published: its address, who wrote it and when. What was online may be gone tomorrow."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.vocabulary.iso_day import day_of, iso_of
from safeconduct.vocabulary.refusal import Refusal
from safeconduct.vocabulary.web_address import is_web_address


@dataclass(frozen=True)
class FileOrigin:
    """All empty for a file that was not published anywhere."""

    link: str = field(default="", repr=False)
    author: str = field(default="", repr=False)
    on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.link or self.author or self.on)

    def written_for(self, files: Iterable[str]) -> NewEntry:
        data: dict[str, Any] = {"files": list(files), "link": self.link, "author": self.author, "on": iso_of(self.on)}
        return NewEntry("evidence_original", "file_origin", data)


def file_origins(written: Iterable[Entry]) -> dict[str, FileOrigin]:
    """By the reference of the file; the newest one counts."""
    return {
        file: FileOrigin(entry.data["link"], entry.data["author"], day_of(entry.data["on"]))
        for entry in written
        if entry.kind == "file_origin"
        for file in entry.data["files"]
    }


def refusal_to_origin(origin: FileOrigin, *, today: date) -> Refusal | None:
    if not origin:
        return None
    if not is_web_address(origin.link):
        return Refusal("The address is missing or is none. Copy it whole; it begins with https://.")
    if not origin.author.strip() or origin.on is None:
        return Refusal("It is not said who published it and when. Write both; “not known” is an author too.")
    if origin.on > today:
        return Refusal("The day of publication lies ahead. Write the day on which it was published.")
    return None
