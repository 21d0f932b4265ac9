"""What narrows the agenda, in words, each with the address of the list without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from boite.agenda.event_lists import Filters
from boite.agenda.event_words import KINDS, month_words
from boite.agenda.models import EventKind
from boite.agenda.structured import asked
from boite.directory.places.lookup import Place
from boite.directory.sheet import publics
from boite.text.french import of_fr

ASKS_WHERE = "?pres=moi"
"""Opens the choice, where we do not know the commune of who reads: it is typed there, never taken from the device."""


def chosen(filters: Filters, territories: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each filter that is on: its words, and the end of the address without it. `territories`: names by code."""
    without: list[tuple[str, Filters]] = []
    if filters.place:
        without.append((near_words(filters.place.name), replace(filters, place=None)))
    if filters.territory in territories:
        without.append((territories[filters.territory], replace(filters, territory="")))
    if filters.month:
        without.append((month_words(filters.month).capitalize(), replace(filters, month="")))
    if filters.kind:
        without.append((KINDS[EventKind(filters.kind)], replace(filters, kind="")))
    if filters.public:
        without.append((publics.in_words(filters.public), replace(filters, public="")))
    return [(words, asked(others)) for words, others in without]


def near(filters: Filters, home: Place | None) -> tuple[str, str] | None:
    """The chip that looks around the commune of who reads; or asks for it. None where a place is already on."""
    if filters.place:
        return None
    if home is None:
        return "Près de chez moi", ASKS_WHERE
    return near_words(home.name), asked(replace(filters, place=home))


def near_words(commune: str) -> str:
    """« Près de Pithiviers »."""
    return f"Près {of_fr(commune)}"
