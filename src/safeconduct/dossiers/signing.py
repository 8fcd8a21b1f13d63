"""Which entries are signed by whom they name, and which scope keys a signature vouches for.

Whoever can write into the database can add rows, but cannot sign. So only keys that stand in a signed entry are
used for anything new, and only codes that a signed entry names are believed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import ScopeKey

MemberKey = Callable[[str], bytes | None]
"""The certified signing key of a member, or None."""


@dataclass(frozen=True)
class Checked:
    """`unsigned` are the numbers of entries whose signature does not fit; `own_seals` the keys of the codes in use."""

    unsigned: frozenset[int]
    vouched: frozenset[str]
    own_seals: tuple[bytes, ...]

    def keys_for_writing(self, dossier: OpenDossier) -> tuple[ScopeKey, ...]:
        return tuple(key for key in dossier.scope_keys if key.ref in self.vouched)


def checked(dossier: OpenDossier, *, member_key: MemberKey) -> Checked:
    """Goes through the entries in order: each code must be named by an entry that is signed itself."""
    unsigned: set[int] = set()
    vouched: set[str] = set()
    code_signs: list[bytes] = []
    own_seals: dict[str, bytes] = {}
    for entry in dossier.written():
        names_codes = entry.kind == "code_given" or (entry.kind == "arrived" and entry.seq == 1)
        # The very first entry fixes the keys of the code that it is signed with.
        believed = [*code_signs, *_signs(entry)] if entry.seq == 1 else code_signs
        if not _is_signed(entry, believed, member_key):
            unsigned.add(entry.seq)
            continue
        if entry.by.kind != "import":
            vouched.add(entry.scope_ref)
        if names_codes:
            code_signs += _signs(entry)
            own_seals.pop(str(entry.data.get("replaces")), None)
            own_seals |= _own_seal(entry)
    return Checked(frozenset(unsigned), frozenset(vouched), tuple(own_seals.values()))


def _is_signed(entry: Entry, code_signs: list[bytes], member_key: MemberKey) -> bool:
    if entry.by.kind == "import":
        return True  # a public text that an operator took in; its source stands in the story
    if entry.by.kind == "member":
        public_sign = member_key(entry.by.ref)
        return public_sign is not None and entry.signed_with(public_sign)
    return any(entry.signed_with(public_sign) for public_sign in code_signs)


def _signs(entry: Entry) -> list[bytes]:
    return [bytes.fromhex(pair["sign"]) for pair in entry.data.get("keys", {}).values()]


def _own_seal(entry: Entry) -> dict[str, bytes]:
    """The key that may open messages, by the key of its code alone (which is what a replacement names)."""
    keys = entry.data["keys"]
    return {keys["alone"]["seal"]: bytes.fromhex(keys["own"]["seal"])} if "own" in keys else {}
