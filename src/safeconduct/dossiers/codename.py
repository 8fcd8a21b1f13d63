"""Names for dossiers that say nothing: an adjective and a thing out of doors, drawn at random from words/*.txt."""

import secrets
from functools import cache
from importlib.resources import files


def new_codename() -> str:
    return f"{secrets.choice(_words('first'))} {secrets.choice(_words('second'))}"


@cache
def _words(which: str) -> tuple[str, ...]:
    return tuple(files("safeconduct.dossiers").joinpath("words", f"{which}.txt").read_text(encoding="utf-8").split())
