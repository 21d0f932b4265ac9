"""The ledger of a store on S3, in the database of the service: see `storage.s3.ledger`.

A holder is fenced by its number: whatever it writes says `epoch = ?`, and finds no row once another took over.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

from boite.clock import now
from boite.database.connection import binary, execute, transaction
from boite.files.models import S3Part, S3Upload
from storage.s3.ledger import SentPart, Tail, UploadRow
from storage.store import Aside, Kind

CREATE = (
    "INSERT INTO files_s3_upload (id, name, aside, place, epoch, holder, wanted, multipart, size, number, tails, state,"
    " finishing, created_at) VALUES (?, ?, '', ?, 0, '', ?, '', 0, 0, ?, ?, '', ?) ON CONFLICT (name, aside) DO NOTHING"
)
SAVE = (
    "UPDATE files_s3_upload SET place = ?, multipart = ?, size = ?, number = ?, tails = ?, state = ?, finishing = ?"
    " WHERE id = ? AND epoch = ?"
)
TAKE = "UPDATE files_s3_upload SET holder = ?, wanted = ?, epoch = epoch + 1 WHERE name = ? AND aside = ''"
RELEASE = "UPDATE files_s3_upload SET holder = '', wanted = ? WHERE id = ? AND epoch = ?"


class DatabaseLedger:
    """See Ledger: every method there is one transaction here."""

    async def create(self, row: UploadRow) -> None:
        """See Ledger."""
        await execute(CREATE, row.id, row.upload, row.place, False, "[]", b"", now())

    async def read(self, upload: str) -> UploadRow | None:
        """See Ledger."""
        return _row(await S3Upload.get_or_none(name=upload, aside=""))

    async def take(self, upload: str, holder: str, over: int | None = None) -> UploadRow | None:
        """See Ledger."""
        free = " AND holder = ''" if over is None else " AND epoch = ?"
        async with transaction():
            if await execute(TAKE + free, holder, False, upload, *([] if over is None else [over])):
                return await self.read(upload)
        return None

    async def ask(self, upload: str) -> None:
        """See Ledger."""
        await S3Upload.filter(name=upload, aside="").update(wanted=True)

    async def asked(self, holder: str) -> list[str]:
        """See Ledger."""
        wanted = S3Upload.filter(holder=holder, wanted=True)
        return [str(name) for name in await wanted.values_list("name", flat=True)]

    async def save(self, row: UploadRow, parts: Sequence[SentPart] = (), *, last: int | None = None) -> bool:
        """See Ledger."""
        tails = json.dumps([[tail.name, tail.size, tail.crc] for tail in row.tails])
        values = (row.place, row.multipart, row.size, row.number, tails, row.state, row.finishing)
        async with transaction():
            if not await execute(SAVE, *values, row.id, row.epoch):
                return False
            if last is not None:
                await S3Part.filter(upload_id=row.id, number__gt=last).delete()
            for part in parts:
                columns = {name: getattr(part, name) for name in SentPart.__slots__}
                await S3Part.create(upload_id=row.id, **columns)
        return True

    async def release(self, row: UploadRow) -> None:
        """See Ledger."""
        await execute(RELEASE, False, row.id, row.epoch)

    async def parts(self, row: UploadRow) -> list[SentPart]:
        """See Ledger."""
        rows = await S3Part.filter(upload_id=row.id).order_by("number")
        return [SentPart(part.number, part.size, part.etag, part.crc, binary(part.state)) for part in rows]

    async def remove(self, row: UploadRow) -> bool:
        """See Ledger. Its parts go with it."""
        return bool(await S3Upload.filter(id=row.id, epoch=row.epoch).delete())

    async def uploads(self) -> AsyncIterator[str]:
        """See Ledger."""
        for name in await S3Upload.filter(aside="").values_list("name", flat=True):
            yield str(name)

    async def known(self) -> tuple[set[str], set[str]]:
        """See Ledger."""
        rows = await S3Upload.all().values_list("id", "multipart")
        return {str(name) for name, _ in rows}, {str(number) for _, number in rows}

    async def set_aside(self, row: UploadRow, day: date) -> bool:
        """See Ledger."""
        return await self._renamed({"id": row.id, "epoch": row.epoch}, row.upload, day.isoformat())

    async def aside(self) -> list[Aside]:
        """See Ledger."""
        rows = await S3Upload.exclude(aside="").values_list("aside", "name")
        return [Aside(date.fromisoformat(str(day)), Kind.UPLOAD, str(name)) for day, name in rows]

    async def put_back(self, thing: Aside) -> bool:
        """See Ledger."""
        return await self._renamed({"name": thing.name, "aside": thing.day.isoformat()}, thing.name, "")

    async def take_aside(self, thing: Aside) -> UploadRow | None:
        """See Ledger."""
        return _row(await S3Upload.get_or_none(name=thing.name, aside=thing.day.isoformat()))

    async def _renamed(self, which: dict[str, Any], name: str, aside: str) -> bool:
        async with transaction():
            row = await S3Upload.get_or_none(**which)
            if row is not None and await S3Upload.exists(name=name, aside=aside):
                return False
            await S3Upload.filter(**which).update(aside=aside)
        return True


def _row(kept: S3Upload | None) -> UploadRow | None:
    if kept is None:
        return None
    return UploadRow(
        id=kept.id,
        upload=kept.name,
        place=kept.place,
        epoch=kept.epoch,
        multipart=kept.multipart,
        size=kept.size,
        number=kept.number,
        tails=[Tail(name, size, crc) for name, size, crc in kept.tails],
        state=binary(kept.state),
        finishing=kept.finishing,
    )
