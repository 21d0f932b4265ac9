"""Counting what the database is asked, inside transactions and outside them, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any
from unittest.mock import patch

from boite.database.connection import connection, on_sqlite

ASKED = ("execute_query", "execute_query_dict", "execute_insert", "execute_many", "execute_all")
_inside: ContextVar[bool] = ContextVar("inside", default=False)
"""Whether a statement is being noted: some methods of a driver call others."""


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements run meanwhile, each once; beginnings and ends of transactions are not among them."""
    client: Any = connection()
    seen: list[str] = []
    context = client._in_transaction()
    within = context.connection if on_sqlite() else context.client
    with ExitStack() as noticed:
        for kind in (type(client), type(within)):
            for name in (each for each in ASKED if hasattr(kind, each)):
                noticed.enter_context(patch.object(kind, name, _noting(getattr(kind, name), seen)))
        yield seen


def _noting(original: Any, seen: list[str]) -> Any:
    async def noted(self: Any, query: Any, *rest: Any, **named: Any) -> Any:
        if not _inside.get():
            seen.append(str(query))
        mark = _inside.set(True)
        try:
            return await original(self, query, *rest, **named)
        finally:
            _inside.reset(mark)

    return noted
