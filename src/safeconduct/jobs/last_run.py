"""When a job last ran to its end: one file each in the instance's folder, which says only that moment."""

from datetime import datetime
from pathlib import Path


def note(folder: Path, job: str, *, at: datetime) -> None:
    new = folder / f"last-{job}.new"
    new.write_text(at.isoformat(timespec="seconds") + "\n", encoding="ascii")
    new.chmod(0o600)
    new.replace(folder / f"last-{job}")


def last(folder: Path, job: str) -> datetime | None:
    """None when it never ran, or when the file says no moment."""
    try:
        moment = datetime.fromisoformat((folder / f"last-{job}").read_text(encoding="ascii").strip())
    except (FileNotFoundError, ValueError):
        return None
    return moment if moment.tzinfo else None
