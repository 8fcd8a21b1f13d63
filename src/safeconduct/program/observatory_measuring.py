"""`safeconduct observatory measure`, `rebuild`, `differences` and `demo`: figures of coded statements, and a snapshot of them.

Nothing of an instance is read and nothing is sent."""

import argparse
import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from importlib import import_module
from pathlib import Path

from tqdm import tqdm

from safeconduct.observatory.auditing.audit_round import AuditRound
from safeconduct.observatory.coding import coded
from safeconduct.observatory.invented.statement import FIRST_YEAR, REMARK, YEARS, invented_statements, invented_versions
from safeconduct.observatory.measuring.coded_statement import CodedStatement, read_coded
from safeconduct.observatory.measuring.engine import read
from safeconduct.observatory.measuring.measure_rule import (
    FaultyMeasures,
    MeasureRules,
    measure_rules,
    other_rules,
    rules_as_written,
)
from safeconduct.observatory.measuring.measurement import measurement
from safeconduct.observatory.measuring.period import Period, refusal_to_measuring
from safeconduct.observatory.measuring.side_by_side import differences
from safeconduct.observatory.measuring.statement_parts import TakenIn, hash_of, take_in
from safeconduct.observatory.published_text import numbered_lines
from safeconduct.observatory.publishing.snapshot import (
    INPUTS,
    RULES,
    SnapshotInputs,
    inputs_of,
    packed,
    snapshot_files,
)
from safeconduct.observatory.showing.snapshot_index import why_too_large
from safeconduct.observatory.spark import FaultySpark
from safeconduct.program.observatory_showing import FEWER
from safeconduct.program.observatory_sites import demo_rounds, read_rounds
from safeconduct.program.refusing import no, no_file
from safeconduct.vocabulary.iso_day import typed_day
from safeconduct.vocabulary.refusal import Refused

SNAPSHOT = "snapshot.zip"
_LARGEST_INPUTS = 100_000  # octets
_INVENTED = 600
_REJECTS = "_rejects.jsonl"
_NEEDED = ("polars", "ibis", "duckdb", "scipy", "statsmodels", "vl_convert", "docx")


def measure(arguments: argparse.Namespace) -> int:
    source, folder = Path(arguments.file), Path(arguments.folder)
    days = [typed_day(written) for written in (arguments.first, arguments.last, arguments.as_of)]
    if not all(days):
        return no("A day is written as 2019-04-30. Give --from, --to and --as-of like this.")
    period = Period(*(day for day in days if day))
    if refusal := refusal_to_measuring(period):
        return no(refusal.sentence)
    if unfit := _unfit(source, folder):
        return no(unfit)
    if arguments.rules and (missing := no_file(Path(arguments.rules))):
        return no(missing)
    try:
        rules = other_rules(Path(arguments.rules)) if arguments.rules else measure_rules()
    except FaultyMeasures as fault:
        return no(str(fault))
    audits = [Path(one) for one in arguments.audits or ()]
    return _measured(
        source, folder, period, rules=rules, audits=audits, publisher=arguments.publisher, spark=arguments.spark
    )


def _measured(
    source: Path,
    folder: Path,
    period: Period,
    *,
    rules: MeasureRules,
    audits: Sequence[Path],
    publisher: str,
    remark: str = "",
    spark: str = "",
) -> int:
    """Reads, measures and writes; the folder appears when it is whole."""
    rejects = folder.with_name(f"{folder.name}.rejects.jsonl")
    try:
        with _parts_beside(folder) as parts:
            taken = _taken_in(source, parts)
            if not taken.statements:
                return no(f"There is no coding in {source}. Write some with `observatory code` first.")
            rounds = read_rounds(audits)
            inputs = SnapshotInputs(taken.file, publisher, period, remark, tuple(map(hash_of, audits)), rules.hash)
            _write(folder, _files(parts, inputs, rules, rounds, spark=spark))
            rejects.unlink(missing_ok=True)
            if taken.unread:
                (parts / _REJECTS).replace(rejects)
    except (FaultySpark, Refused) as fault:
        return no(str(fault))
    print(
        f"{taken.statements} codings measured, {taken.unread} lines for people"
        + (f" (see {rejects})." if taken.unread else ".")
    )
    print(
        f"Tables, charts and documents: {folder / 'index.html'}. Snapshot: {folder / SNAPSHOT}, {inputs.known_by[:12]}."
    )
    if why := why_too_large(folder / SNAPSHOT):
        print(f"The open pages cannot show this snapshot. {why} {FEWER}")
    return 0


@contextmanager
def _parts_beside(path: Path) -> Iterator[Path]:
    """A folder for what is counted from, where every machine that counts can see it; it goes when that is done."""
    parts = path.with_name(f"{path.name}.parts")
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir()
    try:
        yield parts
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def _taken_in(source: Path, parts: Path) -> TakenIn:
    with (parts / _REJECTS).open("w", encoding="utf-8") as rejects:
        return take_in(source, parts, reject=lambda one: rejects.write(f"{one.as_line()}\n"))


def _files(
    parts: Path, inputs: SnapshotInputs, rules: MeasureRules, rounds: Sequence[AuditRound], *, spark: str = ""
) -> dict[str, bytes]:
    with tqdm(desc="Measuring", unit=" steps", file=sys.stderr) as bar, read(parts, spark=spark) as statements:
        hear = _heard(bar)
        measured = measurement(statements, rules, inputs.period, step=hear)
        return snapshot_files(measured, inputs, rounds=rounds, step=hear)


def _heard(bar: "tqdm[None]") -> Callable[[str], None]:
    def hear(step: str) -> None:
        bar.set_postfix_str(step)
        bar.update()

    return hear


def _unfit(source: Path, folder: Path) -> str | None:
    if missing := no_file(source):
        return missing
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return f"{folder} holds something already. Give a new folder."
    if not folder.absolute().parent.is_dir():
        return f"{folder} cannot be made. Give a folder in one that is there."
    return None


def _write(folder: Path, files: dict[str, bytes]) -> None:
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        for name, octets in (files | {SNAPSHOT: packed(files)}).items():
            (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / name).write_bytes(octets)
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def rebuild(arguments: argparse.Namespace) -> int:
    """Makes a snapshot again from its statements, and says whether every octet is the same."""
    snapshot, source = Path(arguments.snapshot), Path(arguments.file)
    audits = [Path(one) for one in arguments.audits or ()]
    if missing := no_file(snapshot, source, *audits):
        return no(missing)
    old = snapshot.read_bytes()
    try:
        with zipfile.ZipFile(snapshot) as whole:
            if whole.getinfo(INPUTS).file_size > _LARGEST_INPUTS:
                return no(f"{INPUTS} in {snapshot} is too large to be one of ours. Get the snapshot again.")
            inputs = inputs_of(json.loads(whole.read(INPUTS)))
            rules = _rules_in(whole)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
        return no(f"{snapshot} is no snapshot of the observatory. Get it again.")
    except FaultyMeasures as fault:
        return no(str(fault))
    if rules.hash != inputs.rules:
        return no(
            f"{snapshot} was made by other rules than it carries. Get it again, or measure with the program of its day."
        )
    if hash_of(source) != inputs.statements:
        return no(f"{source} is not the file that this snapshot was made from. Give that one.")
    if tuple(map(hash_of, audits)) != inputs.audits:
        return no(
            "These are not the rounds that this snapshot was made from. Give those with --audits, in their order."
        )
    try:
        with _parts_beside(snapshot) as parts:
            _taken_in(source, parts)
            files = _files(parts, inputs, rules, read_rounds(audits))
    except Refused as fault:
        return no(str(fault))
    if packed(files) == old:
        print("The snapshot was made again: every octet is the same.")
        return 0
    return no(f"The snapshot came out otherwise: {', '.join(_unlike(snapshot, files)) or 'the envelope'}.")


def _rules_in(whole: zipfile.ZipFile) -> MeasureRules:
    """Those that a snapshot carries; of one that is older than that, those of this program."""
    if RULES not in whole.namelist():
        return measure_rules()
    with whole.open(RULES) as member:
        return rules_as_written(member.read(_LARGEST_INPUTS), name=RULES)


def _unlike(snapshot: Path, files: dict[str, bytes]) -> list[str]:
    with zipfile.ZipFile(snapshot) as whole:
        there = {entry.filename: entry for entry in whole.infolist()}
        same = {
            name
            for name in files
            if name in there and there[name].file_size == len(files[name]) and whole.read(name) == files[name]
        }
    return sorted((set(files) | set(there)) - same)


def side_by_side(arguments: argparse.Namespace) -> int:
    """What differs between two codings of one file."""
    source = Path(arguments.file)
    if missing := no_file(source):
        return no(missing)
    wanted = (arguments.one, arguments.other)
    found: dict[str, dict[str, object]] = {}
    with source.open("rb") as file:
        for number, raw in numbered_lines(file):
            if isinstance(one := read_coded(raw, line=number), CodedStatement) and one.id in wanted:
                found.setdefault(one.id, json.loads(raw.decode("utf-8-sig")))
    for name in wanted:
        if name not in found:
            return no(f"There is no coding with the id {name} in {source}. Check the id.")
    rows = differences(found[wanted[0]], found[wanted[1]])
    if not rows:
        print("The two are coded alike.")
    for row in rows:
        print(f"{row.field}: {row.one} | {row.other}")
    return 0


def demo(arguments: argparse.Namespace) -> int:
    """Invented statements, coded and measured, and two rounds of an audit of invented pages."""
    folder = Path(arguments.folder)
    source = folder.with_name(f"{folder.name}.jsonl")
    if source.exists():
        return no(f"There is {source} already. Give another folder.")
    if (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))) or not folder.absolute().parent.is_dir():
        return no(f"{folder} cannot be made anew. Give a new folder in one that is there.")
    for needed in _NEEDED:
        import_module(needed)  # what is missing is said before anything is written
    _write_invented(source)
    last = date(FIRST_YEAR + YEARS - 1, 12, 31)
    period = Period(date(FIRST_YEAR, 1, 1), last, last)
    audits = demo_rounds(folder)
    return _measured(source, folder, period, rules=measure_rules(), audits=audits, publisher="The demo", remark=REMARK)


def _write_invented(source: Path) -> None:
    """The codings, and the texts beside them; without their addresses, at which there is nothing."""
    texts = list(invented_statements(_INVENTED))
    source.with_suffix(".texts.jsonl").write_text(
        "".join(f"{json.dumps(asdict(text), ensure_ascii=False)}\n" for text in texts), encoding="utf-8"
    )
    codings = (replace(coded(text), url="") for text in tqdm(texts, desc="Coding", file=sys.stderr))
    rows = (
        {
            **json.loads(coding.as_line()),
            "versions": [{"language": one, "published": str(day)} for one, day in days.items()],
        }
        for coding, days in zip(codings, invented_versions(_INVENTED), strict=True)
    )
    source.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
