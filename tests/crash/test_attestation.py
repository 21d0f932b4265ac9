"""The worker dies at each step of depositing an attestation: everybody has one paper in the end, never two."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.agenda.models import Registration
from boite.agenda.seat_rows import new_code
from boite.database.connection import transaction
from boite.files.deposit import open_space
from boite.files.expiry import drifted_spaces, recount_quotas
from boite.files.models import Node, Space
from boite.settings import Settings
from storage.store import BlobStore
from tests.agenda.events import make_coordinator, make_event
from tests.conftest import OpenAccount
from tests.live import ROOT, environment

MOST = 70
"""Steps of one deposit, largely."""


@pytest.mark.timeout(120)
async def test_one_paper_whatever_the_step_of_the_death(
    app: Starlette, settings: Settings, store: BlobStore, new_person: OpenAccount
) -> None:
    event = await make_event(await make_coordinator(new_person))
    rows = []
    async with transaction():
        for number in range(1, MOST + 1):
            user = await User.create(handle=f"thym-{number}", secret_hash="-")
            await open_space(user.id, 1_000_000)
            code = new_code()
            rows.append(await Registration.create(event_id=event.id, user_id=user.id, rank=number, code=code))

    command = [sys.executable, "-W", "error", "-m", "tests.crash.dying", *(str(row.id) for row in rows)]
    ended = await asyncio.to_thread(
        subprocess.run, command, check=False, cwd=ROOT, env=environment(settings), capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    deaths = int(ended.stdout)
    assert deaths > 10, "a deposit has more steps than that"

    people = [row.user_id for row in rows[: deaths + 1]]
    spaces = {space.owner_id: space for space in await Space.filter(owner_id__in=people)}
    papers = await Node.filter(space_id__in=[space.id for space in spaces.values()], kind="file")
    assert sorted(str(paper.space_id) for paper in papers) == sorted(str(space.id) for space in spaces.values())
    assert await Registration.filter(id__in=[row.id for row in rows], attested_at__not_isnull=True).count() == len(
        people
    )
    for paper in papers[:: max(1, deaths // 5)]:
        pieces = [piece async for piece in store.open(str(paper.blob_id))]
        assert b"ATTESTATION DE VISITE" in b"".join(pieces)
    await recount_quotas(settings, store)
    assert not [space async for space in drifted_spaces()]
