"""Another session that acts just before a chosen statement of the one under test: each way in which two may meet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tortoise.backends.base.client import TransactionContextPooled
from tortoise.backends.sqlite.client import SqliteTransactionContext

from boite.database.connection import inside_transaction
from boite.database.sqlite import ImmediateClient
from tests.verbs.faults import CALLS, CLIENTS

TRANSACTIONS = (SqliteTransactionContext, TransactionContextPooled)
Act = Callable[[], Awaitable[object]]


class Interposed:
    """Counts transactions, and statements that belong to none. Acts once before the one numbered `at` (from 1)."""

    def __init__(self, at: int, act: Act) -> None:
        self.at, self.act, self.seen, self.acted = at, act, 0, False

    async def before(self) -> None:
        """A statement is about to be asked. Inside a transaction another session would wait for its end."""
        if self.acted or inside_transaction():
            return
        self.seen += 1
        if self.seen == self.at:
            self.acted = True
            await self.act()


@contextmanager
def interposed(at: int, act: Act) -> Iterator[Interposed]:
    """Inside, somebody else acts before the statement or the transaction of this number."""
    found = Interposed(at, act)
    patches = [
        patch.object(client, name, _watched(client.__dict__[name], found))
        for client in CLIENTS
        for name in CALLS
        if name in client.__dict__
    ]
    patches += [patch.object(one, "__aenter__", _watched(one.__aenter__, found)) for one in TRANSACTIONS]
    # What is read in the loop cannot wait for anybody: it goes by the way of other engines.
    with patch.object(ImmediateClient, "read_at_once", return_value=None):
        yield from _while_patched(patches, found)


def _while_patched(patches: list[Any], found: Interposed) -> Iterator[Interposed]:
    for each in patches:
        each.start()
    try:
        yield found
    finally:
        for each in patches:
            each.stop()


def _watched(call: Callable[..., Awaitable[Any]], found: Interposed) -> Callable[..., Awaitable[Any]]:
    async def watched(self: object, *arguments: Any, **named: Any) -> Any:
        await found.before()
        return await call(self, *arguments, **named)

    return watched
