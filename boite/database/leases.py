"""Claiming rows that wait, and holding them for a while: the row is the queue, whatever the number of workers.

One conditional UPDATE takes a row, pushes back the instant from which others may take it, and counts the try. The
number of the try is the fence: a worker that slept longer than its lease no longer matches the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic

from tortoise.queryset import QuerySet

from boite.clock import now
from boite.database.connection import fetch, on_sqlite
from boite.database.rows import Row, columns, instance


@dataclass(frozen=True, slots=True)
class Queue(Generic[Row]):
    """The rows of a model that wait for a worker."""

    model: type[Row]
    lease: timedelta
    """How long a worker has. One that died gives its row back after this."""
    waiting: Mapping[str, str | None]
    """The columns that say that a row still waits, and their values."""
    due: str = "due"
    """The column that says from when a row may be taken."""
    until: str = ""
    """The column that says until when it is held: `due` itself, unless what a dead worker held is not to be retaken."""
    tries: str = "tries"

    async def take(self, at_most: int = 1, *, where: str = "", values: tuple[Any, ...] = (), **marks: Any) -> list[Row]:
        """The rows that have waited longest, held by the caller alone from now on, in the order of keys.

        `where` narrows the choice, with its `values`; `marks` are columns written at the same time.
        """
        table, key, instant = self.model._meta.db_table, self.model._meta.db_pk_column, now()
        written = {self.until or self.due: instant + self.lease, **marks}
        kept = {column: value for column, value in self.waiting.items() if value is not None}
        empty = self.waiting.keys() - kept.keys()
        conditions = [*(f"{each} = ?" for each in kept), *(f"{each} IS NULL" for each in sorted(empty))]
        free = " AND ".join([f"{self.due} <= ?", *conditions, *([where] if where else [])])
        oldest = f"SELECT {key} FROM {table} WHERE {free} ORDER BY {self.due}, {key} LIMIT {at_most:d}"
        # An array, not a plain IN: PostgreSQL might look for the next ones again at each row, and take more.
        among = f"IN ({oldest})" if on_sqlite() else f"= ANY(ARRAY({oldest} FOR UPDATE SKIP LOCKED))"
        changes = [f"{self.tries} = {self.tries} + 1", *(f"{column} = ?" for column in written)]
        rows = await fetch(
            f"UPDATE {table} SET {', '.join(changes)} WHERE {key} {among} RETURNING {columns(self.model, table)}",
            *(*written.values(), instant, *kept.values(), *values),
        )
        return sorted((instance(self.model, table, row) for row in rows), key=lambda row: row.pk)

    async def take_one(self) -> Row | None:
        """The row that has waited longest, or None."""
        rows = await self.take()
        return rows[0] if rows else None

    def held(self, row: Row) -> QuerySet[Row]:
        """This row while the caller holds it: nothing once another worker took it, or once it is done."""
        mine: dict[str, Any] = {
            f"{column}__isnull" if value is None else column: True if value is None else value
            for column, value in self.waiting.items()
        }
        # Not `pk`: Tortoise does not know that word where the key is a relation.
        return self.model.filter(**{self.model._meta.pk_attr: row.pk, self.tries: getattr(row, self.tries)}, **mine)

    async def put_off(self, row: Row, to: datetime, **columns: Any) -> bool:
        """Hold it until then, and let others take it afterwards: a longer lease, or the hour of the next try.

        `columns` are written at the same time. Returns whether it was still the caller's.
        """
        return bool(await self.held(row).update(**{self.until or self.due: to}, **columns))

    async def let_go(self, row: Row) -> bool:
        """Let others take it at once; the try counts. Returns whether it was still the caller's."""
        return await self.put_off(row, now())
