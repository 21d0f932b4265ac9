"""The worker is killed between any two steps of a push or an SMS: a push may come twice, an SMS never does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import boite.routes  # noqa: F401 - says the addresses that pushes write
from boite import clock
from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import opened
from boite.notifications import sms
from boite.notifications.hand_over import HELD
from boite.notifications.models import ContactPoint, MessageFate
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.crash.staging import somebody
from tests.crash.workers import Worker
from tests.notifications import push_service, pushing
from tests.notifications.push_service import Browser, device, knowing
from tests.notifications.texting import at_noon, latest, telephone, told_by_sms
from tests.sms import gateways
from tests.sms.gateways import with_sms

pytestmark = pytest.mark.anyio
LEAST, MOST = 15, 300
"""Steps of one sending: fewer would say that the deaths came elsewhere."""


@contextmanager
def working(settings: Settings, chore: str, **more: str) -> Iterator[Worker]:
    """A worker that does this chore, ended after it."""
    worker = Worker(settings, chore, more)
    try:
        yield worker
    finally:
        worker.end()


def ahead() -> timedelta:
    """Of this clock, over that of the machine."""
    return now() - datetime.now(UTC)


async def test_an_sms_never_leaves_twice_whenever_its_worker_dies(settings: Settings) -> None:
    """Every second step: there are many."""
    async with gateways.gateway() as one, opened(ready := with_sms(settings, one.url)):
        at_noon()
        person = await User.get(id=await somebody())
        await telephone(ready, person)
        fates: list[MessageFate] = []
        with working(ready, "sms") as worker:
            for step in range(1, MOST, 2):
                clock.reset()
                at_noon()
                before = len(one.asked)
                delivery = await told_by_sms(ready, MemoryStore(), person)
                died = await worker.dies(step, ahead())
                clock.advance(HELD + timedelta(seconds=1))
                await sms.send_due(ready, MemoryStore())
                await delivery.refresh_from_db()
                fates.append(delivery.fate)
                asked = len(one.asked) - before
                assert asked <= 1, f"twice: {step}"
                assert delivery.fate == MessageFate.DOUBTFUL or (delivery.fate, asked) == (MessageFate.HANDED, 1), step
                if not died:
                    break
        assert LEAST < step < MOST - 2
        assert (await latest(person.id)).fate == MessageFate.HANDED, "who is not killed sends it"
        assert {MessageFate.HANDED, MessageFate.DOUBTFUL} == set(fates), "one that was surely not sent leaves after all"


async def test_a_push_comes_once_or_twice_and_never_goes_missing(settings: Settings, tmp_path: Path) -> None:
    """Every second step: there are many."""
    async with push_service.listening() as service, opened(known := knowing(settings, service)):
        believed = tmp_path / "authority.pem"
        believed.write_bytes(service.authority)
        person = await User.get(id=await somebody())
        contact: ContactPoint = await device(known, person, service, phone := Browser())
        with working(known, "pushes", SSL_CERT_FILE=str(believed)) as worker:
            for step in range(1, MOST, 2):
                service.pushes.clear()
                mark = await pushing.told(person)
                delivery = await pushing.due(contact, mark)
                died = await worker.dies(step, ahead())
                clock.advance(HELD + timedelta(minutes=1))
                await service.send(known)
                await delivery.refresh_from_db()
                assert delivery.fate == MessageFate.HANDED, step
                assert len(service.pushes) in (1, 2), step
                assert len({push.headers["topic"] for push in service.pushes}) == 1, "one takes the place of the other"
                assert {str(mark)} == {said for push in service.pushes for said in phone.read(push.body)["marks"]}
                if not died:
                    break
        assert LEAST < step < MOST - 2
        assert len(service.pushes) == 1, "who is not killed sends it once"
