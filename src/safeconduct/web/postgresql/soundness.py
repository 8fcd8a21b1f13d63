"""What a PostgreSQL server must promise: to keep what it acknowledged when the power goes, and to write no diary.

A statement in the server's log tells when somebody wrote and, with its values, which row it was.
"""

from dataclasses import dataclass
from typing import Any

OLDEST_VERSION = 150_000

_SAID = """
    SELECT current_setting('server_version_num')::int, current_setting('fsync'), current_setting('full_page_writes'),
           current_setting('synchronous_commit'), current_setting('log_statement'),
           current_setting('log_min_duration_statement'), current_setting('log_min_duration_sample'),
           current_setting('log_parameter_max_length_on_error')
"""


@dataclass(frozen=True)
class Said:
    """Settings as the server says them for this connection."""

    version: int
    fsync: str
    full_page_writes: str
    synchronous_commit: str
    log_statement: str
    log_min_duration_statement: str
    log_min_duration_sample: str
    log_parameter_max_length_on_error: str


def sentences(connection: Any) -> list[str]:
    """What is wrong with the server that this connection leads to, and what to do; empty when it is sound."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID)
        return sentences_about(Said(*cursor.fetchone()))


def sentences_about(said: Said) -> list[str]:
    wrong = []
    if said.version < OLDEST_VERSION:
        wrong.append(f"PostgreSQL {said.version // 10_000} is too old. Use 15 or newer.")
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if getattr(said, name) == "off":
            wrong.append(
                f"{name} is off: a power cut would lose what was acknowledged. "
                f"Set {name} = on in postgresql.conf, for this role and this database, and restart PostgreSQL."
            )
    for name, silent in (
        ("log_statement", ("none", "ddl")),
        ("log_min_duration_statement", ("-1",)),
        ("log_min_duration_sample", ("-1",)),
        ("log_parameter_max_length_on_error", ("0",)),
    ):
        if getattr(said, name) not in silent:
            wrong.append(
                f"{name} would write what people do into PostgreSQL's log. "
                f"Set {name} = {silent[0]} in postgresql.conf, for this role and this database, and reload PostgreSQL."
            )
    return wrong
