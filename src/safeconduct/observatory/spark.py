"""A session of Spark, the only place that knows of it: for corpora that outgrow one machine. Nothing is shown on any port."""

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

_AS_WE_NEED = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
# On one machine nothing listens to others, and a few parts are enough.
_ON_THIS_MACHINE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}


class FaultySpark(Exception):
    """Spark cannot be used here. Its text says what is missing."""


@contextmanager
def spark_session(master: str) -> "Iterator[SparkSession]":
    """`master`: as `local[2]` or `spark://host:7077`. One that is there already serves, and stays. Raises FaultySpark, also when Spark
    breaks off on the way."""
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as missing:
        raise FaultySpark("PySpark is not installed. Run `make spark`, then try again.") from missing
    already = SparkSession.getActiveSession()
    builder = SparkSession.builder.master(master).appName("Safe Conduct observatory")
    given = dict(_AS_WE_NEED)
    if master.startswith("local"):
        given |= _ON_THIS_MACHINE
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # On other machines our Python stands where it stands here, unless PYSPARK_PYTHON says otherwise.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in given.items():
        builder = builder.config(name, value)
    try:
        session = already or builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as problem:
        raise FaultySpark(
            f"Spark does not start at {master}. Is Java 17 or newer there, and is the address right?"
        ) from problem
    try:
        yield session
    except (PySparkException, Py4JError) as problem:
        raise FaultySpark("Spark broke off. What it wrote says why; what was done before stays.") from problem
    finally:
        if not already:
            session.stop()


def each_on_spark(master: str, do: Callable[[int], int], numbers: Sequence[int]) -> list[int]:
    """Does something once for each number, on whichever machine Spark chooses. Safe Conduct has to be installed there. Raises
    FaultySpark."""

    def on_one(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        for batch in batches:
            yield pa.RecordBatch.from_pydict({"number": [do(number) for number in batch.column("number").to_pylist()]})

    with spark_session(master) as session:
        rows = session.createDataFrame([(number,) for number in numbers], "number long")
        done = rows.repartition(len(numbers)).mapInArrow(on_one, "number long").collect()
    return [row.number for row in done]
