"""Whether there is an instance: a database in its folder, or the tables of one where SAFECONDUCT_DATABASE leads."""

from pathlib import Path

from django.db import connection

DATABASE = "safeconduct.sqlite3"


def is_here(folder: Path) -> bool:
    if connection.vendor == "sqlite":
        return (folder / DATABASE).exists()
    return "access_organisation" in connection.introspection.table_names()
