"""Which groups and themes join on a case, as an officer chose them, and which policies of the guidance they bring in."""

from collections.abc import Iterable

from safeconduct.cases.coded_list import coded_list
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal


def themes(written: Iterable[Entry]) -> tuple[str, ...]:
    """The newest choice says all that holds."""
    chosen = [entry for entry in written if entry.kind == "themes_chosen"]
    return tuple(chosen[-1].data["themes"]) if chosen else ()


def refusal_to_choosing(chosen: Iterable[str], before: Iterable[str]) -> Refusal | None:
    wanted = set(chosen)
    if wanted - {row.value for row in coded_list("themes")}:
        return Refusal("One of these is not on the list. Choose from those that are shown.")
    if wanted == set(before):
        return Refusal("This is how it stands already. Change a tick, or go back.")
    return None
