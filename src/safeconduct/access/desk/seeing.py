"""Narrows a connection to the rows of one organisation, where the database can hold it to that.

PostgreSQL's policies (web/postgresql/rights.py) read what is set here. Without it a connection sees what a defender's
request needs, and no key of any compartment, no list and no journal. SQLite has no policies; nothing happens there.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

_SET = """
    SELECT coalesce(current_setting('safeconduct.organisation', true), ''),
           set_config('safeconduct.organisation', %s, %s)
"""


def see_only(organisation: str) -> str:
    """Until this transaction ends. Outside of one: until it is set again. What was set before."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_SET, [organisation, connection.in_atomic_block])
        return str(cursor.fetchone()[0])


@contextmanager
def seeing_only(organisation: str) -> Iterator[None]:
    before = see_only(organisation)
    try:
        yield
    except BaseException as problem:
        # A transaction that failed takes what was set in it along, and answers to nothing any more.
        if not connection.in_atomic_block or not (isinstance(problem, DatabaseError) or connection.needs_rollback):
            see_only(before)
        raise
    see_only(before)
