"""Whether the register holds together: by its schemas, then by rules. Each fault names file, row and what to do."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]

from safeconduct.guidance.action_kind import COMMUNITY
from safeconduct.guidance.register import TABLES, Row, Table
from safeconduct.vocabulary.place_name import country_code

SAID_AT_MOST = 160


@dataclass(frozen=True)
class Fault:
    """`row` names the row as a reader finds it: its number among its kind, its id and its line."""

    file: str
    row: str
    says: str
    remedy: str

    @property
    def sentence(self) -> str:
        return f"{self.file}, {self.row}: {self.says} {self.remedy}"


@dataclass(frozen=True)
class Placed:
    """A row with where it stands."""

    file: str
    row: str
    holds: Row

    def fault(self, says: str, remedy: str) -> Fault:
        return Fault(self.file, self.row, says, remedy)


Rows = dict[str, list[Placed]]


@dataclass(frozen=True)
class Checked:
    faults: tuple[Fault, ...]
    counts: str


def check(folder: Path, *, today: date) -> Checked:
    """Every fault of the files in a folder, and what they hold. Rules are asked only of rows that fit their schema."""
    faults: list[Fault] = []
    rows: Rows = {}
    for table in TABLES:
        schema = json.loads((folder / table.schema).read_text(encoding="utf-8"))
        rows[table.name] = []
        files = sorted(folder.glob(table.files))
        if not files:
            faults.append(Fault(table.files, "no row", "The file is missing.", "Put it back from the last release."))
        for path in files:
            placed, found = _read(path, folder, table, schema)
            rows[table.name] += placed
            faults += found
    faults += (fault for rule in RULES for fault in rule(rows, today))
    said = ", ".join(f"{name}s {len(rows[name])}" for name in ("commitment", "action", "mechanism"))
    return Checked(tuple(faults), said)


def _read(path: Path, folder: Path, table: Table, schema: Row) -> tuple[list[Placed], list[Fault]]:
    """The rows of a file that fit the schema, and the faults of the others."""
    file = path.relative_to(folder).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        held = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return [], [Fault(file, "the whole file", f"It is not TOML ({error}).", "Mend the line that is named.")]
    given = held.get(table.name)
    given = given if isinstance(given, list) else []
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{table.name}]]"]
    placed = [Placed(file, _named(table, row, at, lines), row) for at, row in enumerate(given)]
    faults = []
    unfit = set()
    for unmet in jsonschema.Draft202012Validator(schema).iter_errors(held):
        steps = list(unmet.absolute_path)
        says = f"{'.'.join(map(str, steps[2:])) or 'The row'}: {_short(unmet.message)}."
        if len(steps) > 1 and isinstance(steps[1], int):
            unfit.add(steps[1])
            faults.append(placed[steps[1]].fault(says, f"Write it as {table.schema} says."))
        else:
            faults.append(Fault(file, "the whole file", says, f"Write it as {table.schema} says."))
    return [one for at, one in enumerate(placed) if at not in unfit], faults


def _named(table: Table, row: object, at: int, lines: list[int]) -> str:
    name = row.get("id") if isinstance(row, dict) else None
    line = f", line {lines[at]}" if at < len(lines) else ""
    return f"{table.name} {at + 1} ({name or 'without id'}{line})"


def _short(message: str) -> str:
    return message if len(message) <= SAID_AT_MOST else f"{message[:SAID_AT_MOST]} …"


def _ids_stand_once(rows: Rows, today: date) -> Iterator[Fault]:
    for placed in rows.values():
        yield from _twice((one.holds["id"], one) for one in placed)
    yield from _twice((version["id"], one) for one in rows["instrument"] for version in one.holds["version"])


def _twice(named: Iterable[tuple[str, Placed]]) -> Iterator[Fault]:
    listed = list(named)
    counted = Counter(one_id for one_id, _ in listed)
    for one_id, one in listed:
        if counted[one_id] > 1:
            yield one.fault(f'The id "{one_id}" stands more than once.', "Give each row an id of its own.")


def _one_version_in_force(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["instrument"]:
        current = [version["id"] for version in one.holds["version"] if version["status"] == "in_force"]
        if len(current) > 1:
            says = f"Several versions are in force at once: {', '.join(current)}."
            yield one.fault(says, "Mark all but the latest as superseded.")


def _versions_follow_each_other(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["instrument"]:
        dated = {version["id"]: version.get("dated", "") for version in one.holds["version"]}
        status = {version["id"]: version["status"] for version in one.holds["version"]}
        for version in one.holds["version"]:
            before = version.get("supersedes")
            if before and before not in dated:
                yield one.fault(f'{version["id"]} supersedes "{before}", which is not here.', "Name a version of it.")
            elif before and status[before] == "in_force":
                yield one.fault(f"{before} is in force although {version['id']} supersedes it.", "Mark it superseded.")
            elif before and _later(dated[before], version.get("dated", "")):
                yield one.fault(f"{version['id']} is dated before {before}, which it supersedes.", "Mend the dates.")


def _later(first: str, second: str) -> bool:
    """Whether the first of two dates, each a year, a month or a day, is surely after the second."""
    length = min(len(first), len(second))
    return length > 0 and first[:length] > second[:length]


def _a_confidential_version_tells_nothing(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["instrument"]:
        told_of = {commitment.holds["version"] for commitment in rows["commitment"]}
        for version in one.holds["version"]:
            if version["status"] == "confidential" and (version["id"] in told_of or version.get("addresses")):
                says = f"{version['id']} is confidential, and more than its existence and status is written here."
                yield one.fault(says, "Take out its addresses and its commitments.")


def _versions_have_a_source_and_a_date(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["instrument"]:
        for version in one.holds["version"]:
            if version["status"] == "confidential":
                continue
            if not version.get("addresses") and not version.get("said_in"):
                yield one.fault(f"{version['id']} has no source.", "Add an address, or the document that tells of it.")
            if not version.get("dated") and not version.get("note"):
                yield one.fault(f"{version['id']} has no date.", "Add `dated`, or say in `note` that it has none.")
            if _later(version.get("page_dated", ""), version.get("edited", "")):
                yield one.fault(
                    f"{version['id']} was edited before its page was made.", "Mend `edited` or `page_dated`."
                )


def _no_date_lies_ahead(rows: Rows, today: date) -> Iterator[Fault]:
    now = today.isoformat()
    for one in rows["instrument"]:
        for version in one.holds["version"]:
            for field in ("dated", "page_dated", "edited"):
                if _later(version.get(field, ""), now):
                    yield one.fault(f"{version['id']}: {field} lies ahead.", "Mend the date.")
    for one in rows["commitment"]:
        yield from _day(one, "entered", one.holds["entered"], now)
        for change in one.holds.get("change", ()):
            yield from _day(one, "the day of a change,", change["on"], now)
    for one in rows["law"]:
        if _later(one.holds["adopted"], now):
            yield one.fault("adopted lies ahead.", "Mend the date.")
    for one in (*rows["mechanism"], *rows["law"]):
        yield from _day(one, "last_checked", one.holds["last_checked"], now)
        yield from _day(one, "read_on", one.holds["source"]["read_on"], now)
    for one in (*rows["practice"], *rows["sheet"]):
        yield from _day(one, "last_checked", one.holds["last_checked"], now)


def _day(one: Placed, field: str, day: str, now: str) -> Iterator[Fault]:
    try:
        date.fromisoformat(day)
    except ValueError:
        yield one.fault(f"{field} {day} is no day of the calendar.", "Mend the date.")
    if day > now:
        yield one.fault(f"{field} {day} lies ahead.", "Mend the date.")


def _changes_are_in_order(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["commitment"]:
        days = [one.holds["entered"], *(change["on"] for change in one.holds.get("change", ()))]
        if days != sorted(days):
            yield one.fault("Its changes are not in the order of their days.", "Put the oldest first, after `entered`.")


def _commitments_name_a_version(rows: Rows, today: date) -> Iterator[Fault]:
    known = {version["id"] for one in rows["instrument"] for version in one.holds["version"]}
    for one in rows["commitment"]:
        if one.holds["version"] not in known:
            says = f'It names the version "{one.holds["version"]}", which no instrument has.'
            yield one.fault(says, "Name a version of instruments.toml, or add it there.")


def _kinds_are_known(rows: Rows, today: date) -> Iterator[Fault]:
    actions = {one.holds["id"] for one in rows["action"]}
    known = actions | {one.holds["id"] for one in rows["event"]}
    for name in ("commitment", "mechanism", "paragraph", "practice"):
        for one in rows[name]:
            evidence = one.holds.get("evidence", {})
            named = {*evidence.get("shown_by", ()), *evidence.get("opened_by", ())}
            for kind in sorted((set(one.holds.get("actions", ())) - actions) | (named - known)):
                yield one.fault(
                    f'"{kind}" is no known kind.', "Use a kind of actions.toml or events.toml, or add it there."
                )


def _paragraphs_name_commitments(rows: Rows, today: date) -> Iterator[Fault]:
    known = {one.holds["id"] for one in rows["commitment"]}
    for one in rows["paragraph"]:
        for named in sorted(set(one.holds.get("commitments", ())) - known):
            yield one.fault(f'It names the commitment "{named}", which is not here.', "Name one of commitments/.")


def _nothing_answers_itself(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["commitment"]:
        evidence = one.holds["evidence"]
        for kind in sorted(set(evidence.get("opened_by", ())) & set(evidence.get("shown_by", ()))):
            yield one.fault(f'"{kind}" calls for something and shows it done.', "Take it out of one of the two.")


def _inputs_of_a_kind_have_names_of_their_own(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["action"]:
        for part in ("inputs", "evidence"):
            counted = Counter(asked["name"] for asked in one.holds[part])
            for name in sorted(name for name, times in counted.items() if times > 1):
                yield one.fault(f'{part} holds "{name}" more than once.', "Give each a name of its own.")


def _points_rest_on_what_is_here(rows: Rows, today: date) -> Iterator[Fault]:
    known = {one.holds["id"] for name in ("commitment", "practice") for one in rows[name]}
    for one in rows["sheet"]:
        for entry in sorted({entry for point in one.holds["points"] for entry in point["rests_on"]} - known):
            yield one.fault(f'It rests on "{entry}", which is not here.', "Name a commitment or a practice, or add it.")
    commitments = {one.holds["id"] for one in rows["commitment"]}
    for one in (*rows["concern"], *rows["training"], *rows["question"], *rows["minimum"]):
        for entry in sorted(set(one.holds["rests_on"]) - commitments):
            yield one.fault(f'It rests on "{entry}", which is not here.', "Name a commitment, or add it.")


def _questions_belong_to_a_training(rows: Rows, today: date) -> Iterator[Fault]:
    known = {one.holds["id"] for one in rows["training"]}
    for one in rows["question"]:
        if one.holds["training"] not in known:
            yield one.fault(
                f'"{one.holds["training"]}" is no known training.', "Name one of trainings.toml, or add it."
            )
        if one.holds["best"] >= len(one.holds["choices"]):
            yield one.fault("`best` points at no choice.", "Count the choices from 0.")


def _sheets_for_themes_name_them(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["sheet"]:
        if (one.holds["offered"] == "themes") != bool(one.holds.get("themes")):
            yield one.fault(
                "Its themes and how it is offered do not fit.", "Name themes where it is offered by themes."
            )


def _laws_are_of_a_country(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["law"]:
        if country_code(one.holds["country"]) != one.holds["country"]:
            yield one.fault(f'"{one.holds["country"]}" is no code of a country.', "Write its two letters, as MX.")


def _areas_are_known(rows: Rows, today: date) -> Iterator[Fault]:
    known = {one.holds["id"] for one in rows["area"]}
    for one in rows["mechanism"]:
        for country in one.holds["countries"]:
            if country.islower() and country not in known:
                yield one.fault(f'"{country}" is no known area.', "Use an area of areas.toml, or add it there.")


def _what_is_not_unverified_has_a_source(rows: Rows, today: date) -> Iterator[Fault]:
    for one in (*rows["action"], *rows["area"]):
        sourced = one.holds.get("sources") or one.holds.get("addresses") or one.holds.get("source")
        if not sourced and one.holds["verification"] != "unverified":
            yield one.fault("It has no source.", "Add one, or mark it unverified.")


def _mechanisms_were_read_when_they_were_checked(rows: Rows, today: date) -> Iterator[Fault]:
    for one in (*rows["mechanism"], *rows["law"]):
        if one.holds["source"]["read_on"] > one.holds["last_checked"]:
            yield one.fault("It was read after it was last checked.", "Set `last_checked` to the day it was read.")


CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w|\+[0-9][0-9 ()/-]{6,}|\b[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}")


def _a_contact_stands_in_its_place(rows: Rows, today: date) -> Iterator[Fault]:
    """A number or an address of mail is written in `contact` alone, where it is seen to come from a source."""
    for one in rows["mechanism"]:
        for field, given in one.holds.items():
            if field not in ("contact", "source") and CONTACT.search(json.dumps(given, ensure_ascii=False)):
                yield one.fault(
                    f"{field} holds a number or an address.", "Move it to `contact`, as its source gives it."
                )


def _mandates_stand_beside_one_that_is_here(rows: Rows, today: date) -> Iterator[Fault]:
    known = {one.holds["id"] for one in rows["mechanism"]}
    for one in rows["mechanism"]:
        beside = one.holds.get("takes_up", {}).get("beside")
        if beside and beside not in known:
            yield one.fault(f'It stands beside "{beside}", which is not here.', "Name a mandate of this register.")


def _community_protection_is_not_here(rows: Rows, today: date) -> Iterator[Fault]:
    kept_out = {one.holds["id"] for one in rows["action"] if one.holds["family"] == COMMUNITY}
    for one in rows["mechanism"]:
        if kept_out & set(one.holds.get("actions", ())):
            yield one.fault("It is protection by a community.", "Take it out: nothing of it is recorded.")


def _state_mechanisms_are_looked_at_from_all_sides(rows: Rows, today: date) -> Iterator[Fault]:
    for one in rows["mechanism"]:
        if one.holds["kind"] == "state_mechanism":
            missing = [
                side for side in ("design", "scope", "implementation", "effectiveness") if not one.holds.get(side)
            ]
            if missing:
                says = f"It is a mechanism of a state and says nothing of {', '.join(missing)}."
                yield one.fault(says, "Say it from a read source, or that it was not read.")


RULES = (
    _ids_stand_once,
    _one_version_in_force,
    _versions_follow_each_other,
    _a_confidential_version_tells_nothing,
    _versions_have_a_source_and_a_date,
    _no_date_lies_ahead,
    _changes_are_in_order,
    _commitments_name_a_version,
    _kinds_are_known,
    _paragraphs_name_commitments,
    _nothing_answers_itself,
    _inputs_of_a_kind_have_names_of_their_own,
    _points_rest_on_what_is_here,
    _sheets_for_themes_name_them,
    _questions_belong_to_a_training,
    _laws_are_of_a_country,
    _areas_are_known,
    _what_is_not_unverified_has_a_source,
    _mechanisms_were_read_when_they_were_checked,
    _a_contact_stands_in_its_place,
    _mandates_stand_beside_one_that_is_here,
    _community_protection_is_not_here,
    _state_mechanisms_are_looked_at_from_all_sides,
)
