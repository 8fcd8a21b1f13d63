"""`safeconduct intake import`: a file of public appeals becomes sealed requests, once each, with a bar to watch."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.utils import timezone
from tqdm import tqdm

from safeconduct.program.refusing import no, no_file


def run(arguments: argparse.Namespace) -> int:
    django.setup()
    from safeconduct.access import lookup
    from safeconduct.program import migrate

    migrate.make_or_insist()
    source = Path(arguments.file)
    if missing := no_file(source):
        return no(missing)
    office = lookup.office(arguments.office)
    if office is None:
        known = ", ".join(one.slug for one in lookup.offices()) or "none yet"
        return no(f"No organisation here is called {arguments.office}. These take requests: {known}.")
    rejects = Path(arguments.rejects or f"{source}.rejects.jsonl")
    new, known_already, rejected = _take_in_all(source, office, rejects)
    print(
        f"{new} new requests, {known_already} taken in before, {rejected} rejected"
        + (f" (see {rejects})." if rejected else ".")
    )
    return 0


def _take_in_all(source: Path, office: object, rejects: Path) -> tuple[int, int, int]:
    from safeconduct.intake.appeal import Reject, read_line
    from safeconduct.intake.desk import importing

    counts = {"new": 0, "known": 0}
    rejected: list[Reject] = []
    with tqdm(total=source.stat().st_size, unit="B", unit_scale=True, desc="Sealing", file=sys.stderr) as bar:
        for number, raw in _lines(source):
            read = read_line(raw, line=number, reader=office.ref)  # type: ignore[attr-defined]
            if isinstance(read, Reject):
                rejected.append(read)
            else:
                counts["new" if importing.take_in(read, office, at=timezone.now()) else "known"] += 1  # type: ignore[arg-type]
            bar.update(len(raw))
    _write_rejects(rejects, rejected)
    return counts["new"], counts["known"], len(rejected)


def _lines(source: Path) -> Iterator[tuple[int, bytes]]:
    with source.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if raw.strip():
                yield number, raw


def _write_rejects(path: Path, rejected: list) -> None:  # type: ignore[type-arg]
    """The file says what this run rejected: an earlier one is replaced, and without rejects there is none."""
    path.unlink(missing_ok=True)
    if rejected:
        path.write_text("".join(f"{reject.as_line()}\n" for reject in rejected), encoding="utf-8")
