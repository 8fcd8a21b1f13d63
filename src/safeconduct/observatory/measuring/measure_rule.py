"""The rules by which public statements are counted: data that is checked when it is read. A forum that nobody gathers whole
makes every count with it a lower bound."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
WRITTEN = FOLDER / "measures.toml"
SCHEMA = FOLDER / "measures.schema.json"


class FaultyMeasures(Exception):
    """The rules cannot be used. Its text says where, and what to do."""


@dataclass(frozen=True)
class Forum:
    name: str
    label: str
    kinds: frozenset[str]
    whole: bool


@dataclass(frozen=True)
class MeasureRule:
    """`where`: what a statement must be coded as to belong to the whole; `having`: and to the part, of a share. By field, the
    codes that fit."""

    name: str
    version: int
    label: str
    measures: str
    forums: tuple[Forum, ...]
    where: Mapping[str, tuple[str | bool, ...]]
    having: Mapping[str, tuple[str | bool, ...]]
    method: str

    @property
    def bound(self) -> str:
        return "exact" if all(forum.whole for forum in self.forums) else "at least"

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset().union(*(forum.kinds for forum in self.forums))

    @property
    def code(self) -> str:
        """Its name with the version, as figures carry it."""
        return f"{self.name}/{self.version}"

    @property
    def definition(self) -> str:
        """A hash of all that decides which texts it counts: two rules of one name and version have the same."""
        kinds = sorted((sorted(forum.kinds), forum.whole) for forum in self.forums)
        told = [self.measures, kinds, sorted(self.where.items()), sorted(self.having.items())]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class MeasureRules:
    """`written`: the octets of the file that holds them, as a snapshot carries it."""

    forums: tuple[Forum, ...]
    rules: tuple[MeasureRule, ...]
    written: bytes

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.written).hexdigest()

    def named(self, name: str) -> MeasureRule:
        return next(rule for rule in self.rules if rule.name == name)

    def forum_of(self, issuer_kind: str) -> str:
        """The name of the forum in which a kind of issuer speaks; "" if it is in none."""
        return next((forum.name for forum in self.forums if issuer_kind in forum.kinds), "")


def measure_rules(path: Path = WRITTEN) -> MeasureRules:
    return rules_as_written(path.read_bytes(), name=path.name)


def rules_as_written(octets: bytes, *, name: str) -> MeasureRules:
    try:
        written = tomllib.loads(octets.decode("utf-8"))
    except (ValueError, RecursionError):
        raise FaultyMeasures(
            f"{name} is not TOML. Give the measures.toml of a snapshot, or one written like it."
        ) from None
    for fault in faults(written, name=name):
        raise FaultyMeasures(fault)
    forums = {
        name: Forum(name, row["label"], frozenset(row["kinds"]), row["collected"] == "whole")
        for name, row in written["forums"].items()
    }
    return MeasureRules(tuple(forums.values()), tuple(_rule(row, forums) for row in written["rule"]), octets)


def other_rules(path: Path) -> MeasureRules:
    """Those of a file, as of an older version. A rule that counts otherwise than the one of this program with its name and version
    would give one name to two figures."""
    rules, own = measure_rules(path), {rule.code: rule for rule in measure_rules().rules}
    for rule in rules.rules:
        if rule.code in own and own[rule.code].definition != rule.definition:
            raise FaultyMeasures(
                f"{path.name} has a {rule.code} that counts otherwise than the one here: give it another version."
            )
    return rules


def _rule(row: Mapping[str, Any], forums: Mapping[str, Forum]) -> MeasureRule:
    return MeasureRule(
        name=row["name"],
        version=row["version"],
        label=row["label"],
        measures=row["measures"],
        forums=tuple(forums[name] for name in row["forums"]),
        where={field: tuple(codes) for field, codes in row["where"].items()},
        having={field: tuple(codes) for field, codes in row.get("having", {}).items()},
        method=row["method"],
    )


def faults(written: Mapping[str, Any], *, name: str) -> Iterator[str]:
    """Each fault of the file in one sentence, with where it stands and what to do."""
    import jsonschema  # type: ignore[import-untyped]

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    unmet = sorted(
        jsonschema.Draft202012Validator(schema).iter_errors(written), key=lambda one: list(map(str, one.path))
    )
    for error in unmet:
        yield f"{name} {'/'.join(map(str, error.path)) or 'as a whole'}: {error.message}. Correct it as {SCHEMA.name} says."
    if unmet:
        return
    names = [row["name"] for row in written["rule"]]
    for twice in sorted({one for one in names if names.count(one) > 1}):
        yield f"{name} has two rules named {twice}: give one of them another name."
    for row in written["rule"]:
        for forum in row["forums"]:
            if forum not in written["forums"]:
                yield f"{name} rule {row['name']} counts the forum {forum}, which is not listed: add or correct it."
    kinds = [kind for row in written["forums"].values() for kind in row["kinds"]]
    for twice in sorted({one for one in kinds if kinds.count(one) > 1}):
        yield f"{name} has {twice} in two forums: a statement would count twice. Leave it in one."
