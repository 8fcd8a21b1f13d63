"""Opening a case and adding to it ask the database few things, in one transaction, however long the case is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safeconduct.access import lookup
from safeconduct.cases.desk import casework
from tests.embedded import PROTECTION


def statements(verb):
    """Those of one transaction, without its beginning and end."""
    with CaptureQueriesContext(connection) as caught:
        verb()
    said = [query["sql"] for query in caught.captured_queries]
    assert sum(sql.startswith("BEGIN") for sql in said) <= 1
    return len([sql for sql in said if not sql.startswith(("BEGIN", "COMMIT"))])


@pytest.mark.slow
@pytest.mark.about_sqlite("PostgreSQL is asked for locks and for whose rows may be seen besides")
def test_a_long_case_opens_with_ten_statements_and_takes_an_entry_with_fifteen(embedded):
    ref, keyring = embedded.call().ref, embedded.keyring(PROTECTION)
    casework.accept(ref, keyring, at=embedded.now)
    for number in range(30):
        casework.note(ref, f"Note {number}.", keyring, at=embedded.now)
    assert statements(lambda: casework.open_case(ref, keyring, at=embedded.now)) <= 11  # one keeps how far it reaches
    assert statements(lambda: casework.open_case(ref, keyring, at=embedded.now)) <= 10
    assert statements(lambda: casework.note(ref, "One more.", keyring, at=embedded.now)) <= 15


def test_the_directory_is_read_once_in_a_transaction_and_anew_in_the_next(embedded):
    keyring = embedded.keyring(PROTECTION)
    with CaptureQueriesContext(connection) as caught, lookup.reading_once():
        first = lookup.recipient_for(keyring.organisation, "requests")
        asked = len(caught)
        assert lookup.recipient_for(keyring.organisation, "requests") == first
        assert lookup.recipient(first.compartment) == first
        assert lookup.register(keyring.organisation, ()).registrars()
        assert len(caught) == asked
    with CaptureQueriesContext(connection) as caught:
        assert lookup.recipient_for(keyring.organisation, "requests") == first
        assert len(caught) >= asked
