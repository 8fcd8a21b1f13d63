"""What an organisation tells the whole group: under one key of its own, which whoever comes later is given too.

Regions, liaisons, trips and dialogues are of no use to who came today if they began with today. An entry says whose key it
stands under; a key that anything else stands under as well is given to nobody.
"""

from collections.abc import Iterable

from safeconduct.coordination.group import ENDS
from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import SHARE, ScopeKey

FOR_ALL = "for_all"


def is_for_all(entry: Entry) -> bool:
    """By the organisation whose key it is."""
    return bool(entry.data.get(FOR_ALL)) and entry.data[FOR_ALL] == entry.data["organisation"]


def key_for_all(dossier: OpenDossier, written: Iterable[Entry], organisation: str) -> ScopeKey | None:
    """The newest key under which this organisation told the whole group something; None after somebody left: every key that
    was used before, they had."""
    newest, used, gone = "", set[str](), set[str]()
    for entry in written:
        used.add(entry.scope_ref)
        if entry.kind in ENDS:
            newest, gone = "", gone | used
        elif is_for_all(entry) and entry.data["organisation"] == organisation and entry.scope_ref not in gone:
            newest = entry.scope_ref
    return _keys(dossier).get(newest)


def keys_for_all(dossier: OpenDossier, written: Iterable[Entry]) -> tuple[ScopeKey, ...]:
    """For who comes later: the keys under which nothing stands but what was told to the whole group."""
    under: dict[str, list[bool]] = {}
    for entry in written:
        under.setdefault(entry.scope_ref, []).append(bool(entry.data.get(FOR_ALL)))
    return tuple(key for ref, key in _keys(dossier).items() if ref in under and all(under[ref]))


def _keys(dossier: OpenDossier) -> dict[str, ScopeKey]:
    return {key.ref: key for key in dossier.scope_keys if key.name == SHARE}
