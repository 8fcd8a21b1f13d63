"""`safeconduct observatory show`: puts a published snapshot and its index where the pages of the observatory find them. Nothing is sent."""

import argparse
import os
import shutil
from pathlib import Path

import django
from django.conf import settings

from safeconduct.observatory import invented
from safeconduct.observatory.showing.snapshot_index import NO_SNAPSHOT, index_of, make_index
from safeconduct.observatory.showing.stored_snapshot import stored_snapshot
from safeconduct.program.refusing import no, no_file
from safeconduct.vocabulary.refusal import Refusal, Refused

FEWER = "Measure fewer codings for the pages, such as those of some years, and give the whole snapshot away as a file."
INVENTED = Path(invented.__file__).with_name("snapshot.zip")


def run(arguments: argparse.Namespace) -> int:
    django.setup()
    given = Path(arguments.snapshot)
    if missing := no_file(given):
        return no(missing)
    try:
        known_by = put(given)
    except Refused as refused:
        return no(f"{given} is not shown. {refused}" + ("" if str(refused) == NO_SNAPSHOT else f" {FEWER}"))
    print(f"The snapshot {known_by} is shown under /observatory/. Older ones stay under the addresses that name them.")
    return 0


def put(given: Path) -> str:
    """What the snapshot is known by, once a copy and its index are whole. Refused where it cannot be shown."""
    folder: Path = settings.SAFECONDUCT_OBSERVATORY
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = folder / f"unfinished-{os.getpid()}"  # two may show at once, also the same
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    copy = unfinished / "snapshot.zip"
    try:
        shutil.copyfile(given, copy)
        known_by = _indexed(copy)
        # First the index: one that was made from another file is none.
        index_of(copy).replace(index_of(folder / f"{known_by}.zip"))
        copy.replace(folder / f"{known_by}.zip")
        return known_by
    finally:
        shutil.rmtree(unfinished)


def _indexed(snapshot: Path) -> str:
    known_by = make_index(snapshot, index_of(snapshot))
    if stored_snapshot(snapshot) is None:
        index_of(snapshot).unlink()
        raise Refused(Refusal(NO_SNAPSHOT))
    return known_by


def index_what_has_none() -> list[str]:
    """Snapshots that an older release put there, or a person by hand; what is said of each."""
    folder: Path = settings.SAFECONDUCT_OBSERVATORY
    said = []
    for snapshot in sorted(folder.glob("*.zip")):
        if stored_snapshot(snapshot) is None:
            try:
                said.append(f"The snapshot {_indexed(snapshot)} of the observatory has an index now.")
            except Refused as refused:
                said.append(f"{snapshot} is not shown. {refused}")
    return said
