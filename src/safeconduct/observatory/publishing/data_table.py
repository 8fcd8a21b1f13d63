"""A table as octets that are the same whenever its rows are: CSV, JSON and Parquet."""

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_BETWEEN = " | "
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: "pl.DataFrame") -> bytes:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(table.columns)
    rows.writerows([_cell(value) for value in row] for row in table.iter_rows())
    return written.getvalue().encode("utf-8")


def _cell(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return _plain(_BETWEEN.join(map(str, value)))
        case str():
            return _plain(value)
    return value


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_json(table: "pl.DataFrame") -> bytes:
    return (json.dumps(table.to_dicts(), ensure_ascii=False, indent=1, default=_day) + "\n").encode("utf-8")


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def as_parquet(table: "pl.DataFrame") -> bytes:
    written = io.BytesIO()
    table.write_parquet(written, compression="zstd", statistics=False)
    return written.getvalue()


FORMATS = {"csv": as_csv, "json": as_json, "parquet": as_parquet}
