"""A chore: something done in the background over rows that say what is due. Each domain declares its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from boite.settings import Settings
from storage.store import BlobStore

Due = TypeVar("Due")


@dataclass(frozen=True, slots=True)
class Chore:
    """A background task and its interval in seconds; it returns how many things it did."""

    name: str
    every: float
    run: Callable[[Settings, BlobStore], Awaitable[int]]
    sends: bool = False
    """Whether it sends something out: a restored database does not, until somebody says that it may."""


async def one_by_one(due: Iterable[Due], do: Callable[[Due], Awaitable[object]]) -> int:
    """Do it for each of what is due: one that cannot be done holds up no other. Returns how many.

    Raises the first failure once the others are done: the log tells it, and the chore waits for its next hour.
    """
    failed, done = list[Exception](), 0
    for one in due:
        try:
            await do(one)
            done += 1
        except Exception as error:  # whatever happened to it, the next one has nothing to do with it
            failed.append(error)
    if failed:
        raise failed[0]
    return done
