"""The order of a letter: three lists, and one thing that moves among them. No database here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from boite.newsletter.models import Section


class Move(StrEnum):
    """Which way something moves in its section."""

    UP = "up"
    DOWN = "down"


def key(id: UUID) -> str:
    """How a page names one thing of a letter: short, for it is said ten times. 48 bits, among a hundred things."""
    return id.hex[:12]


@dataclass(frozen=True, slots=True)
class ItemPosition:
    """Where one thing is. What is not kept is out of the way, after the others of its section."""

    id: UUID
    section: Section
    kept: bool = True


def arranged(before: Sequence[ItemPosition], wanted: Mapping[UUID, ItemPosition]) -> list[ItemPosition]:
    """What was asked for, in the order that was: what comes to a section, or is kept again, goes to its end."""
    after = [wanted.get(place.id, place) for place in before]
    stays = {old.id for old, new in zip(before, after, strict=True) if old == new}
    return _sorted(
        [place for place in after if place.id in stays] + [place for place in after if place.id not in stays]
    )


def moved(places: Sequence[ItemPosition], id: UUID, step: Move) -> list[ItemPosition]:
    """One of them past its neighbour. The first one does not go up, nor the last one down."""
    ordered = _sorted(places)
    at = next((index for index, place in enumerate(ordered) if place.id == id and place.kept), None)
    beside = -1 if at is None else at + (1 if step == Move.DOWN else -1)
    if at is None or not 0 <= beside < len(ordered):
        return ordered
    if replace(ordered[beside], id=id) == ordered[at]:
        ordered[at], ordered[beside] = ordered[beside], ordered[at]
    return ordered


def rank(places: Sequence[ItemPosition], id: UUID) -> tuple[int, int]:
    """Its rank in its section, from 1, and how many are kept there; (0, …) for what is not kept."""
    own = next(place for place in places if place.id == id)
    kept = [place.id for place in places if place.section == own.section and place.kept]
    return (kept.index(id) + 1 if own.kept else 0), len(kept)


def _sorted(places: Sequence[ItemPosition]) -> list[ItemPosition]:
    order = list(Section)
    return sorted(places, key=lambda place: (order.index(place.section), not place.kept))
