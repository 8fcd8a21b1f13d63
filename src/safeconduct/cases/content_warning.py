"""A warning before a telling that is hard to read: coded, so that the warning itself tells nothing of it."""

from collections.abc import Iterable

from safeconduct.cases.coded_list import coded_list
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

WARNINGS = "content_warnings"


def content_warning(written: Iterable[Entry]) -> tuple[str, ...]:
    """The kinds that stand, from the newest entry; empty where nothing warns."""
    said = [tuple(entry.data["kinds"]) for entry in written if entry.kind == "content_warning"]
    return said[-1] if said else ()


def refusal_to_warning(kinds: tuple[str, ...], *, standing: tuple[str, ...]) -> Refusal | None:
    if not set(kinds) <= {row.value for row in coded_list(WARNINGS)}:
        return Refusal("One of these is not on the list. Choose from the list.")
    if set(kinds) == set(standing):
        return Refusal("This is how it stands already. Change a tick, or leave it as it is.")
    return None
