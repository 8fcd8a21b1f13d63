"""An address of a PostgreSQL database as Django wants it: everything that libpq knows may stand in it."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

READ_COMMITTED = 2
SECONDS_KEPT = 600


def postgresql_at(address: str) -> dict[str, Any]:
    """Settings of the database at `postgresql://user:password@host:port/name?option=value`; each part may be missing."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.removeprefix("/"))
    try:
        port = str(parts.port or options.pop("port", ""))
    except ValueError:
        raise SystemExit("SAFECONDUCT_DATABASE has a port that is no number.") from None
    if not name:
        raise SystemExit("SAFECONDUCT_DATABASE names no database. End it with one: postgresql://…/safeconduct")
    return {
        "ENGINE": "safeconduct.web.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or "") or options.pop("user", ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": port,
        "CONN_MAX_AGE": SECONDS_KEPT,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            # Each verb locks the rows that it is about to change and reads after that; see decision 0017.
            "isolation_level": READ_COMMITTED,
            # Values travel apart from statements, so that no error in the server's log can quote one.
            "server_side_binding": True,
        },
    }
