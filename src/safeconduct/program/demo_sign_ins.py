"""The passphrases of the demo's people, kept in a file because nothing behind them is real."""

import json
from pathlib import Path

from django.conf import settings

from safeconduct.access.founding import SignIn


def are_here() -> bool:
    """Whether the instance's folder holds the demo. Django must be set up."""
    return _file().exists()


def keep(sign_ins: tuple[SignIn, ...]) -> None:
    _file().touch(mode=0o600)
    _file().write_text(json.dumps([vars(one) for one in sign_ins], indent=1), encoding="utf-8")


def kept() -> tuple[SignIn, ...]:
    return tuple(SignIn(**one) for one in json.loads(_file().read_text(encoding="utf-8")))


def _file() -> Path:
    folder: Path = settings.VAR
    return folder / "demo-sign-ins.json"
