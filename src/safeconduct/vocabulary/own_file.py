"""Files that an operator writes beside the instance: read whole, row by row, or not at all."""

import tomllib
from pathlib import Path
from typing import Any


def rows_of(file: Path, *names: str) -> dict[str, list[Any]] | None:
    """The rows under each name: none where there is no file, None where the file cannot be read."""
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        held = {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    rows = {name: held.get(name, []) for name in names}
    return rows if all(isinstance(given, list) for given in rows.values()) else None


def is_text(given: object) -> bool:
    return isinstance(given, str) and bool(given.strip())
