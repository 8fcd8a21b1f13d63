"""Which dossier each invented case of the demo is, kept in a file because nothing behind it is real."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Shown:
    """An invented case by the name that docs/demo.md uses: how it ends, who reads it, and under which codename."""

    name: str
    ends: str
    office: str
    dossier: str
    codename: str


def keep(shown: Iterable[Shown]) -> None:
    _file().touch(mode=0o600)
    _file().write_text(json.dumps([vars(one) for one in shown], indent=1), encoding="utf-8")


def kept() -> tuple[Shown, ...]:
    """Empty where the demo has none."""
    return tuple(Shown(**one) for one in json.loads(_file().read_text(encoding="utf-8"))) if _file().exists() else ()


def _file() -> Path:
    folder: Path = settings.VAR
    return folder / "demo-cases.json"
