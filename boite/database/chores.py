"""A chore: something done in the background over rows that say what is due. Each domain declares its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from boite.settings import Settings
from storage.store import BlobStore


@dataclass(frozen=True, slots=True)
class Chore:
    """A background task and its interval in seconds; it returns how many things it did."""

    name: str
    every: float
    run: Callable[[Settings, BlobStore], Awaitable[int]]
