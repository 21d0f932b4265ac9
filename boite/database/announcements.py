"""Telling every process that something changed for some people, once the transaction that changes it is written.

On PostgreSQL, one NOTIFY in the transaction itself: told where it is written, and nothing where it is undone. SQLite
tells nobody: its count of commits moves (`commit_count`), and who listens looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

CHANNEL = "boite_people"
NOTIFY = "SELECT pg_notify(?, ?)"
EVERYBODY = "*"
MOST = 200
"""People whom one notification names: it holds 8,000 bytes. Beyond, everybody looks."""
_changed: ContextVar[set[str] | None] = ContextVar("changed", default=None)


def announce(*people: UUID) -> None:
    """Something that these people see live changes with the caller's transaction. Outside any, nobody is told."""
    changed = _changed.get()
    if changed is not None:
        changed.update(map(str, people))


@contextmanager
def collected() -> Iterator[set[str]]:
    """Who is announced from here on."""
    people = set[str]()
    token = _changed.set(people)
    try:
        yield people
    finally:
        _changed.reset(token)


def payload(people: Iterable[str]) -> str:
    """What one notification says of these."""
    names = sorted(people)
    return EVERYBODY if len(names) > MOST else " ".join(names)


def named(said: str) -> frozenset[str] | None:
    """Whom a notification names: None for everybody."""
    return None if said == EVERYBODY else frozenset(said.split())
