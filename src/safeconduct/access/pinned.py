"""The root keys that the operator vouches for, in a file beside the database.

Whoever can write into the database can invent an organisation or put another root key in a real one's place; they
cannot pin it. An organisation whose root key is not pinned under its short name is not offered, and nothing is
sealed to it.
"""

import os
import re
from pathlib import Path

from safeconduct.sealing.keys import fingerprint

FILE = "roots"
_LINE = re.compile(r"([0-9a-f]{64}) ([-a-zA-Z0-9_]+)")


def written_fingerprint(root_sign: bytes) -> str:
    """The fingerprint of a public root key in hexadecimal."""
    return fingerprint(root_sign).hex()


def in_groups(written: str) -> str:
    """A fingerprint as people compare it: sixteen groups of four."""
    return " ".join(written[start : start + 4] for start in range(0, len(written), 4))


def pins(folder: Path) -> dict[str, str]:
    """Fingerprints by short name. A line that is not one of ours pins nothing; without the file nothing is pinned."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    return {match[2]: match[1] for line in lines if (match := _LINE.fullmatch(line.strip()))}


def is_pinned(folder: Path, slug: str, root_sign: bytes) -> bool:
    return pins(folder).get(slug) == written_fingerprint(root_sign)


def pin(folder: Path, slug: str, root_sign: bytes) -> None:
    """From now on this root key is the organisation's. The file is replaced as a whole, readable by its owner only."""
    lines = [f"{root} {name}\n" for name, root in (pins(folder) | {slug: written_fingerprint(root_sign)}).items()]
    new = folder / f"{FILE}.new"
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / FILE)
