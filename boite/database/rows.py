"""Rows of several models read by one written query: the door and the session, on the way of every request.

Tortoise builds `select_related` anew each time, which costs four times the query itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from tortoise.fields import DatetimeField
from tortoise.models import Model

Row = TypeVar("Row", bound=Model)


@lru_cache(maxsize=64)
def columns(model: type[Model], alias: str) -> str:
    """What to select of `model` under this alias of its table."""
    return ", ".join(f"{alias}.{column} AS {alias}_{column}" for column in sorted(model._meta.db_fields))


@lru_cache(maxsize=64)
def _instants(model: type[Model]) -> frozenset[str]:
    fields = model._meta.fields_map
    projection = model._meta.fields_db_projection
    return frozenset(column for name, column in projection.items() if isinstance(fields[name], DatetimeField))


def instance(model: type[Row], alias: str, row: Mapping[str, Any]) -> Row:
    """The instance of `model` in a row selected with `columns`."""
    values = {column: row[f"{alias}_{column}"] for column in model._meta.db_fields}
    for column in _instants(model):
        # SQLite gives text, which Python reads ten times faster than the library that Tortoise calls.
        if isinstance(values[column], str):
            values[column] = datetime.fromisoformat(values[column])
    return model._init_from_db(**values)
