"""What became of a sitting afterwards: in which steps what was seen was used, and whether the way taken instead of access worked.

Both are said in the case alone, which holds the steps; a group reads neither."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from safeconduct.coordination.hearing import REFUSED, Hearing, HearingResult
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

WORKED, IN_PART, DID_NOT = "worked", "in_part", "did_not"
HOW_IT_WENT = (WORKED, IN_PART, DID_NOT)


@dataclass(frozen=True)
class FindingUse:
    """What was seen at a sitting was used in a `step` of the case; or in none, and `why` says why."""

    sitting: str
    step: str = ""
    why: str = field(default="", repr=False)


@dataclass(frozen=True)
class WayTaken:
    """How it went with the way that was taken where observers were not let in. `went` is one of HOW_IT_WENT."""

    sitting: str
    went: str
    words: str = field(default="", repr=False)


def uses_of(written: Iterable[Entry], hearing: str) -> tuple[FindingUse, ...]:
    return tuple(
        FindingUse(entry.data["sitting"], entry.data["step"], entry.data["why"])
        for entry in written
        if entry.kind == "finding_used" and entry.data["hearing"] == hearing
    )


def used_in(written: Iterable[Entry], step: str) -> tuple[str, ...]:
    """The sittings of which something was used in a step, by their day and hour."""
    found = (entry.data["sitting"] for entry in written if entry.kind == "finding_used" and entry.data["step"] == step)
    return tuple(sorted(set(found)))


def ways_of(written: Iterable[Entry], hearing: str) -> dict[str, WayTaken]:
    """The newest word on each sitting."""
    return {
        entry.data["sitting"]: WayTaken(entry.data["sitting"], entry.data["went"], entry.data["words"])
        for entry in written
        if entry.kind == "other_way_went" and entry.data["hearing"] == hearing
    }


def refused_at(hearing: Hearing) -> tuple[HearingResult, ...]:
    """The newest result of each sitting from which observers were kept out and another way was taken, oldest first."""
    return tuple({one.sitting: one for one in hearing.results if one.what == REFUSED and one.instead}.values())


def refusal_to_using(
    hearing: Hearing, use: FindingUse, steps: Collection[str], known: Iterable[FindingUse]
) -> Refusal | None:
    """`steps` are those of the case, `known` what was said of this hearing before."""
    if use.sitting not in hearing.closed:
        return Refusal("This observation is not closed yet. Close it first, with both of its decisions.")
    if not use.step and not use.why.strip():
        return Refusal("It is not said where it was used. Choose a step, or say why it was used in none.")
    if use.step and use.step not in steps:
        return Refusal("This step is not one of this case. Choose one of the list.")
    if use.step and any((one.sitting, one.step) == (use.sitting, use.step) for one in known):
        return Refusal("This step is written down already. Choose another one.")
    return None


def refusal_to_saying_how_it_went(hearing: Hearing, way: WayTaken) -> Refusal | None:
    if way.sitting not in {one.sitting for one in refused_at(hearing)}:
        return Refusal(
            "No other way was taken on this day. Write down first that access was refused, and what was done."
        )
    if way.went not in HOW_IT_WENT:
        return Refusal("It is not said how it went. Choose one of the three.")
    return None
