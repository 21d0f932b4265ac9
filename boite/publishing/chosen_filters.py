"""What narrows a list that readers see, in words, each with what would be wanted without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from boite.directory.models import Scale
from boite.directory.sheet import publics
from boite.publishing.listing import W
from boite.publishing.topics import TOPICS

Chosen = list[tuple[str, W]]
"""The words of each filter that is on, and what would be wanted without it."""


def chosen(wanted: W, territory: Any, own: Iterable[tuple[str, W]] = ()) -> Chosen[W]:
    """The filters that are on. `territory`: that of the list, with name and scale; `own`: those of one kind alone."""
    found: Chosen[W] = []
    if territory:
        words = "Toute la région" if territory.scale == Scale.REGION else territory.name
        found.append((words, replace(wanted, territory="")))
    if wanted.public:
        found.append((publics.in_words(wanted.public), replace(wanted, public="")))
    for code in wanted.topics:
        found.append((TOPICS[code].label, replace(wanted, topics=less(wanted.topics, code))))
    found.extend(own)
    if wanted.words:
        found.append((f"« {wanted.words} »", replace(wanted, words="")))
    return found


def near(wanted: W, home: str, query_of: Callable[[W], str]) -> tuple[str, str] | tuple[()]:
    """The chip that shows the territory of who reads (`home`, a code), and the query it leads to.

    Where their commune is not known, it opens the choice. Nothing where a territory is already on.
    """
    if wanted.territory:
        return ()
    return "Près de chez moi", query_of(replace(wanted, territory=home)) if home else f"{query_of(wanted)}&pres=moi"


def less(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    """These codes without one."""
    return tuple(each for each in codes if each != code)
