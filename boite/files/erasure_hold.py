"""A hold on erasing: while a backup copies bytes, those that its base knows stay, whatever people erase meanwhile.

A row with an end, renewed by whoever placed it and read by every process before it erases. Whoever dies is forgotten
at that end: erasing then goes on by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tortoise import fields

from boite.clock import now
from boite.database.model import Model

LASTS = timedelta(minutes=5)
"""How long erasing waits for somebody who gives no sign of life."""
EVERY = 30.0
"""Seconds between two signs of life."""


class ErasureHold(Model):
    """One backup under way. Several may be, in several folders."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    until: datetime = fields.DatetimeField()

    class Meta:
        table = "files_erasure_hold"


class Hold:
    """What a backup keeps in hands. `lost` once its end passed without a renewal: bytes may have gone since."""

    def __init__(self, row: ErasureHold) -> None:
        self._id = row.id
        self.lost = False

    async def renew(self) -> None:
        """Push its end back, unless it has passed."""
        held = ErasureHold.filter(id=self._id, until__gt=now())
        self.lost = self.lost or not await held.update(until=now() + LASTS)

    async def keep(self) -> None:
        """Renew it until cancelled. A database that does not answer for a while is asked again."""
        while not self.lost:
            await asyncio.sleep(EVERY)
            with suppress(Exception):
                await self.renew()

    async def release(self) -> None:
        """Erasing goes on."""
        await ErasureHold.filter(id=self._id).delete()


@asynccontextmanager
async def erasing_held() -> AsyncIterator[Hold]:
    """Nothing is erased inside. Holds of the dead are forgotten on the way."""
    await ErasureHold.filter(until__lte=now()).delete()
    hold = Hold(await ErasureHold.create(until=now() + LASTS))
    renewing = asyncio.create_task(hold.keep())
    try:
        yield hold
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
        await hold.release()


async def erasing_is_held() -> bool:
    """Whether bytes that a base may count on must wait."""
    return await ErasureHold.filter(until__gt=now()).exists()
