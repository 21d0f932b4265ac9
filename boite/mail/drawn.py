"""Mails whose words are drawn as they leave: the row holds a number, and who knows what it means says the words.

That one is above the mails: they know it by this protocol alone, and `boite.worker` names it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from boite.mail.messages import Letter
from boite.mail.models import Fate
from boite.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What leaves now, to whom, and the identifier that stays the same at each try."""

    address: str
    letter: Letter
    headers: Mapping[str, str] = field(default_factory=dict)
    identifier: str


class Drawer(Protocol):
    """Says the words of such mails, and learns what became of them."""

    async def draw(self, settings: Settings, numbers: Collection[int]) -> Mapping[int, Drawn | None]:
        """What each of these numbers says now. None: nothing, and no byte leaves. Asked again at each try.

        The first is always answered. One that is not depends on what becomes of those before it: it is asked alone.
        """
        ...

    async def ended(self, number: int, fate: Fate, *, code: int, words: str) -> None:
        """What became of it. Inside the transaction that writes the fate of the mail."""
        ...

    async def bounced(self, number: int) -> None:
        """It was taken, then came back: its address does not exist."""
        ...


_named: list[Drawer] = []


def draw_with(drawer: Drawer) -> None:
    """From now on, this one draws."""
    _named[:] = [drawer]


def drawer() -> Drawer:
    """Who draws. Raises LookupError in a process that named nobody: the mail waits for another."""
    if not _named:
        raise LookupError("nobody draws the words of mails here")
    return _named[0]
