"""Snapshots as files, as tests of the pages need them: made anew from a few rows, or the invented one of the demo."""

from safeconduct.observatory.measuring.measurement import measurement
from safeconduct.observatory.publishing import chart
from safeconduct.observatory.publishing.snapshot import SnapshotInputs, packed, snapshot_files
from safeconduct.observatory.showing.stored_snapshot import stored_snapshot
from safeconduct.program.observatory_showing import INVENTED
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, RULES, a_table


def the_invented():
    return stored_snapshot(INVENTED)


def written(path, rows, *, period=PUBLISHED_PERIOD, rounds=(), publisher="An institute"):
    """A snapshot without charts, which the pages do not read."""
    languages, chart.languages = chart.languages, lambda: ()
    try:
        inputs = SnapshotInputs("0" * 64, publisher, period)
        files = snapshot_files(measurement(a_table(rows), RULES, period), inputs, rounds=rounds)
    finally:
        chart.languages = languages
    path.write_bytes(packed(files))
    return path
