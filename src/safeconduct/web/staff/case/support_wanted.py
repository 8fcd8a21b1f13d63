"""What the defender says they want, stage by stage, each kind beside what the office noted of it."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.coded_list import label_of
from safeconduct.cases.need import Need
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.support_wanted import Support, own_wishes, wishes_with_the_code_alone

Row = dict[str, Any]


def in_their_words(written: Iterable[Entry], noted: Iterable[Need], states: dict[str, Any]) -> list[Row]:
    """On the page of the needs. `states`: the shape and word of each state of a need."""
    entries, own = tuple(written), _for_the_defender(noted)
    return [
        *(_stage(one, own, states, whose="") for one in own_wishes(entries)),
        *(_stage(one, own, states, whose="With the code alone") for one in wishes_with_the_code_alone(entries)),
    ]


def not_noted(written: Iterable[Entry], noted: Iterable[Need]) -> list[Row]:
    """On the page of the case: what they themselves want and nobody has noted yet."""
    own = _for_the_defender(noted)
    return [
        {
            "shape": "waits",
            "word": "Not noted",
            "what": label_of("need_kinds", kind),
            "note": f"{label_of('need_stages', one.stage)}. Told by the defender, {_day(one)}",
        }
        for one in own_wishes(written)
        for kind in one.kinds
        if (kind, one.stage) not in own
    ]


def _for_the_defender(noted: Iterable[Need]) -> dict[tuple[str, str], Need]:
    """A need of a dependant is no answer to what the defender wants."""
    return {(need.kind, need.stage): need for need in noted if need.dependant is None}


def _stage(one: Support, noted: dict[tuple[str, str], Need], states: dict[str, Any], *, whose: str) -> Row:
    return {
        "stage": label_of("need_stages", one.stage),
        "kinds": [_kind(kind, noted.get((kind, one.stage)), states) for kind in one.kinds],
        "words": one.words,
        "note": ". ".join(part for part in (whose, _day(one)) if part),
    }


def _kind(kind: str, need: Need | None, states: dict[str, Any]) -> Row:
    shape, word = states[need.state] if need else ("waits", "Not noted yet")
    return {"what": label_of("need_kinds", kind), "shape": shape, "word": word}


def _day(one: Support) -> str:
    return date_format(timezone.localtime(one.at), "j F")
