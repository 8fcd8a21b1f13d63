"""The names that a file knows, and what describes its sources: no text that leaves the house holds one of them.

Many names are also words. Of a place in a text that means something else a member says so; it stands in the file beside the
names, and counts for that place alone and for the names that the file knew on that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.like_name import each_like_a_name
from safeconduct.vocabulary.name_in_text import NamePlace, NameSearch
from safeconduct.vocabulary.refusal import Refusal

MOST_SHOWN = 6
LONGEST_KEY = 600
AT_COURT = "names_at_court"
"""What a note from court says of who somebody is: read with the names, and shared with nobody."""
SOMETHING_ELSE = "not_a_name"


@dataclass(frozen=True)
class _Known:
    """`since`: the number of the entry that told it."""

    text: str = field(repr=False)
    since: int
    is_source: bool = False
    ref: str = ""


@dataclass(frozen=True)
class KnownNames:
    """`passed`: when a member said of a place, by its key, that it names nobody."""

    known: tuple[_Known, ...] = field(default=(), repr=False)
    passed: tuple[tuple[str, int], ...] = field(default=(), repr=False)

    def places(self, text: str) -> tuple[NamePlace, ...]:
        """Where the text holds one of them, in its order, without the places that were passed."""
        found = _search(self.known).places(text)
        passed = {key: at for key, at in self.passed if key in {one.key for one in found}}
        later = {at: self._search_since(at).places(text) for at in set(passed.values())}
        return tuple(one for one in found if one.key not in passed or one in later[passed[one.key]])

    def _search_since(self, at: int) -> NameSearch:
        return _search(one for one in self.known if one.since > at)


NOBODY = KnownNames()


def _search(known: Iterable[_Known]) -> NameSearch:
    known = tuple(known)
    return NameSearch([one.text for one in known if not one.is_source], [one.text for one in known if one.is_source])


def known_names(believed: Iterable[Entry], *, told: str = "") -> KnownNames:
    """By all believed entries of a file, with those of the identity: also a name that was corrected since. `told`: the source
    that hears the text, whose own name it may hold."""
    believed = tuple(believed)
    found = tuple(chain.from_iterable(_told_by(entry) for entry in believed))
    passed = ((key, entry.seq) for entry in believed if entry.kind == SOMETHING_ELSE for key in entry.data["places"])
    return KnownNames(tuple(one for one in found if not (told and one.ref == told)), tuple(passed))


def _told_by(entry: Entry) -> list[_Known]:
    data = entry.data
    if entry.kind in ("identity", "person_name"):
        return [_Known(data["name"], entry.seq)] if data.get("name") else []
    if entry.kind == AT_COURT:
        return [_Known(name, entry.seq) for name in each_like_a_name(data["text"])]
    if entry.kind == "source_added":
        return [_Known(data["name"], entry.seq, is_source=True, ref=data["source"])]
    return []


def names_alone(names: Iterable[str], sources: Iterable[str] = ()) -> KnownNames:
    """Without a file."""
    known = (*(_Known(name, 0) for name in names), *(_Known(name, 0, is_source=True) for name in sources))
    return KnownNames(known)


def refusal_to_naming(text: str, known: KnownNames, sentence: str) -> Refusal | None:
    """`sentence` says it in the words of the text that leaves; the places are shown beside it, never in it."""
    places = known.places(text)
    return Refusal(sentence, places[:MOST_SHOWN]) if places else None


def refusal_to_passing(keys: Iterable[str]) -> Refusal | None:
    keys = tuple(keys)
    if not keys or any(not key.strip() or len(key) > LONGEST_KEY for key in keys):
        return Refusal("It is not said which place means something else. Tick it beside the text.")
    return None
