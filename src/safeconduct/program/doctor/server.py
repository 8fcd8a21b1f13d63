"""A PostgreSQL server: what it promises, whether its pages are checked, and whether its roles are held to their rights."""

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from safeconduct.program.doctor.finding import Finding, broken, ok, warning
from safeconduct.web.postgresql import rights

_ROLES = """
    SELECT rolname, rolsuper OR rolbypassrls,
           EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relnamespace = 'public'::regnamespace)
    FROM pg_roles WHERE rolname = ANY(%s)
"""
_OPEN_TABLES = """
    SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND NOT relrowsecurity AND relname ~ '^(access|dossiers|intake)_'
"""


def answers() -> Finding:
    """Each new connection asks the server for its settings and is closed when they are not sound."""
    try:
        connection.ensure_connection()
    except ImproperlyConfigured as problem:
        return broken("postgresql", str(problem), "Then run safeconduct doctor again.")
    except OperationalError:
        return broken(
            "postgresql", "The database does not answer.", "Is it running, and does SAFECONDUCT_DATABASE name it?"
        )
    if not rights.is_owner(connection):
        return broken(
            "postgresql",
            "This role does not own the tables and sees only a part of the rows.",
            "Run safeconduct doctor with the owner's address.",
        )
    return ok("postgresql", "The server keeps what it acknowledged and logs no statement.")


def integrity() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_checksums')")
        is_on = cursor.fetchone()[0] == "on"
    if is_on:
        return ok("integrity", "PostgreSQL checks each page that it reads.")
    return warning(
        "integrity",
        "PostgreSQL would not notice a page that rotted on the disk.",
        "Stop it and run pg_checksums --enable on its folder.",
    )


def roles() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(_ROLES, [list(rights.ROLES)])
        known = cursor.fetchall()
        cursor.execute(_OPEN_TABLES)
        return roles_are_bound(known, open_tables=cursor.fetchone()[0])


def roles_are_bound(known: Iterable[tuple[str, bool, bool]], *, open_tables: int) -> Finding:
    """`known` are the names of the roles, whether nothing binds them, and whether they own tables."""
    found = {name: unbound or owns for name, unbound, owns in known}
    missing = [name for name in rights.ROLES if name not in found]
    if missing:
        return warning(
            "roles",
            f"There is no role {', '.join(missing)}: the program serves as the owner of its tables.",
            "See docs/operating.md.",
        )
    free = [name for name in rights.ROLES if found[name]]
    if free:
        return broken(
            "roles",
            f"Row-level security does not bind {', '.join(free)}.",
            "It may own no table, be no superuser and have no BYPASSRLS.",
        )
    if open_tables:
        return broken("roles", f"{open_tables} tables have no row-level security.", "Run safeconduct migrate.")
    return ok("roles", "The roles that serve and sweep own no table and see what they need.")
