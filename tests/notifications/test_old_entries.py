"""What waited to be seen before messages existed: told once, as it was; what was seen is not told again."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest

from boite.accounts.models import User
from boite.agenda import journal_kinds as kinds
from boite.clock import now
from boite.database.connection import connection
from boite.journal.models import Entry
from boite.journal.record import tell

pytestmark = pytest.mark.anyio


async def test_what_waits_is_told_and_what_was_seen_is_not(person: User) -> None:
    for title in ("vu", "à voir"):
        await tell(kinds.TakenOff(title=title, slug=title), to=[person.id], by=None)
    lines = Entry.filter(kind=kinds.TakenOff.code).order_by("id")
    seen, waiting = await lines
    await Entry.all().update(told_at=None)
    await Entry.filter(id=seen.id).update(unseen_since=None)
    await Entry.filter(id=waiting.id).update(unseen_since=now())
    migration = import_module("migrations.0028_notices")
    await migration.told(None, SimpleNamespace(client=connection()))
    seen, waiting = await lines
    assert seen.told_at is None
    assert waiting.told_at == waiting.unseen_since
