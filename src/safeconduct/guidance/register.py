"""The register: the data files as values. Reading asks no questions; `check` does, and is run before a change goes in."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from safeconduct.guidance.action_kind import ActionKind, Duty, Input, Precondition
from safeconduct.guidance.action_sheet import ActionSheet, SheetPoint
from safeconduct.guidance.awareness_question import AwarenessQuestion
from safeconduct.guidance.bill_concern import BillConcern
from safeconduct.guidance.commitment import Change, Commitment, EvidenceRule
from safeconduct.guidance.defender_law import DefenderLaw
from safeconduct.guidance.instrument import Instrument, Version
from safeconduct.guidance.mechanism import Answer, Area, Mechanism, Subject, View
from safeconduct.guidance.paragraph import Paragraph, Synonym, Words
from safeconduct.guidance.practice import Practice
from safeconduct.guidance.source import Address
from safeconduct.guidance.strategy_minimum import MinimumItem
from safeconduct.guidance.training_course import QuizChoice, QuizQuestion, TrainingCourse
from safeconduct.vocabulary.language import CODES

FOLDER = Path(__file__).parent / "register"
Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One kind of row: its name in the files, its schema, and the files that hold such rows."""

    name: str
    schema: str
    files: str


TABLES = (
    Table("instrument", "schemas/instruments.json", "instruments.toml"),
    Table("area", "schemas/areas.json", "areas.toml"),
    Table("event", "schemas/events.json", "events.toml"),
    Table("action", "schemas/actions.json", "actions.toml"),
    Table("commitment", "schemas/commitments.json", "commitments/*.toml"),
    Table("mechanism", "schemas/mechanisms.json", "mechanisms/*.toml"),
    Table("law", "schemas/laws.json", "laws.toml"),
    Table("paragraph", "schemas/paragraphs.json", "paragraphs/*.toml"),
    Table("translation", "schemas/translations.json", "translations.toml"),
    Table("synonym", "schemas/synonyms.json", "synonyms.toml"),
    Table("practice", "schemas/practices.json", "practices.toml"),
    Table("sheet", "schemas/sheets.json", "sheets.toml"),
    Table("concern", "schemas/concerns.json", "concerns.toml"),
    Table("training", "schemas/trainings.json", "trainings.toml"),
    Table("question", "schemas/questions.json", "questions.toml"),
    Table("awareness", "schemas/awareness.json", "awareness.toml"),
    Table("minimum", "schemas/minimum.json", "minimum.toml"),
)


@dataclass(frozen=True)
class Register:
    """`event_kinds` are the names of the recorded events that are no kind of action, by their id. `translations`: what
    defenders read of the other tables, by the English sentence and then by language."""

    instruments: tuple[Instrument, ...]
    event_kinds: dict[str, str]
    actions: tuple[ActionKind, ...]
    commitments: tuple[Commitment, ...]
    mechanisms: tuple[Mechanism, ...]
    laws: tuple[DefenderLaw, ...]
    areas: dict[str, Area]
    paragraphs: tuple[Paragraph, ...]
    translations: dict[str, Words]
    synonyms: tuple[Synonym, ...]
    practices: tuple[Practice, ...]
    sheets: tuple[ActionSheet, ...]
    concerns: tuple[BillConcern, ...]
    trainings: tuple[TrainingCourse, ...]
    questions: tuple[QuizQuestion, ...]
    awareness: tuple[AwarenessQuestion, ...]
    minimum: tuple[MinimumItem, ...]


@cache
def the_register() -> Register:
    """The register that ships with the program, read once."""
    return read_register()


def action_kinds() -> dict[str, ActionKind]:
    """The kinds of the catalogue by their id."""
    return {kind.id: kind for kind in the_register().actions}


def read_register(folder: Path = FOLDER) -> Register:
    """The files of a folder that `safeconduct guidance check` has passed."""
    rows = {table.name: _rows(folder, table) for table in TABLES}
    areas = {row["id"]: Area(row["name"], frozenset(row["countries"]), row["verification"]) for row in rows["area"]}
    return Register(
        instruments=tuple(_instrument(row) for row in rows["instrument"]),
        event_kinds={row["id"]: row["name"] for row in rows["event"]},
        actions=tuple(_action(row) for row in rows["action"]),
        commitments=tuple(_commitment(row) for row in rows["commitment"]),
        mechanisms=tuple(_mechanism(row, areas) for row in rows["mechanism"]),
        laws=tuple(_law(row) for row in rows["law"]),
        areas=areas,
        paragraphs=tuple(_paragraph(row) for row in rows["paragraph"]),
        translations={row["id"]: row for row in rows["translation"]},
        synonyms=tuple(_synonym(row) for row in rows["synonym"]),
        practices=tuple(_practice(row) for row in rows["practice"]),
        sheets=tuple(_sheet(row) for row in rows["sheet"]),
        concerns=tuple(
            BillConcern(**_texts(row, "id", "asks", "why"), **_lists(row, "rests_on")) for row in rows["concern"]
        ),
        trainings=tuple(TrainingCourse(**{**row, **_lists(row, "points", "rests_on")}) for row in rows["training"]),
        questions=tuple(_question(row) for row in rows["question"]),
        awareness=tuple(AwarenessQuestion(**row) for row in rows["awareness"]),
        minimum=tuple(
            MinimumItem(**_texts(row, "id", "says", "part"), **_lists(row, "rests_on")) for row in rows["minimum"]
        ),
    )


def _question(row: Row) -> QuizQuestion:
    return QuizQuestion(
        **_texts(row, "id", "training", "asks"),
        **_lists(row, "rests_on"),
        choices=tuple(QuizChoice(**one) for one in row["choices"]),
        best=row["best"],
    )


def _rows(folder: Path, table: Table) -> list[Row]:
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob(table.files))]
    return [row for file in read for row in file[table.name]]


def _texts(row: Row, *fields: str) -> Row:
    return {field: row.get(field, "") for field in fields}


def _lists(row: Row, *fields: str) -> Row:
    return {field: tuple(row.get(field, ())) for field in fields}


def _addresses(row: Row) -> tuple[Address, ...]:
    return tuple(Address(one["address"], one.get("remark", "")) for one in row.get("addresses", ()))


def _instrument(row: Row) -> Instrument:
    versions = tuple(_version(one) for one in row["version"])
    return Instrument(
        row["id"], row["title"], row["owner"], row["nature"], row["binds"], versions, tuple(row.get("themes", ()))
    )


def _version(row: Row) -> Version:
    dates = _texts(row, "dated", "page_dated", "edited")
    said = _texts(row, "id", "name", "status", "supersedes", "verification", "note", "said_in")
    return Version(**said, **dates, addresses=_addresses(row))


def _action(row: Row) -> ActionKind:
    return ActionKind(
        **_texts(row, "id", "name", "family", "done_when", "sources", "verification", "note"),
        **_lists(row, "level", "visibility", "actors", "risks"),
        inputs=tuple(Input(**one) for one in row["inputs"]),
        preconditions=tuple(Precondition(**one) for one in row["preconditions"]),
        evidence=tuple(Input(**one) for one in row["evidence"]),
        consents=tuple(frozenset(alternatives) for alternatives in row.get("consents", ())),
        follow_up=tuple(_duty(one) for one in row.get("follow_up", ())),
        addresses=_addresses(row),
    )


def _duty(row: Row) -> Duty:
    return Duty(
        row["duty"],
        row["within"],
        row["basis"],
        due=tuple(_length(one) for one in row["due"]),
        counted_from=row.get("counted_from", ""),
        every=_length(row["every"]) if "every" in row else None,
        sooner={band: _length(one) for band, one in row.get("sooner", {}).items()},
    )


def _length(said: str) -> timedelta:
    """ "-7 days", "1 hour"."""
    number, unit = said.split()
    return timedelta(**{f"{unit.rstrip('s')}s": int(number)})


def _commitment(row: Row) -> Commitment:
    return Commitment(
        **_texts(row, "id", "version", "clause", "says", "strength", "trigger", "trigger_kind"),
        **_texts(row, "evidence_says", "verification", "note", "entered"),
        **_lists(row, "bound", "topics", "actions"),
        evidence=_evidence(row["evidence"]),
        changes=tuple(Change(**one) for one in row.get("change", ())),
    )


def _evidence(row: Row) -> EvidenceRule:
    kinds: Row = {field: frozenset(row.get(field, ())) for field in ("shown_by", "opened_by")}
    return EvidenceRule(**{**row, **kinds})


def _mechanism(row: Row, areas: dict[str, Area]) -> Mechanism:
    source = row["source"]
    named = tuple(areas[one] for one in row["countries"] if one in areas)
    codes = {one for one in row["countries"] if one not in areas}
    taken_up = row.get("takes_up")
    return Mechanism(
        **_texts(row, "id", "name", "kind", "run_by", "arena", "opens", "place", "where", "exile", "verification"),
        **_texts(row, "how_to_ask", "contact", "limits", "pause", "design", "scope", "implementation", "effectiveness"),
        **_lists(row, "offers", "actions", "applicants", "groups", "languages", "excludes"),
        takes_up=Subject(**{**taken_up, "acts": tuple(taken_up["acts"])}) if taken_up else None,
        areas=named,
        countries=frozenset(codes.union(*(area.countries for area in named))),
        answer=Answer(**row.get("answer", {})),
        views=tuple(View(**one) for one in row.get("views", ())),
        source=Address(source["address"], source["title"]),
        stored_copy=source.get("stored_copy", False),
        page_dated=source.get("page_dated", ""),
        last_checked=date.fromisoformat(row["last_checked"]),
    )


def _law(row: Row) -> DefenderLaw:
    return DefenderLaw(
        **_texts(row, "id", "country", "name", "adopted", "gives", "against", "criticised_at", "verification"),
        **_sourced(row),
        stored_copy=row["source"].get("stored_copy", False),
    )


def _paragraph(row: Row) -> Paragraph:
    return Paragraph(**{**row, **_lists(row, "actions", "commitments")})


def _synonym(row: Row) -> Synonym:
    return Synonym(tuple(row["of"]), {code: tuple(row[code]) for code in CODES})


def _practice(row: Row) -> Practice:
    return Practice(
        **_texts(row, "id", "name", "context", "adaptation", "verification"),
        **_lists(row, "steps", "did_not_work", "shortcomings", "actions"),
        **_sourced(row),
    )


def _sheet(row: Row) -> ActionSheet:
    return ActionSheet(
        **_texts(row, "id", "title", "audience", "offered", "verification"),
        **_lists(row, "themes"),
        points=tuple(SheetPoint(one["says"], tuple(one["rests_on"])) for one in row["points"]),
        **_sourced(row),
    )


def _sourced(row: Row) -> Row:
    """The source and the day on which it was last looked at."""
    source = Address(row["source"].get("address", ""), row["source"]["title"])
    return {"source": source, "last_checked": date.fromisoformat(row["last_checked"])}
