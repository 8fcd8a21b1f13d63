"""Snapshots as files, as tests of the pages need them: made anew from a few rows, or the invented one of the demo."""

import shutil

from safeconduct.observatory.measuring.measurement import measurement
from safeconduct.observatory.publishing import chart
from safeconduct.observatory.publishing.snapshot import SnapshotInputs, packed, snapshot_files
from safeconduct.observatory.showing.snapshot_index import index_of, make_index
from safeconduct.observatory.showing.stored_snapshot import stored_snapshot
from safeconduct.program.observatory_showing import INVENTED
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, RULES, a_table


def the_invented(folder):
    """A copy with its index."""
    return indexed(shutil.copy(INVENTED, folder / "invented.zip"))


def indexed(path):
    make_index(path, index_of(path))
    return stored_snapshot(path)


def written(path, rows, *, period=PUBLISHED_PERIOD, rounds=(), publisher="An institute"):
    """A snapshot without charts, which the pages do not read, and its index."""
    languages, chart.languages = chart.languages, lambda: ()
    try:
        inputs = SnapshotInputs("0" * 64, publisher, period)
        files = snapshot_files(measurement(a_table(rows), RULES, period), inputs, rounds=rounds)
    finally:
        chart.languages = languages
    path.write_bytes(packed(files))
    make_index(path, index_of(path))
    return path
