"""What is written down of a step that was taken: its inputs and what shows that it was done, each as its kind asks for it.

Every value is kept as text: a day as 2026-05-20, a moment as 2026-05-20 09:30 Africa/Nairobi in its own time zone, an amount
as 500 EUR, a file by its number in the case.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from zoneinfo import available_timezones

from safeconduct.guidance.action_kind import ActionKind, Input
from safeconduct.vocabulary.refusal import Refusal

DONE_RESULTS = ("done", "partly")
"""After these something shows what was done; after the others a word on what happened is enough."""

_AMOUNT = re.compile(r"[0-9]+([.,][0-9]{1,2})? [A-Z]{3}")
_LINK = re.compile(r"https?://\S+\.\S+")


@dataclass(frozen=True)
class Account:
    """`met` are the preconditions that are said to be met. `shown` is the evidence by its name in the catalogue,
    `evidence` what else shows it."""

    result: str
    on: date
    evidence: str = field(default="", repr=False)
    shown: Mapping[str, str] = field(default_factory=dict, repr=False)
    reply: str = field(default="", repr=False)
    inputs: Mapping[str, str] = field(default_factory=dict, repr=False)
    contributors: tuple[str, ...] = field(default=(), repr=False)
    met: frozenset[str] = frozenset()

    def as_data(self) -> dict[str, Any]:
        return {
            "result": self.result,
            "on": self.on.isoformat(),
            "evidence": self.evidence,
            "shown": dict(self.shown),
            "reply": self.reply,
            "inputs": dict(self.inputs),
            "contributors": list(self.contributors),
            "met": sorted(self.met),
        }


def refusal_to_account(account: Account, kind: ActionKind, *, files: Collection[int], on: date) -> Refusal | None:
    """`files` are the numbers of the case's files; `on` is today."""
    if account.on > on:
        return Refusal("The day lies ahead. Record a step when it has been taken.")
    return (
        _refusal_to_missing(kind.inputs, account.inputs, "Not yet written")
        or _refusal_without_evidence(account, kind)
        or _refusal_to_written(kind.inputs, account.inputs, files)
        or _refusal_to_written(kind.evidence, account.shown, files)
    )


def _refusal_without_evidence(account: Account, kind: ActionKind) -> Refusal | None:
    if account.result in DONE_RESULTS:
        return _refusal_to_missing(kind.evidence, account.shown, "Nothing shows that it was done. Not yet written")
    if not account.evidence.strip():
        return Refusal("Nothing shows what happened. Say what does: a note, a copy, who was there.")
    return None


def _refusal_to_missing(asked: Iterable[Input], given: Mapping[str, str], says: str) -> Refusal | None:
    missing = next((one for one in asked if not one.optional and not given.get(one.name, "").strip()), None)
    return Refusal(f"{says}: “{missing.label}”. {_what_to_do(missing)}") if missing else None


def _what_to_do(one: Input) -> str:
    if one.type in ("text", "words", "office"):
        return "Fill it in; “none” is an answer where there is none."
    return "Choose one." if one.type in ("choice", "file") else "Fill it in."


def _refusal_to_written(asked: Iterable[Input], given: Mapping[str, str], files: Collection[int]) -> Refusal | None:
    for one in asked:
        written = given.get(one.name, "").strip()
        if written and not _fits(one, written, files):
            return Refusal(f"“{one.label}” cannot be read. {_AS.get(one.type, 'Choose one of the list.')}")
    return None


_AS = {
    "day": "Write a day like 2026-04-16.",
    "moment": "Give the day, the hour and the time zone, such as Africa/Nairobi.",
    "number": "Write a whole number, such as 12.",
    "amount": "Write a number and a currency, such as 500 EUR.",
    "link": "Write the whole address; it begins with https://.",
}


def _fits(one: Input, written: str, files: Collection[int]) -> bool:
    checks = {
        "day": lambda: _is_day(written),
        "moment": lambda: moment_parts(written) is not None,
        "number": lambda: re.fullmatch(r"[0-9]{1,9}", written) is not None,
        "amount": lambda: _AMOUNT.fullmatch(written) is not None,
        "link": lambda: _LINK.fullmatch(written) is not None,
        "choice": lambda: written in one.choices,
        "file": lambda: written.isdigit() and int(written) in files,
    }
    return checks[one.type]() if one.type in checks else True


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def moment_parts(written: str) -> tuple[date, str, str] | None:
    """The day, the hour and the name of the time zone of a moment; None where it is none."""
    try:
        day, hour, zone = written.split(" ")
        read = date.fromisoformat(day), f"{time.fromisoformat(hour):%H:%M}", zone
    except ValueError:
        return None
    return read if zone in available_timezones() else None


def in_words(one: Input, written: str) -> str:
    """How a stored value is read."""
    if one.type == "choice":
        return one.choices.get(written, written)
    return f"File {written}" if one.type == "file" else written
