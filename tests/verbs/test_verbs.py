"""Each verb is all or nothing, and leaves exactly its entries: of the right kind, to the right people, about the right
thing. The database breaks at each of its writes in turn; what was there is there again. Then it is done.
"""

from __future__ import annotations

from contextlib import suppress
from inspect import getsource

import pytest
from starlette.applications import Starlette

from boite.journal.catalogue import catalogue
from boite.journal.models import Entry
from tests.verbs import of_accounts, of_agenda, of_chores, of_files, of_letters, of_network, of_texts
from tests.verbs.faults import Broken, breaking, everything
from tests.verbs.table import VERBS, Left, World

DOMAINS = (of_accounts, of_agenda, of_chores, of_files, of_letters, of_network, of_texts)
MOST_WRITES = 60


@pytest.mark.parametrize("name", sorted(VERBS))
async def test_a_verb_is_whole_and_leaves_its_entries(name: str, app: Starlette) -> None:
    world = World(app)
    await world.begin()
    verb = await VERBS[name](world)
    before, last = await everything(verb.apart), (await Entry.all().order_by("-id").first())
    for at in range(1, MOST_WRITES):
        with breaking(at) as found, suppress(Broken):
            await verb.do()
        if found.writes < at:
            break  # it did all that it had to do
        after = await everything(verb.apart)
        changed = {table for table in before if before[table] != after[table]}
        if changed and verb.tidies:
            break
        assert not changed, f"broken at its write {at}, it left something"
    assert found.writes >= 1
    entries = await Entry.filter(id__gt=last.id if last else 0).order_by("id")
    left = [Left(row.kind, row.owner_id, row.actor_id, f"{row.subject_kind}:{row.subject_id}") for row in entries]
    assert sorted(map(repr, left)) == sorted(map(repr, verb.leaves))
    told = [row.id for row in entries if catalogue()[row.kind].told and row.actor_id != row.owner_id]
    assert [row.id for row in entries if row.unseen_since is not None] == told


async def test_every_kind_is_left_by_a_verb(app: Starlette) -> None:
    """Read from the sources of the table: what each verb says that it leaves."""
    said = "\n".join(map(getsource, DOMAINS))
    missing = {code for code in catalogue() if f'"{code}"' not in said}
    assert missing == set()
