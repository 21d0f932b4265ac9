"""Rows of one written query: joined, as instances of several models; or typed, the same whichever driver gave them.

Tortoise rebuilds `select_related` each time, which costs four times the query itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from tortoise.fields import DatetimeField
from tortoise.models import Model

from boite.database.connection import fetch

Row = TypeVar("Row", bound=Model)
Value = TypeVar("Value")
Dicts = list[dict[str, Any]]
READERS: dict[type[Any], Callable[[Any], Any]] = {
    UUID: lambda value: value if isinstance(value, UUID) else UUID(str(value)),
    datetime: lambda value: datetime.fromisoformat(value) if isinstance(value, str) else value,
    date: lambda value: date.fromisoformat(value[:10]) if isinstance(value, str) else value,
    list: lambda value: json.loads(value) if isinstance(value, str) else value,
    dict: lambda value: json.loads(value) if isinstance(value, str) else value,
}
"""SQLite gives text where PostgreSQL gives identifiers, instants and days; both give JSON as text."""


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


def typed(value: Any, kind: type[Value]) -> Value | None:
    """One value of a row as this kind, whichever driver gave it. None stays None."""
    read: Callable[[Any], Value] = READERS.get(kind, kind)
    return None if value is None else read(value)


def retyped(rows: Dicts, **kinds: type[Any]) -> Dicts:
    """The rows of one query, each of these columns as its kind. A column that the query does not give is skipped."""
    there = rows[0].keys() if rows else ()
    for name, kind in kinds.items():
        if name in there:
            read = READERS.get(kind, kind)
            for row in rows:
                if row[name] is not None:
                    row[name] = read(row[name])
    return rows


async def fetch_as(sql: str, *values: Any, **kinds: type[Any]) -> Dicts:
    """The rows of one query written with `?`, each of these columns as its kind."""
    return retyped(await fetch(sql, *values), **kinds)


async def column(kind: type[Value], sql: str, *values: Any) -> list[Value]:
    """The first column of one query written with `?`, less what is NULL."""
    first = (next(iter(row.values())) for row in await fetch(sql, *values))
    return [found for value in first if (found := typed(value, kind)) is not None]


async def records(kind: type[Value], sql: str, *values: Any) -> list[Value]:
    """The rows of one query written with `?`, as instances of a dataclass: fields name columns.

    A field that the query does not give keeps its default.
    """
    kinds = _kinds(cast("Hashable", kind))
    rows = await fetch(sql, *values)
    return [kind(**{name: typed(row[name], kinds[name]) for name in kinds if name in row}) for row in rows]


@lru_cache(maxsize=64)
def _kinds(kind: type[Any]) -> dict[str, type[Any]]:
    """What each field of a dataclass holds: `date | None` holds days, `list[str]` a list."""
    return {name: _plain(hint) for name, hint in get_type_hints(kind).items()}


def _plain(hint: Any) -> type[Any]:
    kinds = [each for each in get_args(hint) or [hint] if each is not type(None)]
    found: type[Any] = (
        get_origin(hint) if isinstance(get_origin(hint), type) and get_origin(hint) in READERS else kinds[0]
    )
    return found
