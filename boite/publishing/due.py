"""What appears by itself at a chosen hour: once, whatever the number of workers. What cannot goes back, with why."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from boite.clock import now
from boite.database.model import Model
from boite.errors import Refusal, StaleVersion
from boite.publishing.stages import Stage

log = logging.getLogger("boite.publishing")
BATCH = 50
Row = TypeVar("Row", bound=Model)


def still_due(hour: str) -> dict[str, datetime]:
    """The hour is part of the condition of whoever claims a row: it may be changed while this runs."""
    return {f"{hour}__lte": now()}


async def bring_out(
    rows: type[Row],
    hour: str,
    appear: Callable[[Row], Awaitable[object]],
    hold_back: Callable[[Row, str], Awaitable[None]],
    *,
    broken: str = "",
    limit: int = BATCH,
) -> int:
    """Let the scheduled rows whose `hour` (a column) has come appear. Returns how many did.

    `appear` claims its row, and raises StaleVersion where another worker, or another hour, was quicker. What it refuses
    is held back with the reason. What breaks holds no other one: it is held back with the words `broken`, or, without
    them, tried again at the next turn.
    """
    due: Any = rows.filter(stage=Stage.SCHEDULED.value, **still_due(hour)).order_by(hour).limit(limit)
    return sum([await _bring_out(row, appear, hold_back, broken) for row in await due])


async def _bring_out(
    row: Row, appear: Callable[[Row], Awaitable[object]], hold_back: Callable[[Row, str], Awaitable[None]], broken: str
) -> bool:
    try:
        await appear(row)
    except StaleVersion:
        return False
    except Refusal as error:
        why = error.message
    except Exception as error:
        log.error("not brought out", exc_info=error, extra={"fields": {type(row).__name__.lower(): str(row.pk)}})
        why = broken
    else:
        return True
    if not why:
        return False
    with suppress(StaleVersion):  # another worker held it back, or somebody did
        await hold_back(row, why)
    return False
