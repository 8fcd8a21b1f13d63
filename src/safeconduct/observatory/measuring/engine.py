"""Where statements are counted: DuckDB on this machine, or Spark on as many as it has. Both run the same expressions, and
which of them it was must not be seen in a figure."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safeconduct.observatory.spark import spark_session

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr.types import Table

# DuckDB asks no host for what it was not built with.
_ALONE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
_NAME = "statements"


def held(table: "pl.DataFrame") -> "Table":
    """A table in memory, to be counted on this machine."""
    import ibis

    return ibis.duckdb.connect(**_ALONE).create_table(_NAME, table.to_arrow())


@contextmanager
def read(parts: Path, *, spark: str = "") -> "Iterator[Table]":
    """The Parquet files of a folder as one table, for as long as it is counted. `spark`: the address of a Spark master, which
    must see the folder; without it DuckDB counts, and puts what outgrows the memory beside the files."""
    import ibis

    connection: Any
    if spark:
        with spark_session(spark) as session:
            connection = ibis.pyspark.connect(session)
            # All that is in the folder, but for names that begin with a line.
            folder = re.sub(r"([\[\]{}*?,\\])", r"\\\1", str(parts.absolute()))
            yield connection.read_parquet(f"file://{folder}", table_name=_NAME)
    else:
        connection = ibis.duckdb.connect(**_ALONE, temp_directory=str(parts / "_duckdb"))
        try:
            yield connection.read_parquet(sorted(map(str, parts.glob("*.parquet"))), table_name=_NAME)
        finally:
            connection.disconnect()
