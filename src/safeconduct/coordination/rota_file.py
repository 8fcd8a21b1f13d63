"""A rota as a file: what is asked for and what is answered, as JSON. rota.schema.json says what the first may hold."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import jsonschema  # type: ignore[import-untyped]

from safeconduct.coordination.observer import Absence, Observer
from safeconduct.coordination.occasion import Occasion, Role, Stage
from safeconduct.coordination.rota_proposal import Gap, Proposal
from safeconduct.coordination.rota_reason import Reason, standing_of, why_chosen, why_gap
from safeconduct.coordination.rota_rule import Grounds
from safeconduct.coordination.rota_wish import Assignment, RotaWish
from safeconduct.coordination.travel import Way, travel_over
from safeconduct.vocabulary.refusal import Refusal, Refused

SCHEMA = Path(__file__).with_name("rota.schema.json")
LONGEST = 10_000_000
HEARING_HOURS = 3
BACKUP_HOURS = 4

Row = dict[str, Any]


def wish_from(text: str) -> RotaWish:
    """Refused, with the place, where the file does not hold what the schema says."""
    held = _held(text)
    try:
        return _wish(held)
    except ValueError:  # what has the shape of a day and is none, as 2026-02-31
        raise Refused(Refusal("A day or an hour is none that the calendar has. Look at them once more.")) from None


def _held(text: str) -> Row:
    if len(text) > LONGEST:
        raise Refused(Refusal("The file is larger than 10 MB. Plan a shorter time."))
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(Refusal("The file is not JSON. Write it as docs/rota.md shows.")) from None
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for unmet in sorted(
        jsonschema.Draft202012Validator(schema).iter_errors(held), key=lambda one: list(map(str, one.path))
    ):
        raise Refused(Refusal(f"{_place(unmet.absolute_path)} {_lack(unmet)}. Write it as docs/rota.md shows."))
    return cast(Row, held)


def _place(path: Iterable[str | int]) -> str:
    """As `missions, number 2, seat`."""
    steps = [f"number {step + 1}" if isinstance(step, int) else step for step in path]
    return f"In {', '.join(steps)}:" if steps else "In the file:"


def _lack(unmet: Any) -> str:
    """By the rule that is not met: the words of the file are not quoted."""
    if unmet.validator == "required":
        missing = [name for name in unmet.validator_value if name not in unmet.instance]
        return f"{' and '.join(missing)} must be said"
    if unmet.validator == "additionalProperties":
        return "a word stands there that means nothing here"
    return {"type": "this is of another kind", "enum": "this is none of the words that may stand here"}.get(
        unmet.validator, "this cannot be read"
    )


def _wish(held: Row) -> RotaWish:
    assignments = partial(map, _assignment)
    return RotaWish(
        at=datetime.fromisoformat(held["at"]),
        occasions=tuple(map(_occasion, held["hearings"])),
        observers=(
            *(_observer(row, guest=False) for row in held["missions"]),
            *(_observer(row, guest=True) for row in held.get("guests", ())),
        ),
        travel=travel_over(
            Way(row["between"][0], row["between"][1], _hours(row["hours"])) for row in held.get("ways", ())
        ),
        backup_within=_hours(held.get("backup_within_hours", BACKUP_HOURS)),
        locks=tuple(assignments(held.get("locks", ()))),
        published=tuple(assignments(held.get("published", ()))),
    )


def _occasion(row: Row) -> Occasion:
    return Occasion(
        name=row["name"],
        begins=datetime.fromisoformat(row["begins"]),
        lasts=_hours(row.get("hours", HEARING_HOURS)),
        city=row["city"],
        court=row.get("court", ""),
        language=row.get("language", ""),
        stage=Stage(row["stage"]) if "stage" in row else None,
        roles=tuple(role for role in Role if role in row.get("roles", (Role.LEAD, Role.BACKUP))),
    )


def _observer(row: Row, *, guest: bool) -> Observer:
    return Observer(
        name=row["name"],
        seat=row["seat"],
        guest=guest,
        languages=frozenset(row.get("languages", ())),
        away=tuple(
            Absence(*(date.fromisoformat(one[day]) for day in ("first", "last"))) for one in row.get("away", ())
        ),
        barred=frozenset(row.get("barred", ())),
        farthest=_hours(row["farthest_hours"]) if "farthest_hours" in row else None,
        accreditation=row.get("accreditation_days", {}),
        apart_from=frozenset(row.get("apart_from", ())),
        at_most=row.get("at_most"),
        led=row.get("led", 0),
        stood_by=row.get("stood_by", 0),
        share=row.get("share", 1),
    )


def _assignment(row: Row) -> Assignment:
    return Assignment(row["hearing"], Role(row["role"]), row["who"])


def _hours(number: float) -> timedelta:
    return timedelta(minutes=round(number * 60))


def text_of(proposal: Proposal, grounds: Grounds) -> str:
    """The answer: what is proposed with its reasons, and each gap with its own."""
    standing = standing_of(proposal.rota, grounds)
    answer = {
        "says": proposal.says,
        "solved": proposal.solved,
        "proven": proposal.proven,
        "aims": {name: float(number) for name, number in asdict(proposal.aims).items()},
        "rota": [
            _told(one, why_chosen(one, standing), standing.published, grounds) for one in _by_day(proposal, grounds)
        ],
        "gaps": [_explained(gap, why_gap(gap, standing)) for gap in proposal.gaps],
    }
    return json.dumps(answer, indent=1, ensure_ascii=False) + "\n"


def _by_day(proposal: Proposal, grounds: Grounds) -> list[Assignment]:
    order = {name: number for number, name in enumerate(grounds.occasions)}
    return sorted(proposal.rota, key=lambda one: (order[one.occasion], list(Role).index(one.role)))


def _told(one: Assignment, reason: Reason, published: Iterable[Assignment], grounds: Grounds) -> Row:
    return {
        "hearing": one.occasion,
        "role": one.role,
        "who": one.observer,
        "locked": one in grounds.wish.locks,
        "published": one in published,
        "why": reason.sentence,
        "others": {other.observer: other.says for other in reason.alternatives},
    }


def _explained(gap: Gap, reason: Reason) -> Row:
    return {
        "hearing": gap.occasion,
        "role": gap.role,
        "why": reason.sentence,
        "others": {other.observer: other.says for other in reason.alternatives},
        "loosening": reason.loosening,
    }
