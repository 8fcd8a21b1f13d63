"""Questions that every request of the staff's side asks: their SQL is written once, not each time."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
_PLACE = "\0"  # no reference, name or hash is this


class Prepared(Generic[Row]):
    """A decorator: the function gives the rows that belong to one text; nothing else in it may depend on when it is called.

    Writing a question takes Django longer than the database takes to answer it."""

    def __init__(self, ask: Callable[[str], "models.QuerySet[Row]"]) -> None:
        self._ask = ask
        self._written: dict[str, tuple[type[Row], str, tuple[object, ...]]] = {}

    def __call__(self, text: str) -> list[Row]:
        if connection.vendor not in self._written:
            rows = self._ask(_PLACE)
            self._written[connection.vendor] = (rows.model, *rows.query.sql_with_params())
        model, sql, given = self._written[connection.vendor]
        return list(model._default_manager.raw(sql, [text if one == _PLACE else one for one in given]))

    def first(self, text: str) -> Row | None:
        return next(iter(self(text)), None)
