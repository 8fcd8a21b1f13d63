"""A verification that another organisation may reuse: what crosses, and that every later doubt crosses too.

Basis, grades, what it says, how long it holds and later doubts cross. Who the source is crosses only when the source
agreed to it, and how it was said never does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from safeconduct.cases.incident import Incident
from safeconduct.cases.source import Source
from safeconduct.cases.verification import Verification
from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.scope import SHARE
from safeconduct.intake.consent import Share
from safeconduct.vocabulary.refusal import Refusal


@dataclass(frozen=True)
class Reused:
    """`acts` and `month` say which incident it is about; none for the person. `referee` is "" unless they agreed."""

    ref: str
    acts: tuple[str, ...]
    month: str
    facts: tuple[str, ...]
    basis: str
    grade: str
    information: str
    says: str
    confidence: str
    until: date
    referee: str = field(repr=False)
    doubt: str = ""
    retracted: bool = False


_CROSSES = ("basis", "grade", "information", "says", "confidence")


def reused_as_data(one: Verification, incident: Incident | None, source: Source | None) -> dict[str, Any]:
    """All that crosses, and nothing else."""
    return {
        "verification": one.ref,
        "acts": list(incident.acts) if incident else [],
        "month": incident.first.month if incident else "",
        "facts": list(one.facts),
        **{name: getattr(one, name) for name in _CROSSES},
        "until": one.until.isoformat(),
        "referee": source.name if source and source.may_be_named else "",
    }


def reused(channel: Iterable[Entry]) -> tuple[Reused, ...]:
    """What the holder of a dossier lets a partner reuse, from what is written in the share's channel, oldest first."""
    known: dict[str, Reused] = {}
    for entry in channel:
        ref = entry.data.get("verification", "")
        if entry.scope == SHARE and entry.kind == "verification_shared":
            known[ref] = _reused(entry)
        elif entry.scope == SHARE and entry.kind == "verification_doubted" and ref in known:
            known[ref] = replace(known[ref], doubt=entry.data["text"], retracted=entry.data["retracted"])
    return tuple(known.values())


def _reused(entry: Entry) -> Reused:
    data = entry.data
    return Reused(
        ref=data["verification"],
        acts=tuple(data["acts"]),
        facts=tuple(data["facts"]),
        until=date.fromisoformat(data["until"]),
        **{name: data[name] for name in ("month", "referee", *_CROSSES)},
    )


def shares_with(written: Iterable[Entry], ref: str) -> frozenset[str]:
    """The shares in whose channel this verification was given."""
    given = (entry for entry in written if entry.kind == "verification_shared" and entry.scope == SHARE)
    return frozenset(entry.data["share"] for entry in given if entry.data["verification"] == ref)


def refusal_to_reusing(one: Verification, share: Share, written: Iterable[Entry], *, on: date) -> Refusal | None:
    """A share of the story is what covers it: without one, a result would tell what was not to be told."""
    if "story" not in share.terms.parts:
        return Refusal("This share does not cover what was told. Ask for a yes to share that, then give the result.")
    if not one.stands_on(on):
        return Refusal("This result does not stand any more. Give one that does.")
    if share.ref in shares_with(written, one.ref):
        return Refusal("They have this result already, and will hear of every doubt.")
    return None
