"""An event has another hour or another place: those who come are told once it has stopped moving.

Whoever corrects an event does it several times in a row, and sometimes puts back what was there. Each registration
holds what its person knows; ten minutes after the last change, what they do not know is told, and nothing where they
know it. Who registered meanwhile knows what they read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from json import dumps
from typing import Any
from uuid import UUID

from boite.agenda import notices
from boite.agenda.models import Event
from boite.agenda.seats import LIVING, held
from boite.clock import now
from boite.database.connection import execute, fetch
from boite.database.rows import column, typed
from boite.settings import Settings
from storage.store import BlobStore

STILL = timedelta(minutes=10)
"""How long an event has not changed before it is told."""
PRESSING = timedelta(hours=1)
"""An event that begins within this, or was to, is told of as soon as it changes."""
AT_ONCE = 50
"""Events of one turn."""
KNOWN = tuple(sorted(notices.HOUR | notices.PLACE | notices.LINK))
DUE = f"SELECT DISTINCT event_id FROM agenda_registration WHERE moved_due <= ? LIMIT {AT_ONCE}"
OWE = f"UPDATE agenda_registration SET moved_due = ?, moved_from = COALESCE(moved_from, ?) WHERE {LIVING}"
TOLD = "UPDATE agenda_registration SET moved_due = NULL, moved_from = NULL WHERE event_id = ? AND moved_due <= ?"


def known(event: Event) -> dict[str, str]:
    """What somebody who comes has to know of it, as a registration holds it."""
    return {name: _said(getattr(event, name)) for name in KNOWN}


def _said(value: Any) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)


def what(before: dict[str, str], event: Event) -> str:
    """« d'heure »: what changed since then; nothing where it is the same."""
    return notices.moves([name for name, said in known(event).items() if before.get(name, said) != said])


async def owe(before: dict[str, str], event: Event) -> None:
    """It has just changed. Inside `held`. Nothing where it is what it was, nor where nobody may read it."""
    if not what(before, event) or not event.public:
        return
    pressing = min(before["begins_at"], _said(event.begins_at)) < _said(now() + PRESSING)
    await execute(OWE, now() if pressing else now() + STILL, dumps(before), event.id)


async def tell_due(settings: Settings, store: BlobStore) -> int:
    """Tell of the events that have stopped moving (a chore). Returns how many people were owed a word."""
    return sum([await _tell(identifier) for identifier in await column(UUID, DUE, now())])


async def _tell(event_id: UUID) -> int:
    async with held(event_id) as event:
        at = now()
        rows = await fetch(
            f"SELECT user_id, email, code, moved_from FROM agenda_registration WHERE {LIVING} AND moved_due <= ?",
            *(event.id, at),
        )
        await execute(TOLD, event.id, at)
        if event.public and not event.over and event.cancelled_at is None:
            for changed, these in _by_change(event, rows).items():
                await notices.moved(event, changed, these, near=_near(these))
    return len(rows)


def _near(rows: Collection[dict[str, Any]]) -> bool:
    """Whether the hour that one of them knows is near."""
    soon = _said(now() + notices.NEAR)
    return any((typed(row["moved_from"], dict) or {}).get("begins_at", soon) < soon for row in rows)


def _by_change(event: Event, rows: Collection[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Those who do not know how it is now, by what they do not know."""
    found = defaultdict[str, list[dict[str, Any]]](list)
    for row in rows:
        if changed := what(typed(row["moved_from"], dict) or {}, event):
            found[changed].append(row)
    return found
