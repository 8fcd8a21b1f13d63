"""Gives the roles that serve pages and sweep their rights, as rights.sql says, and tells whether they bind the program."""

from pathlib import Path
from typing import Any

ROLES = ("safeconduct_web", "safeconduct_jobs")

_KNOWN = "SELECT count(*) FROM pg_roles WHERE rolname IN ('safeconduct_web', 'safeconduct_jobs')"
_IS_OWNER = """
    SELECT coalesce(
        (SELECT pg_has_role(tableowner, 'USAGE') FROM pg_tables
         WHERE schemaname = 'public' AND tablename = 'django_migrations'),
        has_schema_privilege('public', 'CREATE'))
"""


def give(connection: Any) -> None:
    """Call it as the owner of the tables, in a transaction. Without the two roles nothing is given."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        if cursor.fetchone()[0] == len(ROLES):
            rights = Path(__file__).with_name("rights.sql").read_text(encoding="utf-8")
            cursor.execute(rights)


def is_owner(connection: Any) -> bool:
    """Whether this connection may change tables, or make them when there are none yet."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_OWNER)
        return bool(cursor.fetchone()[0])


def sentences(connection: Any) -> list[str]:
    if connection.vendor != "postgresql" or not is_owner(connection):
        return []
    return [
        "The program connects as the owner of its tables, so row-level security does not bind it. "
        "docs/operating.md says how to give it a role of its own."
    ]
