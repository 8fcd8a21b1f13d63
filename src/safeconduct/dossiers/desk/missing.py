"""Compare the dossiers of an organisation with what its journal tells of them."""

from collections.abc import Iterable, Sequence

from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.inspection import OpenedLine
from safeconduct.dossiers.models import Entry
from safeconduct.dossiers.reach import ReachGap, ReachLine, missed, reach_from_text

_DOSSIERS_AT_ONCE = 200


def told_in(lines: Iterable[OpenedLine]) -> tuple[ReachLine, ...]:
    """Those lines that say how far a dossier went: of a release that tells it, and of what was whole."""
    return tuple(
        ReachLine(one.seq, one.day, one.line.object_ref, reach)
        for one in lines
        if one.line and (reach := reach_from_text(one.line.reach))
    )


def missed_in(organisation: str, told: Sequence[ReachLine]) -> tuple[ReachGap, ...]:
    """Read after the lines were: what is written meanwhile is no line yet. Erased dossiers keep their slips, and so
    their hashes."""
    refs, there = sorted({one.dossier for one in told}), dict[str, dict[int, bytes]]()
    with seeing_only(organisation):
        for start in range(0, len(refs), _DOSSIERS_AT_ONCE):
            some = refs[start : start + _DOSSIERS_AT_ONCE]
            for ref, seq, link in Entry.objects.filter(dossier__in=some).values_list("dossier", "seq", "hash"):
                there.setdefault(ref, {})[seq] = bytes(link)
    return missed(told, there)
