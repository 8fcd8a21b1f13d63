"""Questions that every request of the staff's side asks: their SQL is written once, not each time."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
Given = str | int | date


class Prepared(Generic[Row]):
    """A decorator: the function gives the rows, or the values of rows, that belong to some texts, numbers and days;
    nothing else in it may depend on when it is called.

    Writing a question takes Django longer than the database takes to answer it."""

    def __init__(self, ask: Callable[..., "models.QuerySet[Any, Row]"]) -> None:
        self._ask = ask
        self._written: dict[tuple[str, int], _Written] = {}

    def __call__(self, *given: Given) -> list[Row]:
        how = connection.vendor, len(given)
        if how not in self._written:
            self._written[how] = _Written(self._ask(*map(_mark, range(len(given)), given)), given)
        return self._written[how].asked(given)

    def first(self, *given: Given) -> Row | None:
        return next(iter(self(*given)), None)


class _Written:
    """A question as Django wrote it, with a mark in each place where something is given."""

    def __init__(self, rows: "models.QuerySet[Any, Any]", given: tuple[Given, ...]) -> None:
        self._alias = connection.alias
        self._locks = rows.query.select_for_update and connection.features.has_select_for_update
        compiler = rows.query.get_compiler(self._alias)
        try:
            self._sql, params = compiler.as_sql()
        except EmptyResultSet:  # asked of nothing, of no compartment for instance
            self._sql = ""
            return
        marks = [_as_stored(_mark(place, one)) for place, one in enumerate(given)]
        self._params = [(marks.index(one), None) if one in marks else (None, one) for one in params]
        self._compiler, self._converters = compiler, compiler.get_converters([one for one, *_ in compiler.select])
        self._model, self._is_of_values = rows.model, not rows.query.default_cols
        fields = () if self._is_of_values else compiler.klass_info["select_fields"]
        self._names = [compiler.select[at][0].target.attname for at in fields]
        self._added = compiler.annotation_col_map or {}

    def asked(self, given: tuple[Given, ...]) -> list[Any]:
        if not self._sql:
            return []
        if self._locks and not connection.in_atomic_block:  # Django says so too, but only when the question is written
            raise TransactionManagementError("Rows are held until a transaction ends. None has begun.")
        stored = [_as_stored(one) for one in given]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [one if place is None else stored[place] for place, one in self._params])
            found = cursor.fetchall()
        if self._converters:
            found = list(self._compiler.apply_converters(found, self._converters))
        return found if self._is_of_values else [self._row(one) for one in found]

    def _row(self, values: Sequence[Any]) -> Any:
        row = self._model.from_db(self._alias, self._names, values[: len(self._names)])
        for name, at in self._added.items():
            setattr(row, name, values[at])
        return row


def _mark(place: int, given: Given) -> Given:
    """What stands for something given while a question is written: no reference, name, hash, number or day is this."""
    if isinstance(given, str):
        return f"\0{place}"
    return 2_000_000_000 + place if isinstance(given, int) else date(1, 1, 1 + place)


def _as_stored(given: Given) -> Any:
    """As the database takes it: SQLite keeps days as texts."""
    return connection.ops.adapt_datefield_value(given) if isinstance(given, date) else given
