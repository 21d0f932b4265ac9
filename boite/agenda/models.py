"""The rows of the agenda, under one name for Tortoise."""

from __future__ import annotations

from boite.agenda.event_rows import Change, Doing, Event, EventKind, Presence, Registering, VisitStop
from boite.agenda.seat_rows import How, Registration, Satisfaction, Stamp

__all__ = [
    "Change",
    "Doing",
    "Event",
    "EventKind",
    "How",
    "Presence",
    "Registering",
    "Registration",
    "Satisfaction",
    "Stamp",
    "VisitStop",
]
