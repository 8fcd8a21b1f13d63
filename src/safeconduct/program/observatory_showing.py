"""`safeconduct observatory show`: puts a published snapshot where the pages of the observatory find it. Nothing is sent."""

import argparse
from pathlib import Path

import django
from django.conf import settings

from safeconduct.observatory import invented
from safeconduct.observatory.showing.stored_snapshot import stored_snapshot, too_large
from safeconduct.program.refusing import no, no_file

FEWER = "Measure fewer codings for the pages, such as those of some years, and give the whole snapshot away as a file."
INVENTED = Path(invented.__file__).with_name("snapshot.zip")


def run(arguments: argparse.Namespace) -> int:
    django.setup()
    given = Path(arguments.snapshot)
    if missing := no_file(given):
        return no(missing)
    known_by = put(given)
    if known_by is None and (why := too_large(given)):
        return no(f"{given} is too large for the pages: {why}. {FEWER}")
    if known_by is None:
        return no(f"{given} is no snapshot that pages can show. Make it again with `observatory measure`.")
    print(f"The snapshot {known_by} is shown under /observatory/. Older ones stay under the addresses that name them.")
    return 0


def put(given: Path) -> str | None:
    """What the snapshot is known by, once a copy is whole; None where it cannot be shown."""
    stored = stored_snapshot(given)
    if stored is None:
        return None
    folder: Path = settings.SAFECONDUCT_OBSERVATORY
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = folder / f"{stored.known_by}.unfinished"
    unfinished.write_bytes(given.read_bytes())
    unfinished.replace(folder / f"{stored.known_by}.zip")
    return stored.known_by
