"""Which code of a field is in force: what was settled, else what people agree on, else what the rules say.

A machine's code never stands over a person's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from safeconduct.observatory.by_hand.codebook import Code, Codebook
from safeconduct.observatory.by_hand.hand_coding import HandCoding, Resolution


@dataclass(frozen=True)
class InForce:
    """`by_people`: fields whose code is a person's; `disputed`: fields on which people differ and nothing is settled: they
    have no code."""

    values: Mapping[str, Any]
    by_people: tuple[str, ...]
    disputed: tuple[str, ...]


def in_force(
    machine: Mapping[str, Any], hand: Iterable[HandCoding], resolutions: Iterable[Resolution], codebook: Codebook
) -> InForce:
    """`hand`: the latest codes of each person for one statement; codes whose field means something else by now are left out."""
    values, by_people, disputed = dict(machine), [], []
    settled = {one.field: one.value for one in resolutions if codebook.still_means(one.field, coded_by=one.codebook)}
    told = list(hand)
    for name in codebook.fields:
        codes = [
            one.values[name] for one in told if name in one.values and codebook.still_means(name, coded_by=one.codebook)
        ]
        if name in settled:
            values[name] = as_value(settled[name])
        elif not codes:
            continue
        elif len(set(map(comparable, codes))) == 1:
            values[name] = as_value(codes[0])
        else:
            values[name] = None
            disputed.append(name)
        by_people.append(name)
    return InForce(values | _derived(values, by_people), tuple(by_people), tuple(disputed))


def comparable(code: Code) -> Code | frozenset[str]:
    """Lists are the same in whatever order and capitals they are written."""
    return frozenset(one.casefold() for one in code) if isinstance(code, tuple) else code


def as_value(code: Code) -> Any:
    return list(code) if isinstance(code, tuple) else code


def _derived(values: Mapping[str, Any], by_people: Iterable[str]) -> dict[str, Any]:
    """Fields that follow from a person's code follow from it alone."""
    more: dict[str, Any] = {}
    label, call = values.get("label"), values.get("release_call")
    if "label" in by_people:
        more["is_hrd_statement"] = None if label is None else label == "S"
        more["is_hrd_statement_extended"] = None if label is None else label in ("S", "X")
    if "release_call" in by_people:
        more["calls_immediate_release"] = None if call is None else call == "immediate"
    return more
