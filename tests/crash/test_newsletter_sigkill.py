"""The worker is killed while it hands a letter over. Nobody has it twice; who may have it is shown, not guessed."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from boite.clock import advance
from boite.database.connection import opened
from boite.newsletter import delivery_queue, progress
from boite.newsletter.models import Delivery, DeliveryState
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.live import PATIENCE, ROOT, environment
from tests.newsletter import post_office
from tests.newsletter.post_office import PostOffice
from tests.newsletter.readers import listed, scheduled, sent, subscribed

pytestmark = pytest.mark.anyio
ADDRESSES = [f"{number}@exemple.fr" for number in range(120)]
LINES = 2
WORK = "import sys; from boite.commands.work import run; sys.exit(run([]))"


def killed_after(settings: Settings, office: PostOffice, messages: int) -> None:
    """A worker of its own process, killed (SIGKILL) as soon as the server took so many more messages."""
    wanted = len(office.taken) + messages
    worker = subprocess.Popen([sys.executable, "-c", WORK], cwd=ROOT, env=environment(settings))
    limit = time.monotonic() + PATIENCE
    while len(office.taken) < wanted:
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < limit, "the worker did not send"
        time.sleep(0.001)
    worker.kill()
    worker.wait()


async def test_a_worker_killed_twice_sends_nothing_twice(settings: Settings) -> None:
    with post_office.opened() as office:
        ready = replace(settings, mail_url=office.url, mail_connections=LINES)
        office.pace = 0.005
        async with opened(ready):
            await subscribed(ready, *ADDRESSES)
            issue = await scheduled()
            await listed(ready, MemoryStore())
            for messages in (17, 31):
                killed_after(ready, office, messages)
                assert await Delivery.filter(issue_id=issue.id, state=DeliveryState.IN_HANDS).count() > 0
            advance(delivery_queue.LEASE + timedelta(seconds=1))
            assert 0 < await delivery_queue.doubt() <= 2 * LINES * delivery_queue.GROUP
            await sent(ready, MemoryStore())
            figures = await progress.progress(issue)
            doubtful = {row.address for row in await progress.doubtful(issue)}
    assert max(office.counts.values()) == 1
    assert figures.handed + figures.doubtful == figures.total == len(ADDRESSES)
    assert set(ADDRESSES) - set(office.counts) <= doubtful, "whoever does not have it is among those shown"
