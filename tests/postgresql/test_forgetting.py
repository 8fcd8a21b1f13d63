"""Destroyed keys are in no file of the database: a plain VACUUM would leave some in the gaps of its pages."""

import pytest
from django.db import connection

from safeconduct.dossiers.models import Grant
from safeconduct.intake.desk import allowing

pytestmark = pytest.mark.slow
CALLS = 30
START_OF_WRAP = 24


@pytest.mark.parametrize("role", ["the role that serves", pytest.param("the owner", marks=pytest.mark.as_owner)])
def test_wraps_whose_reading_was_ended_are_in_no_file_of_the_database_and_the_others_are(embedded, role):
    calls = [embedded.call() for _ in range(CALLS)]
    wraps = {call.ref: wraps_of(call.ref) for call in calls}
    for call in calls[::10]:
        allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    ended = [wrap for call in calls[::10] for wrap in wraps[call.ref]]
    stored = embedded.bytes_on_disk()
    if any(wrap in stored for wrap in ended):
        stored = embedded.bytes_after_sweeping(ended)
    found = {ref: [wrap for wrap in some if wrap in stored] for ref, some in wraps.items()}
    assert [call.ref for call in calls[::10] if found[call.ref]] == []
    assert [call.ref for call in calls if found[call.ref] != wraps[call.ref]] == [call.ref for call in calls[::10]]


def wraps_of(ref):
    """The beginning of each: a page may be written over from the end of a row."""
    rows = Grant.objects.filter(dossier=ref).exclude(compartment="")
    return [bytes(row.wrapped)[:START_OF_WRAP] for row in rows]


def test_somebody_who_reads_for_long_puts_the_forgetting_off_and_stops_nobody(embedded):
    call, reader = embedded.call(), connection.copy()
    with reader.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM dossiers_grant")
        allowing.end_reading(call.visit(), call.ref, at=embedded.now)
        cursor.execute("ROLLBACK")
    reader.close()
    assert not Grant.objects.filter(dossier=call.ref).exclude(compartment="").exists()
