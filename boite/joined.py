"""Rows of several models read by one written query: the door and the session, on the way of every request.

Tortoise builds `select_related` anew each time, which costs four times the query itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from tortoise.models import Model

Row = TypeVar("Row", bound=Model)


@lru_cache(maxsize=64)
def columns(model: type[Model], alias: str) -> str:
    """What to select of `model` under this alias of its table."""
    return ", ".join(f"{alias}.{column} AS {alias}_{column}" for column in sorted(model._meta.db_fields))


def instance(model: type[Row], alias: str, row: Mapping[str, Any]) -> Row:
    """The instance of `model` in a row selected with `columns`."""
    return model._init_from_db(**{column: row[f"{alias}_{column}"] for column in model._meta.db_fields})
