"""The rows of the agenda, under one name for Tortoise."""

from __future__ import annotations

from boite.agenda.event_rows import Change, Doing, Event, Kind, Presence, Registering, Step
from boite.agenda.seat_rows import Answer, How, Registration, Stamp

__all__ = [
    "Answer",
    "Change",
    "Doing",
    "Event",
    "How",
    "Kind",
    "Presence",
    "Registering",
    "Registration",
    "Stamp",
    "Step",
]
