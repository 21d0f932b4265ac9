"""The demonstration has something to say to Inès and to Paul, and says it once."""

from __future__ import annotations

import boite.routes  # noqa: F401 - says the addresses that the demonstration writes
from boite.accounts.models import User
from boite.database.connection import opened
from boite.demo.cast import seed
from boite.settings import Settings
from tests.notifications.telling import titles


async def test_the_people_of_the_demonstration_have_messages(settings: Settings) -> None:
    for _ in range(2):
        await seed(settings)
    async with opened(settings):
        ines, paul = [await User.get(handle=handle) for handle in ("lavande-428", "tilleul-914")]
        assert sorted(await titles(ines)) == ["Un papier arrive à sa fin", "Était-ce utile ?"]
        assert any("tenir la fiche" in title for title in await titles(paul))
