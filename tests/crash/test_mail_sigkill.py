"""The worker is killed between any two steps of a single mail: its person has it, under one name, twice at most."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest

from boite import clock
from boite.database.connection import opened
from boite.mail import outbox
from boite.mail.messages import Letter
from boite.mail.models import Fate, OutgoingMail
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.live import ROOT, environment
from tests.newsletter import post_office
from tests.newsletter.post_office import PostOffice

pytestmark = pytest.mark.anyio
LETTER = Letter("Votre place", "Vous avez une place.", "<p>Vous avez une place.</p>")
LEAST, MOST = 20, 200
"""Steps of one sending: fewer would say that the deaths came elsewhere."""


def names(office: PostOffice, to: str) -> list[str]:
    return [str(message_from_bytes(raw)["Message-ID"]) for _, who, raw in office.taken if who == to]


class Worker:
    """The process whose children send what is due, and die."""

    def __init__(self, settings: Settings) -> None:
        command = [sys.executable, "-W", "error", "-m", "tests.crash.dying_mail"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment(settings), **pipes)  # type: ignore[call-overload]

    def dies(self, step: int) -> bool:
        """Whether it died at that step; else it came to its end."""
        self.process.stdin.write(f"{step}\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said in ("died\n", "ended\n")
        return bool(said == "died\n")

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture
def ready(settings: Settings, office: PostOffice) -> Settings:
    """Settings whose mails go to `office`."""
    return replace(settings, mail_url=office.url)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office.opened() as opened_office:
        yield opened_office


@pytest.fixture
def worker(ready: Settings) -> Iterator[Worker]:
    made = Worker(ready)
    yield made
    made.end()


async def test_a_mail_outlives_a_death_at_any_step(ready: Settings, office: PostOffice, worker: Worker) -> None:
    async with opened(ready):
        for step in range(1, MOST):
            to = f"{step}@exemple.fr"
            clock.reset()
            await outbox.post(to, LETTER)
            died = worker.dies(step)
            clock.advance(timedelta(hours=1))
            await outbox.send_due(ready, MemoryStore())
            assert (await OutgoingMail.get(address=to)).fate == Fate.HANDED, step
            assert len(names(office, to)) in (1, 2), step
            assert len(set(names(office, to))) == 1, step
            if not died:
                break
    assert LEAST < step < MOST - 1
    assert len(names(office, to)) == 1, "who is not killed sends it once"
