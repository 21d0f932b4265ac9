"""The Tortoise configuration, the connections, and the few queries that are written by hand."""

from __future__ import annotations

import os
import warnings
from asyncio import to_thread
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.models import Model
from tortoise.transactions import in_transaction

from boite.database.announcements import CHANNEL, NOTIFY, collected, payload
from boite.database.sqlite import Batching, ImmediateClient, ImmediateTransaction, with_offset
from boite.settings import Settings

DOMAINS = (
    "accounts",
    "journal",
    "files",
    "directory",
    "orientation",
    "groups",
    "news",
    "agenda",
    "library",
    "mail",
    "newsletter",
    "portraits",
    "notifications",
    "support",
    "statistics",
)
MODELS = [f"boite.{name}.models" for name in DOMAINS]
_commits: ContextVar[list[int]] = ContextVar("commits")


def tortoise_config(settings: Settings, *, pragmas: dict[str, Any] | None = None) -> dict[str, Any]:
    """Tortoise's configuration for these settings. `pragmas` overrides SQLite's."""
    # An instant without an offset: Tortoise warns, then takes it for UTC. In France it is wrong by an hour or two.
    warnings.filterwarnings("error", r"DateTimeField \w+ received a naive datetime", RuntimeWarning)
    return {
        "connections": {"default": _connection(settings.database_url, pragmas or {})},
        "apps": {"boite": {"models": MODELS, "default_connection": "default", "migrations": migrations_module()}},
        "use_tz": True,
        "timezone": "UTC",
    }


def migrations_module() -> str:
    """Where the migrations are: beside the code in a checkout, inside the package once installed."""
    return "boite._migrations" if (Path(__file__).parent.parent / "_migrations").is_dir() else "migrations"


def _connection(url: str, pragmas: dict[str, Any]) -> dict[str, Any]:
    if not url.startswith("sqlite:"):
        config: dict[str, Any] = expand_db_url(url)
        return config
    path = Path(url.removeprefix("sqlite://"))
    path.parent.mkdir(parents=True, exist_ok=True)
    defaults = {"busy_timeout": 10000, "synchronous": "NORMAL", "cache_size": -8000, "temp_store": "MEMORY"}
    return {"engine": "boite.database.sqlite", "credentials": {"file_path": str(path), **defaults, **pragmas}}


def is_sqlite(settings: Settings) -> bool:
    """Whether the embedded database is used."""
    return urlsplit(settings.database_url).scheme == "sqlite"


def connection() -> BaseDBAsyncClient:
    """The current connection (the transaction's inside one)."""
    return get_connection("default")


def on_sqlite() -> bool:
    """Whether the open connection speaks SQLite."""
    return connection().capabilities.dialect == "sqlite"


def binary(value: Any) -> bytes:
    """A binary column as bytes, from either driver."""
    return bytes(value)


@asynccontextmanager
async def transaction(*, brief: bool = False) -> AsyncIterator[None]:
    """All of it is written, or nothing. One inside another belongs to it.

    `brief` where each statement finds its few rows by an index: on SQLite they then run in the loop, one after the
    other, rather than each in a trip to a thread.
    """
    outermost = not inside_transaction()
    async with in_transaction() as client:
        if brief and isinstance(client, ImmediateTransaction):
            client.stay_in_loop()
        if not outermost:
            yield
            return
        with collected() as people:
            yield
        if people and not on_sqlite():
            await execute(NOTIFY, CHANNEL, payload(people))
    _commits.get([0])[0] += 1


def inside_transaction() -> bool:
    """Whether what is asked now belongs to a transaction."""
    return isinstance(connection(), TransactionalDBClient)


def watch_commits() -> None:
    """From here on, in this request, remember whether something was committed. Called again, it forgets what was."""
    _commits.set([0])


def nothing_committed() -> bool:
    """Whether no transaction was committed since `watch_commits`: then all can be done again from the beginning."""
    return _commits.get([1])[0] == 0


async def execute(sql: str, *values: Any) -> int:
    """Run one statement written with `?`, on either engine. Returns the number of rows changed or found."""
    count, _ = await connection().execute_query(_placeholders(sql), list(map(_plain, values)))
    return count


async def execute_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run one statement written with `?` for each of these rows of values: prepared once, on either engine."""
    await connection().execute_many(_placeholders(sql), [list(map(_plain, row)) for row in rows])


async def insert_all(*rows: Model) -> None:
    """Insert new rows in this order, inside the caller's transaction: on SQLite, in a single trip."""
    client = connection()
    statements = [_insertion(client, row) for row in rows]
    if isinstance(client, Batching):
        await client.execute_all(statements)
    else:
        for sql, values in statements:
            await client.execute_query(sql, values)
    for row in rows:
        row._saved_in_db = True


def _insertion(client: BaseDBAsyncClient, row: Model) -> tuple[str, list[Any]]:
    """The statement that Tortoise itself would run for `row`, and its values."""
    executor = client.executor_class(model=type(row), db=client)
    columns = [(name, row._meta.fields_map[name]) for name in executor.regular_columns]
    return executor.insert_query, [field.to_db_value(getattr(row, name), row) for name, field in columns]


async def fetch(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows of one query written with `?`, on either engine."""
    rows = await connection().execute_query_dict(_placeholders(sql), list(map(_plain, values)))
    return list(rows)


async def fetch_by_key(sql: str, *values: Any) -> list[dict[str, Any]]:
    """The same for a few rows that an index finds: SQLite reads them in the loop, without a trip to a thread."""
    client = connection()
    found = client.read_at_once(sql, list(map(_plain, values))) if isinstance(client, ImmediateClient) else None
    return await fetch(sql, *values) if found is None else found


def _placeholders(sql: str) -> str:
    """`?` for SQLite, `$1`… for PostgreSQL. No statement of ours holds a literal `?`."""
    if on_sqlite():
        return sql
    first, *others = sql.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(others, 1))


def _plain(value: Any) -> Any:
    """The value as the driver takes it. SQLite keeps identifiers and days as text (instants: `database.sqlite`)."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return with_offset(value)  # PostgreSQL's driver would take the machine's own time zone
    if not on_sqlite():
        return value
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


async def on_disk(settings: Settings) -> None:
    """Wait until what was committed is on the disk, for what no power cut may take back.

    PostgreSQL does it at each commit. SQLite, as we set it (`synchronous=NORMAL`), leaves its log to the system.
    """
    if on_sqlite():
        await to_thread(_write_through, Path(settings.database_url.removeprefix("sqlite://") + "-wal"))


def _write_through(path: Path) -> None:
    # Another descriptor of the same file will do: what is waited for is the file's. The log holds no lock of SQLite.
    with suppress(FileNotFoundError), path.open("rb") as log:
        os.fsync(log.fileno())


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[None]:
    """Connections for a command or a test, closed at the end."""
    await Tortoise.init(config=tortoise_config(settings), _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()
