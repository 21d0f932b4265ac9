"""What the last weeks would have said to the people of the demonstration: the very reminders, over their own papers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from boite.clock import today
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.files.models import Node
from boite.notifications.reminder import write
from boite.notifications.reminders import BY_DAY
from boite.settings import Settings

TYPED = timedelta(days=200)
"""How long ago they are said to have typed until when their papers are valid."""
SINCE = timedelta(days=60)


async def load_demo_messages(handles: Collection[str], settings: Settings) -> None:
    """Say it to these people. Twice is once: each thing has its key."""
    dated = Node.filter(space__owner__handle__in=few(handles), valid_until__not_isnull=True, validity_on=None)
    await Node.filter(id__in=few([row.id for row in await dated])).update(validity_on=today() - TYPED)
    for reminder in BY_DAY:
        async for page in reminder.candidates(today() - SINCE, today(), settings):
            async with transaction():
                await write(reminder.kind, page)
