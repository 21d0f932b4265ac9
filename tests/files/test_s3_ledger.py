"""The rows of uploads to S3 answer as those in memory do, whatever is asked in whatever order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from boite.database.connection import opened
from boite.files.s3_ledger import DatabaseLedger
from boite.settings import Settings
from storage.s3.ledger import Ledger, MemoryLedger, SentPart, Tail, UploadRow
from storage.store import Aside, Kind

NAMES = ["a" * 32, "b" * 32]
DAYS = [date(2026, 11, 29), date(2026, 11, 30)]
STEPS = 400


class Play:
    """One random life, played on a ledger: the same seed asks the same things."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger, self.random = ledger, random.Random(seed)
        self.held: list[UploadRow] = []
        self.made = 0

    async def step(self) -> object:
        name, day = self.random.choice(NAMES), self.random.choice(DAYS)
        thing, holder = Aside(day, Kind.UPLOAD, name), self.random.choice("xyz")
        what = self.random.choice(["create", "take", "take", "save", "save", "save", "part", "part", "lose", "release"])
        what = self.random.choice([what, what, what, "ask", "remove", "set_aside", "put_back", "take_aside"])
        row = self.random.choice(self.held) if self.held else UploadRow("nobody", name, "u/nobody/whole")
        match what:
            case "create":
                self.made += 1
                await self.ledger.create(UploadRow(f"{self.made:032}", name, f"b/{name}"))
            case "take":
                known = await self.ledger.read(name)
                over = self.random.choice([None, known.epoch if known else 0, 99])
                if taken := await self.ledger.take(name, holder, over):
                    self.held = [*self.held[-4:], taken]
                return taken
            case "save":
                row.size += 1
                row.tails = [Tail(f"u/{row.size}", row.size, 2**32 - 1)] * self.random.randrange(3)
                row.state, row.finishing, row.multipart = bytes([row.size % 256]), name, f"m{row.size}"
                return await self.ledger.save(row)
            case "part":
                row.number += 1
                part = SentPart(row.number, 2**33, f'"{row.number}"', 2**32 - 1, b"\x00\xff")
                return await self.ledger.save(row, [part, replace(part, number=row.number + 1)], last=row.number - 1)
            case "lose":
                return await self.ledger.save(row, last=self.random.randrange(3))
            case "release":
                await self.ledger.release(row)
            case "ask":
                await self.ledger.ask(name)
            case "remove":
                return await self.ledger.remove(row)
            case "set_aside":
                return await self.ledger.set_aside(row, day)
            case "put_back":
                return await self.ledger.put_back(thing)
            case "take_aside":
                return await self.ledger.take_aside(thing)
        return None

    async def sight(self) -> object:
        rows = [await self.ledger.read(name) for name in NAMES]
        asked = [sorted(await self.ledger.asked(holder)) for holder in "xyz"]
        parts = [await self.ledger.parts(row) for row in rows if row]
        names = sorted([name async for name in self.ledger.uploads()])
        return rows, asked, parts, names, await self.ledger.known(), sorted(await self.ledger.aside())


@pytest.mark.parametrize("seed", range(3))
async def test_answers_as_memory_does(settings: Settings, seed: int) -> None:
    async with opened(settings):
        kept, model = Play(DatabaseLedger(), seed), Play(MemoryLedger(), seed)
        for _ in range(STEPS // 3):
            assert await kept.step() == await model.step()
            assert await kept.sight() == await model.sight()


async def test_a_former_holder_writes_nothing(settings: Settings) -> None:
    async with opened(settings):
        ledger = DatabaseLedger()
        await ledger.create(UploadRow("1" * 32, NAMES[0], "b/x"))
        first = await ledger.take(NAMES[0], "x")
        assert first is not None
        assert await ledger.take(NAMES[0], "y") is None
        second = await ledger.take(NAMES[0], "y", over=first.epoch)
        assert second is not None
        first.size = 5
        assert not await ledger.save(first, [SentPart(1, 5, "e", 1, b"")])
        await ledger.release(first)
        assert not await ledger.remove(first)
        assert await ledger.read(NAMES[0]) == second
        assert await ledger.parts(second) == []
