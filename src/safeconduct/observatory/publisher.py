"""Whose page a text stands on, by its address. Who publishes is not yet who speaks."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from safeconduct.observatory.lexicon import FOLDER

_OWN_ENDINGS = {"uk": "GB", "gov": "US", "mil": "US"}
_STATES = ("member_state", "like_minded_state")


@dataclass(frozen=True)
class Publisher:
    """`kind`: eu, council, parliament, un, coe, osce, ngo, member_state, like_minded_state, target_state, or "" for all others.
    `state`: its code."""

    kind: str = ""
    state: str = ""
    host: str = ""
    path: str = ""


def publisher(address: str) -> Publisher:
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return Publisher()
    path = unquote(parts.path).casefold()
    pieces = host.split(".")
    endings = (".".join(pieces[at:]) for at in range(len(pieces) - 1))
    kind, state = next((found for ending in endings if (found := _hosts().get(ending))), None) or _official(pieces)
    return Publisher(kind, state, host, path)


def state_kind(code: str) -> str:
    """member_state or like_minded_state, or "" for other states."""
    return _state_kinds().get(code, "")


@cache
def _state_kinds() -> Mapping[str, str]:
    return {code: kind for kind in reversed(_STATES) for code in _written()["states"][kind]}


def _official(pieces: list[str]) -> tuple[str, str]:
    """A state's page by how its host's name begins; or by a part of it, and the state by the last part."""
    for own, beginnings in _written()["begins"].items():
        if pieces[0].startswith(tuple(beginnings)):
            return state_kind(own), own
    if not set(pieces) & set(_written()["official"]["parts"]):
        return "", ""
    state = _OWN_ENDINGS.get(pieces[-1], pieces[-1].upper())
    if len(state) != 2:
        return "", ""
    return state_kind(state) or "target_state", state


@cache
def _written() -> Mapping[str, Mapping[str, list[str]]]:
    written: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        (FOLDER / "publishers.toml").read_text(encoding="utf-8")
    )
    return written


@cache
def _hosts() -> Mapping[str, tuple[str, str]]:
    rows = _written()
    hosts = {
        host: (kind, "")
        for kind in rows
        if kind not in (*_STATES, "states", "begins", "official")
        for host in rows[kind]["hosts"]
    }
    states = {host: (kind, state) for kind in _STATES for state, listed in rows[kind].items() for host in listed}
    return hosts | states
