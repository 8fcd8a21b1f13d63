"""What the desks really send to SQLite: every verb is called through our own backend, and SQLite itself tells what it ran."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pysqlite3
from django.db import connection

from safeconduct.access.desk import signing_in
from safeconduct.cases.desk import casework as cases
from safeconduct.intake.desk import allowing, asking, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.draft import Draft
from safeconduct.jobs import sweeping
from safeconduct.sealing.code import new_code
from safeconduct.web import boot
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION, Embedded

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass
class Work:
    """`opening`: what a new connection is told before anything else. `units`: the statements of one transaction each,
    or one alone. `verbs`: how many units that write each call of a desk had."""

    before: bytes = field(default=b"", repr=False)
    opening: list[str] = field(default_factory=list)
    units: list[list[str]] = field(default_factory=list, repr=False)
    verbs: list[tuple[str, int]] = field(default_factory=list)


class _Heard:
    """Every statement that SQLite runs on connections of this class, with its parameters filled in."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        heard = self.statements

        class Connection(pysqlite3.Connection):  # type: ignore[misc]
            def __init__(self, *arguments: Any, **named: Any) -> None:
                super().__init__(*arguments, **named)
                self.set_trace_callback(heard.append)

        self.factory = Connection

    def take(self) -> list[str]:
        taken = self.statements[:]
        self.statements.clear()
        return taken


def opening_of_a_connection() -> list[str]:
    """What our backend tells SQLite when it connects."""
    return _reconnected(_Heard())


def work_of(embedded: Embedded, *, calls: int) -> Work:
    """Every verb that writes, for so many calls for help one after the other."""
    connection.close()
    work, heard = Work(Path(connection.settings_dict["NAME"]).read_bytes()), _Heard()
    work.opening = _reconnected(heard)
    try:
        for _ in range(calls):
            for name, verb in _verbs(embedded):
                verb()
                units = units_of(heard.take())
                work.units += units
                work.verbs.append((name, sum(writes(unit) for unit in units)))
    finally:
        connection.settings_dict["OPTIONS"].pop("factory", None)
        connection.close()
    return work


def _reconnected(heard: _Heard) -> list[str]:
    connection.close()
    connection.settings_dict["OPTIONS"]["factory"] = heard.factory
    try:
        connection.ensure_connection()
    finally:
        connection.settings_dict["OPTIONS"].pop("factory")
    return heard.take()


def writes(unit: list[str]) -> bool:
    return any(statement.startswith(WRITES) for statement in unit)


def units_of(statements: list[str]) -> list[list[str]]:
    units: list[list[str]] = []
    is_inside = False
    for statement in statements:
        if is_inside:
            units[-1].append(statement)
        else:
            units.append([statement])
        if statement.startswith("BEGIN"):
            is_inside = True
        elif statement.startswith("COMMIT") or statement == "ROLLBACK":
            is_inside = False
    return units


def _verbs(embedded: Embedded) -> list[tuple[str, Callable[[], Any]]]:
    """One call for help from its draft to its end. What a verb needs is read before SQLite is listened to again."""
    telling, kept = a_telling(files=(embedded.file(),), name="N. (invented)"), {}
    mara, tomas = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)

    def step() -> None:
        kept["token"] = asking.begin_draft(Draft(embedded.now, {"happened": telling.happened}))

    def send() -> None:
        kept["call"] = embedded.call(HARBOUR, LIGHTHOUSE, telling=telling)

    def new_code_made() -> None:
        code = new_code()
        returning.change_code(kept["call"].visit(), code, "lantern", at=embedded.now)
        kept["call"] = type(kept["call"])(kept["call"].refs, code, "lantern")

    def visit() -> None:
        signing_in.begin_visit(kept["call"].visit().as_secrets(), boot_secret=boot.secret(), at=embedded.now)

    def sweep() -> None:
        sweeping.sweep(at=embedded.clock.pass_by(timedelta(hours=80)))

    def on(verb: Callable[..., Any], *more: Any, by: Any = mara) -> Callable[[], Any]:
        return lambda: verb(kept["call"].ref, *more, by, at=embedded.now)

    def back(verb: Callable[..., Any], *more: Any) -> Callable[[], Any]:
        return lambda: verb(kept["call"].visit(), *more, at=embedded.now)

    return [
        ("step", step),
        ("send", send),
        ("leave", lambda: asking.leave_draft(kept["token"], at=embedded.now)),
        ("open", on(cases.open_case)),
        ("answer", on(cases.answer, "We call the lawyer today.")),
        ("accept", on(cases.accept, by=tomas)),
        ("note", on(cases.note, "Ask the lawyer.", by=tomas)),
        ("files", lambda: cases.add_files(kept["call"].ref, (embedded.file(),), mara, at=embedded.now)),
        ("visit", visit),
        ("word", back(returning.write, Word("They came again.", (embedded.file(),), urgent=True))),
        ("wish", back(returning.leave_wish, "contact", {"rhythm": "weekly"})),
        (
            "consents",
            lambda: allowing.change_consents(kept["call"].visit(), ["share"], language="en", at=embedded.now),
        ),
        ("list", lambda: cases.cards(mara, at=embedded.now)[0]),
        ("new code", new_code_made),
        ("end reading", lambda: allowing.end_reading(kept["call"].visit(), kept["call"].refs[1], at=embedded.now)),
        ("list there", lambda: cases.cards(embedded.keyring(OTHER_OFFICE), at=embedded.now)[0]),
        ("ask for erasure", back(allowing.ask_for_erasure)),
        ("undo", back(allowing.undo_erasure)),
        ("ask again", back(allowing.ask_for_erasure)),
        ("erase", sweep),
    ]
