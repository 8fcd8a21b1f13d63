"""Which entries are signed by whom they name, and which scope keys a signature vouches for.

Whoever can write into the database can add rows, but cannot sign. So only keys that stand in a signed entry are
used for anything new, and only codes that a signed entry names are believed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import SHARE, SOURCES, ScopeKey

MemberKeys = Callable[[str, str], tuple[bytes, ...]]
"""The signing keys of a member (a reference) that were certified on a day (ISO)."""

CodeKeys = Mapping[str, Mapping[str, str]]
"""The public keys of a code "alone" and, if it has one, with the "own" word: "seal" and "sign" in hexadecimal."""

SOURCE = "source"
"""Who answers by a link that a member made: an author whose key counts for one entry."""

ANSWERS = {"source_link_made": (SOURCES, "source_answered"), "capital_link_made": ("decisions", "capital_answered")}
"""By the entry that makes a link: in which scope and as what its one answer counts."""
_USED_UP = ("source_link_withdrawn", "source_answered", "capital_link_withdrawn", "capital_answered", "link_held_back")

WORDS_OF_PARTNERS = ("share_received", "share_note")


@dataclass(frozen=True)
class Checked:
    """`unsigned` are the numbers of entries whose signature does not fit; `own_seals` the keys of the codes in use;
    `codes` the signing keys of all codes that signed here, "alone" and with the "own" word."""

    unsigned: frozenset[int]
    vouched: frozenset[str]
    own_seals: tuple[bytes, ...]
    codes: Mapping[str, frozenset[bytes]] = field(default_factory=dict)

    def keys_for_writing(self, dossier: OpenDossier) -> tuple[ScopeKey, ...]:
        return tuple(key for key in dossier.scope_keys if key.ref in self.vouched)

    def believed(self, dossier: OpenDossier, *kinds: str) -> tuple[Entry, ...]:
        """The readable entries of these kinds that are signed by whom they name."""
        return tuple(entry for entry in dossier.written(*kinds) if entry.seq not in self.unsigned)


def checked(dossier: OpenDossier, *, member_keys: MemberKeys) -> Checked:
    """Goes through the entries in order: each code must be named by an entry that is signed itself, and what a code
    signs after it was replaced counts no more."""
    first = next((entry for entry in dossier.written("arrived") if entry.seq == 1), None)
    if first is None or not _is_at_home(first, dossier):
        return Checked(frozenset(entry.seq for entry in dossier.written()), frozenset(), ())
    # The very first entry fixes the keys of the code that it is signed with.
    in_use = _code_in(first)
    ever, signs = dict(in_use), _signs(in_use)
    links: dict[str, Entry] = {}
    unsigned: set[int] = set()
    vouched: set[str] = set()
    for entry in dossier.written():
        if not _is_signed(entry, first, signs, member_keys) and not _is_answer_by_link(entry, links):
            unsigned.add(entry.seq)
            continue
        if entry.by.kind not in ("import", SOURCE):
            vouched.add(entry.scope_ref)
        _follow_links(entry, links)
        if entry.kind == "code_given" and entry.by.kind != "import":
            in_use.pop(str(entry.data.get("replaces")), None)
            in_use |= _code_in(entry)
            ever |= _code_in(entry)
            signs = _signs(in_use)
    own_seals = tuple(bytes.fromhex(keys["own"]["seal"]) for keys in in_use.values() if "own" in keys)
    return Checked(frozenset(unsigned), frozenset(vouched), own_seals, _signs(ever))


def with_partners(checked: Checked, dossier: OpenDossier, *, member_keys: MemberKeys) -> Checked:
    """The same, where receipts and words that members of partner organisations wrote into their shares count too.
    Whatever else they signed says nothing of the dossier."""
    words = (entry for entry in dossier.written(*WORDS_OF_PARTNERS) if entry.scope == SHARE)
    fits = {entry.seq for entry in words if _signed_by_member(entry, member_keys)}
    return replace(checked, unsigned=checked.unsigned - fits)


def checked_share(
    dossier: OpenDossier, letters: Iterable[Entry], *, sharer_keys: MemberKeys, recipient_keys: MemberKeys
) -> Checked:
    """The entries of a share, as far as the letters that came with it vouch for them.

    A recipient cannot open the messages, where the codes are named; so a letter names them, signed by the member
    who shared. What the recipient's own members signed counts only as words in the channel.
    """
    signed = [letter for letter in letters if _signed_by_member(letter, sharer_keys)]
    in_channel = _either(sharer_keys, recipient_keys)
    fits = {
        entry.seq
        for letter in signed
        for entry in dossier.written()
        if _is_signed_here(entry, letter, in_channel if _is_word_in_channel(entry) else sharer_keys)
    }
    unsigned = frozenset(entry.seq for entry in dossier.written()) - fits
    return Checked(unsigned, frozenset(letter.scope_ref for letter in signed), ())


def _is_signed_here(entry: Entry, letter: Entry, member_keys: MemberKeys) -> bool:
    if entry.by.kind == "import":
        return entry.seq <= int(letter.data["imported"]) and entry.scope_ref in letter.data["scope_refs"]
    codes = {label: frozenset(map(bytes.fromhex, letter.data["codes"][label])) for label in ("alone", "own")}
    return _signed_by_member(entry, member_keys) if entry.by.kind == "member" else _signed_by_code(entry, codes)


def _is_word_in_channel(entry: Entry) -> bool:
    return entry.scope == SHARE and entry.kind in WORDS_OF_PARTNERS


def _either(one: MemberKeys, other: MemberKeys) -> MemberKeys:
    return lambda member, day: (*one(member, day), *other(member, day))


def _is_at_home(first: Entry, dossier: OpenDossier) -> bool:
    """The first entry says whose dossier it is; the row beside it may have been changed."""
    return (first.data["organisation"], first.data["compartment"]) == (dossier.organisation, dossier.compartment)


def _is_signed(entry: Entry, first: Entry, codes: dict[str, frozenset[bytes]], member_keys: MemberKeys) -> bool:
    if entry.by.kind == "import":
        # A public text that an operator took in: unsigned, and only what came with it; its source is in the story.
        return first.by.kind == "import" and not first.data["keys"] and entry.seq <= int(first.data["entries"])
    return _signed_by_member(entry, member_keys) if entry.by.kind == "member" else _signed_by_code(entry, codes)


def _signed_by_member(entry: Entry, member_keys: MemberKeys) -> bool:
    keys = member_keys(entry.by.ref, entry.at.date().isoformat()) if entry.by.kind == "member" else ()
    return any(entry.signed_with(public_sign) for public_sign in keys)


def _signed_by_code(entry: Entry, codes: dict[str, frozenset[bytes]]) -> bool:
    label = "own" if entry.by.kind == "defender" else "alone"
    return any(entry.signed_with(public_sign) for public_sign in codes[label])


def _code_in(entry: Entry) -> dict[str, CodeKeys]:
    """The keys of the code that an entry names, by its key alone (which is what a replacement names); none without."""
    keys: CodeKeys = entry.data["keys"]
    return {keys["alone"]["seal"]: keys} if keys else {}


def _follow_links(entry: Entry, links: dict[str, Entry]) -> None:
    """Which links may answer from here on: each from the entry of the member who made it until it is used or withdrawn."""
    if entry.kind in ANSWERS and entry.by.kind == "member":
        links[entry.data["link"]] = entry
    elif entry.kind in _USED_UP:
        links.pop(entry.data["link"], None)


def _is_answer_by_link(entry: Entry, links: Mapping[str, Entry]) -> bool:
    """A link was sent by a way that others may read, so its key counts for one answer to its own question only, and
    never for a scope key that members would write under."""
    made = links.get(str(entry.data.get("link")))
    if made is None or (entry.by.kind, entry.scope, entry.kind) != (SOURCE, *ANSWERS[made.kind]):
        return False
    said = made.data
    is_meant = entry.data.get("question") == said["question"] and entry.at.date().isoformat() <= said["until"]
    return is_meant and entry.signed_with(bytes.fromhex(said["sign"]))


def _signs(codes: Mapping[str, CodeKeys]) -> dict[str, frozenset[bytes]]:
    """The signing keys of these codes: of each code alone, and with the own word."""
    return {
        label: frozenset(bytes.fromhex(keys[label]["sign"]) for keys in codes.values() if label in keys)
        for label in ("alone", "own")
    }
