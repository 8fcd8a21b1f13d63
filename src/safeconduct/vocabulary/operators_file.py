"""Files that the operator of an instance writes by hand: tables of rows in TOML. They say nothing of any case."""

import tomllib
from pathlib import Path
from typing import Any


def rows_of(file: Path, table: str) -> list[Any] | None:
    """The rows of `[[table]]` as they stand; none where there is no file, None where it cannot be read."""
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get(table, [])
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    return rows if isinstance(rows, list) else None
