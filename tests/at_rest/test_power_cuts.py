"""The power goes at any moment. What somebody was told is done is there afterwards, and nothing is half done.

The statements are those that the desks send through our own backend, the pragmas of its connections among them. They
are run again on a disk of which only what was synced is sure to last; the power goes after any act of that disk. What
is left must be, row for row, what stood there after the last unit that was answered, or after the one at work.
"""

import hashlib
import random
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pysqlite3
import pytest

from safeconduct.web.sqlite import base
from tests.at_rest.desks_at_work import Work, opening_of_a_connection, work_of, writes
from tests.at_rest.disk import Disk, Wreck, wrecks
from tests.at_rest.test_kills import HALVES, breaks
from tests.embedded import Embedded

NAME = "safeconduct.sqlite3"
MAY_WRITE_OFTEN = ("erase",)  # the sweep: one transaction for each dossier, and its other chores
MAY_WRITE_NOTHING = ("list", "list there")  # lists write only when there is something to fold

# An erased dossier is an empty slip: it has neither keys nor grants nor progress.
ERASED = "SELECT ref FROM dossiers_dossier WHERE erased_on IS NOT NULL"
OF_THE_LIVING = {
    name: query
    for name, query in HALVES.items()
    if name in ("a key without its entry", "a note without its key", "a key without its note")
} | {
    "an entry without its key": f"""SELECT dossier, seq FROM dossiers_entry WHERE dossier NOT IN ({ERASED})
        EXCEPT SELECT dossier, seq FROM dossiers_entrykey""",
    "an entry in a scope that nobody holds": f"""SELECT dossier, scope_ref FROM dossiers_entry
        WHERE dossier NOT IN ({ERASED}) EXCEPT SELECT dossier, scope_ref FROM dossiers_grant""",
    "a dossier without progress": f"""SELECT ref FROM dossiers_dossier WHERE ref NOT IN ({ERASED})
        AND ref NOT IN (SELECT dossier FROM intake_progress)""",
    "an erased dossier with a key": f"SELECT dossier FROM dossiers_grant WHERE compartment != '' AND dossier IN ({ERASED})",
}


@dataclass
class Found:
    cuts: int = 0
    answered: int = 0
    lost: int = 0
    cuts_that_lost: int = 0
    half: int = 0
    broken: int = 0
    stuck: int = 0
    whole: set[str] = field(default_factory=set, repr=False)

    def sentence(self) -> str:
        return (
            f"{self.cuts} cuts, {self.answered} answered in all, {self.lost} lost in {self.cuts_that_lost} cuts, "
            f"{self.half} half done, {self.broken} broken, {self.stuck} stuck"
        )


def state_of(database: "pysqlite3.Connection | apsw.Connection") -> str:
    """A digest of every row of every table."""
    digest = hashlib.sha256()
    tables = list(database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
    for (table,) in tables:
        digest.update(table.encode())
        for row in database.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def states_of(work: Work, folder: Path) -> list[str]:
    """What stands in the database before all units and after each, on a disk that never fails."""
    (folder / NAME).write_bytes(work.before)
    database = pysqlite3.connect(str(folder / NAME), isolation_level=None)
    states = [state_of(database)]
    for unit in work.units:
        for statement in unit:
            database.execute(statement).fetchall()
        states.append(state_of(database) if writes(unit) else states[-1])
    database.close()
    return states


def run_on(disk: Disk, folder: Path, work: Work) -> None:
    (folder / NAME).write_bytes(work.before)
    database = apsw.Connection(str(folder / NAME), vfs=disk.name)
    for statement in work.opening:
        list(database.execute(statement))
    for number, unit in enumerate(work.units, start=1):
        for statement in unit:
            list(database.execute(statement))
        disk.answered(number)
    database.close()


def looked_at(wreck: Wreck, folder: Path, states: list[str], work: Work, found: Found) -> None:
    """Open what is left as the program would, and go on where it stopped."""
    for file in folder.iterdir():
        file.unlink()
    for name, content in wreck.files.items():
        (folder / (NAME + name if name.startswith("-") else name)).write_bytes(content)
    found.cuts += 1
    found.answered += wreck.answered
    try:
        database = pysqlite3.connect(str(folder / NAME), isolation_level=None)
        state = state_of(database)
        stands = _stands_at(state, states, wreck.answered)
        if stands is None:
            found.half += 1
        elif stands < wreck.answered:
            found.lost += wreck.answered - stands
            found.cuts_that_lost += 1
        found.broken += not _is_whole(database, state, folder / NAME, found)
        if stands is not None:
            found.stuck += not _goes_on(database, stands, states, work)
        database.close()
    except pysqlite3.DatabaseError:
        found.broken += 1


def _is_whole(database: pysqlite3.Connection, state: str, path: Path, found: Found) -> bool:
    if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        return False
    if state in found.whole:
        return True
    if breaks(path) or any(database.execute(query).fetchall() for query in OF_THE_LIVING.values()):
        return False
    found.whole.add(state)
    return True


def _goes_on(database: pysqlite3.Connection, stands: int, states: list[str], work: Work) -> bool:
    """The next unit that writes can be written, and leads where it should."""
    following = next((unit for unit in range(stands, len(work.units)) if writes(work.units[unit])), None)
    if following is None:
        return True
    for statement in work.units[following]:
        database.execute(statement).fetchall()
    return state_of(database) == states[following + 1]


def _stands_at(state: str, states: list[str], answered: int) -> int | None:
    """After which unit the database is like this; the one at work, the last answered, or the newest that fits."""
    for unit in (answered + 1, *range(answered, -1, -1)):
        if unit < len(states) and states[unit] == state:
            return unit
    return None


def cut(embedded: Embedded, folder: Path, *, cuts: int, calls: int = 8) -> Found:
    work = work_of(embedded, calls=calls)
    plain, served, left = (folder / name for name in ("plain", "served", "left"))
    for each in (plain, served, left):
        each.mkdir()
    states = states_of(work, plain)
    disk, found, chance = Disk(), Found(), random.Random(20261122)
    run_on(disk, served, work)
    assert sum(act.what == "write" and act.file == NAME for act in disk.acts) > 500, "there was no checkpoint to cut"
    points = chance.sample(range(1, len(disk.acts) + 1), cuts)
    for wreck in wrecks(disk.acts, {NAME: work.before}, points, chance):
        looked_at(wreck, left, states, work, found)
    disk.unregister()
    print(f"{len(work.units)} units, {len(disk.acts)} acts of the disk: {found.sentence()}")
    return found


def nothing_is_lost(embedded: Embedded, folder: Path, *, cuts: int, calls: int) -> None:
    found = cut(embedded, folder, cuts=cuts, calls=calls)
    assert found.cuts == cuts
    assert (found.lost, found.half, found.broken, found.stuck) == (0, 0, 0, 0)


@pytest.mark.slow
def test_three_hundred_power_cuts_lose_nothing_that_was_answered(embedded: Embedded, tmp_path: Path) -> None:
    nothing_is_lost(embedded, tmp_path, cuts=300, calls=8)


@pytest.mark.long
def test_five_thousand_power_cuts_lose_nothing_that_was_answered(embedded: Embedded, tmp_path: Path) -> None:
    nothing_is_lost(embedded, tmp_path, cuts=5_000, calls=12)


@pytest.mark.slow
def test_every_verb_of_a_desk_is_one_transaction(embedded: Embedded) -> None:
    """So that a power cut finds it whole or not at all."""
    for name, units in work_of(embedded, calls=2).verbs:
        assert units == 1 or name in (*MAY_WRITE_OFTEN, *MAY_WRITE_NOTHING), name


# Controls: with other settings of our own backend the same cuts must be noticed.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ours", "other"),
    [
        pytest.param("PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL", id="synchronous=NORMAL"),
        pytest.param("PRAGMA synchronous=FULL", "PRAGMA synchronous=OFF", id="synchronous=OFF", marks=pytest.mark.long),
        pytest.param(
            "PRAGMA journal_mode=WAL", "PRAGMA journal_mode=MEMORY", id="journal_mode=MEMORY", marks=pytest.mark.long
        ),
    ],
)
def test_weaker_settings_of_our_backend_lose_what_was_answered(
    embedded: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: str, other: str
) -> None:
    assert ours in base.PRAGMAS
    monkeypatch.setattr(base, "PRAGMAS", tuple(other if pragma == ours else pragma for pragma in base.PRAGMAS))
    opening = opening_of_a_connection()
    assert other in opening and ours not in opening
    found = cut(embedded, tmp_path, cuts=60)
    assert found.lost + found.half + found.broken > 0
    if other == "PRAGMA synchronous=NORMAL":
        assert found.lost > 0
