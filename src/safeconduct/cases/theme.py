"""Which groups and themes join on a case and what is said of the person, as an officer chose them.

Themes bring in policies of the guidance; traits of the person serve to compare like cases and to count whom an office reaches.
"""

from collections.abc import Iterable

from safeconduct.cases.coded_list import coded_list
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal


def themes(written: Iterable[Entry]) -> tuple[str, ...]:
    """The newest choice says all that holds."""
    chosen = [entry for entry in written if entry.kind == "themes_chosen"]
    return tuple(chosen[-1].data["themes"]) if chosen else ()


def person_traits(written: Iterable[Entry]) -> tuple[str, ...]:
    """What the newest choice says of the person: values of the list of that name."""
    chosen = [entry for entry in written if entry.kind == "themes_chosen"]
    return tuple(chosen[-1].data.get("person", ())) if chosen else ()


def refusal_to_choosing(chosen: Iterable[str], before: Iterable[str]) -> Refusal | None:
    """Both are themes and traits of the person together."""
    wanted, listed = set(chosen), (*coded_list("themes"), *coded_list("person_traits"))
    if wanted - {row.value for row in listed}:
        return Refusal("One of these is not on the list. Choose from those that are shown.")
    if wanted >= {"widely_known", "little_known"}:
        return Refusal("A person is not both widely known and known to few. Choose one of the two, or neither.")
    if wanted == set(before):
        return Refusal("This is how it stands already. Change a tick, or go back.")
    return None
