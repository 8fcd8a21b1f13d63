"""Lines that can be reached now. Shown only with a read source and the day of checking: a wrong number can kill.

They stand in the operator's own file, lines.toml in the instance's folder; without it none is shown.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class ReachableLine:
    name: str
    what: str
    number: str
    hours: str
    languages: str
    source: str
    checked_on: date


def checked(file: Path) -> tuple[ReachableLine, ...]:
    """The lines with all their facts; one that lacks its source or day is left out, a file with a fault whole."""
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("line", [])
    except (FileNotFoundError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ()
    wanted = ReachableLine.__dataclass_fields__
    return tuple(ReachableLine(**entry) for entry in entries if set(entry) == set(wanted) and all(entry.values()))
