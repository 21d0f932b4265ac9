"""`boite serve --processes 3`, the real command: one address, three processes that answer, one that does the chores."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

import httpx2
import pytest

from boite.accounts.models import AccountRole, User
from boite.database import chore_runs
from boite.database.connection import opened
from boite.news.desk import NEWS
from boite.settings import Settings
from tests.live import PATIENCE, ROOT, environment, free_port
from tests.news.desks import coordinator, published
from tests.people import PASSPHRASE, open_account
from tests.visitors import TOKEN as VISITOR_TOKEN

TOKEN = "a-token-of-the-tests-for-metrics"
WHO = re.compile(r'boite_build_info\{[^}]*process="[^"]*:(\d+)"')


def children(pid: int) -> set[int]:
    """The processes of the service that this one started: not the one by which Python counts what they share."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(each) for each in found if "resource_tracker" not in Path(f"/proc/{each}/cmdline").read_text()}


def lives(pid: int) -> bool:
    """Whether this process is there."""
    return Path(f"/proc/{pid}").exists()


class Service:
    """The command that runs, and clients of it, each of whose connection is held by one of its processes."""

    def __init__(self, settings: Settings, process: Process, clients: AsyncExitStack) -> None:
        self.settings, self.process, self._clients = settings, process, clients

    async def client(self) -> httpx2.AsyncClient:
        """Somebody in front of it; one connection at most, kept."""
        limits = httpx2.Limits(max_connections=1)
        headers = {"authorization": f"Bearer {TOKEN}"}
        made = httpx2.AsyncClient(base_url=self.settings.base_url, headers=headers, limits=limits, timeout=PATIENCE)
        return await self._clients.enter_async_context(made)

    async def each(self, wanted: int, *, without: int = 0) -> dict[int, httpx2.AsyncClient]:
        """A client in front of each of its processes, by number."""
        found: dict[int, httpx2.AsyncClient] = {}
        until = monotonic() + PATIENCE
        while len(found) < wanted:
            assert monotonic() < until, f"{len(found)} of {wanted} processes answer"
            client = await self.client()
            try:
                seen = WHO.search((await client.get("/metrics")).text)
            except httpx2.TransportError:
                seen = None
            number = int(seen[1]) if seen else without
            if number == without or number in found:
                await client.aclose()
                await asyncio.sleep(0.02)
            else:
                found[number] = client
        return found


@asynccontextmanager
async def serving(settings: Settings, processes: int) -> AsyncIterator[Service]:
    """The command, until the end of the block."""
    port = free_port()
    here = replace(settings, host="127.0.0.1", port=port, base_url=f"http://127.0.0.1:{port}")
    here = replace(here, metrics_token=TOKEN, chores=True)
    command = [sys.executable, "-W", "error", "-m", "boite", "serve", "--no-migrate", "--processes", str(processes)]
    process = await asyncio.create_subprocess_exec(
        *command, env=environment(here), cwd=ROOT, stdout=PIPE, stderr=STDOUT
    )
    try:
        async with AsyncExitStack() as clients:
            yield Service(here, process, clients)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def read_until_told(client: httpx2.AsyncClient, stopped: asyncio.Event) -> list[int | str]:
    """Ask for a page again and again, as somebody who tries again after a cut. The answers, by status."""
    found: list[int | str] = []
    while not stopped.is_set():
        try:
            found.append((await client.get("/actualites/")).status_code)
        except httpx2.TransportError as error:
            found.append(type(error).__name__)
    return found


@pytest.mark.each_engine
async def test_three_processes_are_one_service(settings: Settings) -> None:
    async with serving(settings, 3) as service, opened(service.settings):

        async def person(first_name: str = "Nadia", role: AccountRole = AccountRole.PERSON) -> User:
            return await open_account(service.settings, first_name, role)

        ines, nadia = await person("Inès"), await coordinator(person)
        article = await published(nadia, title="La girafe")
        each = await service.each(3)
        one, *others = each.values()

        # Who signs in on one is known on the others.
        [token] = set(VISITOR_TOKEN.findall((await one.get("/compte/connexion")).text))
        fields = {"csrf": token, "handle": ines.handle, "passphrase": PASSPHRASE}
        entered = await one.post("/compte/connexion", data=fields)
        assert entered.status_code == 303
        for other in others:
            other.cookies.update(one.cookies)
            assert (await other.get("/compte/appareils")).status_code == 200

        # What each keeps for its pages goes everywhere with what they show.
        for client in each.values():
            client.cookies.clear()
            assert "La girafe" in (await client.get("/actualites/")).text
        await NEWS.withdraw(article, "Annulé", by=nadia)
        assert not any(["La girafe" in (await client.get("/actualites/")).text for client in each.values()])

        # One is killed under requests: what it was answering is cut, once, and nothing else is.
        stopped, killed = asyncio.Event(), next(iter(each))
        reading = [asyncio.create_task(read_until_told(client, stopped)) for client in each.values() for _ in "ab"]
        await asyncio.sleep(0.2)
        os.kill(killed, signal.SIGKILL)
        again = await service.each(3, without=killed)
        assert len(again.keys() - each.keys()) == 1
        stopped.set()
        answers = [answer for found in await asyncio.gather(*reading) for answer in found]
        cut = [answer for answer in answers if answer != 200]
        assert len(cut) <= 2, cut
        assert not any(isinstance(answer, int) for answer in cut), cut
        assert len(answers) > 20

        # The chores have a process, which is none of those that answer; killed, it comes back.
        supervisor = service.process.pid
        [chores] = children(supervisor) - set(again)
        os.kill(chores, signal.SIGKILL)
        until = monotonic() + PATIENCE
        while not children(supervisor) - set(again) - {chores} or not await chore_runs.known():
            assert monotonic() < until, "nobody does the chores"
            await asyncio.sleep(0.1)

        # Asked to stop, it stops, and leaves nobody behind.
        for client in [*each.values(), *again.values()]:
            await client.aclose()
        left = children(supervisor)
        service.process.terminate()
        said, _ = await asyncio.wait_for(service.process.communicate(), PATIENCE)
        assert service.process.returncode == 0, said.decode()
        assert b"Warning" not in said, said.decode()
        assert b"Traceback" not in said, said.decode()
        assert not any(map(lives, left))


async def test_nobody_answers_once_the_supervisor_is_killed(settings: Settings) -> None:
    """Else the next start would find its address taken."""
    async with serving(settings, 1) as service:
        [(number, client)] = (await service.each(1)).items()
        await client.aclose()
        service.process.kill()
        until = monotonic() + PATIENCE
        while lives(number):
            assert monotonic() < until, "an orphan answers"
            await asyncio.sleep(0.05)
