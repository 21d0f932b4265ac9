"""The portraits of the demonstration: figures that we made up and that say so, and the words of two groups."""

from __future__ import annotations

import asyncio
from pathlib import Path

from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION, Coordination, Territory
from boite.errors import Invalid
from boite.portraits.figure_import import import_figures
from boite.portraits.group_words import write
from boite.portraits.models import Figure, PortraitText
from boite.portraits.questions import BY_CODE

FILES = ("communes.csv", "region.csv")


async def load_demo_portraits(folder: Path) -> None:
    """Enter the figures where there are none, and the texts that are not there. Twice is once.

    Raises Invalid where a line is refused: the demonstration must be whole.
    """
    if not await Figure.exists():
        for name in FILES:
            content = await asyncio.to_thread((folder / name).read_bytes)
            report = await import_figures(content, file_name=f"demonstration-{name}")
            if report.refused:
                raise Invalid(f"{name} : {report.summary}")
    for path in await asyncio.to_thread(lambda: sorted(folder.glob("*.md"))):
        await _say(await asyncio.to_thread(path.read_text, encoding="utf-8"))


async def _say(text: str) -> None:
    """The words of one group: its code, then one heading by question."""
    head, *parts = text.split("\n## ")
    territory = await Territory.get_or_none(code=head.strip())
    by = await _coordinator(head.strip())
    if territory is None or by is None or await PortraitText.exists(territory_id=territory.code):
        return
    for part in parts:
        code, _, body = part.partition("\n")
        await write(territory, BY_CODE[code.strip()], body.strip(), version=0, by=by)


async def _coordinator(code: str) -> User | None:
    """Whoever coordinates this territory, else the region."""
    for place in (code, REGION):
        among = Coordination.filter(territory_id=place, user__role=AccountRole.COORDINATOR)
        found = await among.select_related("user").first()
        if found is not None:
            return found.user
    return None
