"""`/sante` says that the process lives; `/sante/prete`, that what it needs answers."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from unittest.mock import ANY

import httpx2
import pytest

from boite import clock
from boite.files import sandbox
from boite.mail import outbox
from boite.mail.messages import Letter
from boite.settings import Settings
from storage.errors import StorageUnavailable
from storage.store import BlobStore
from tests.live import ROOT, Server, environment, free_port
from tests.visitors import Visitor


async def test_alive(client: Visitor) -> None:
    answer = await client.get("/sante")
    assert answer.status_code == 200


async def test_ready(client: Visitor) -> None:
    answer = await client.get("/sante/prete")
    assert answer.status_code == 200
    assert answer.json() == {"base": "prêt", "rangement": "prêt", "courriels": "prêt", "bac à sable": ANY}


async def test_says_which_part_is_down(client: Visitor, store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails() -> None:
        raise StorageUnavailable("unplugged")

    monkeypatch.setattr(store, "check", fails)
    answer = await client.get("/sante/prete")
    assert answer.status_code == 503
    assert answer.json() == {"base": "prêt", "rangement": "en panne"}


async def test_survives_a_kill(live_server: Server) -> None:
    first = live_server.pid
    live_server.restart()
    assert live_server.pid != first
    async with httpx2.AsyncClient(base_url=live_server.url) as client:
        assert (await client.get("/sante/prete")).status_code == 200


async def test_stops_by_itself_when_asked(live_server: Server) -> None:
    assert await asyncio.to_thread(live_server.stop) in {0, -signal.SIGTERM}


async def test_the_command_serves_without_a_warning(settings: Settings) -> None:
    port = free_port()
    here = replace(settings, host="127.0.0.1", port=port, base_url=f"http://127.0.0.1:{port}")
    command = [sys.executable, "-W", "error", "-m", "boite", "serve"]
    process = await asyncio.create_subprocess_exec(
        *command, env=environment(here), cwd=ROOT, stdout=PIPE, stderr=STDOUT
    )
    async with httpx2.AsyncClient(base_url=here.base_url) as client:
        while process.returncode is None:
            with suppress(httpx2.TransportError):
                assert (await client.get("/sante/prete")).status_code == 200
                process.terminate()
                break
            await asyncio.sleep(0.1)
    said, _ = await process.communicate()
    assert process.returncode in {0, -signal.SIGTERM}, said.decode()
    assert b"Warning" not in said


async def test_the_code_of_the_site_is_not_walked_at_each_collection(settings: Settings) -> None:
    """Walking the modules and the models takes 70 ms, and everybody waits meanwhile."""
    asked = (
        "import gc; from boite.web_processes import site; site(); print(gc.get_freeze_count(), len(gc.get_objects()))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", asked, env=environment(settings), cwd=ROOT, stdout=PIPE
    )
    said, _ = await process.communicate()
    frozen, walked = map(int, said.split())
    assert frozen > 20 * walked


async def test_a_mail_server_that_is_away_is_said(
    client: Visitor, settings: Settings, store: BlobStore, caplog: pytest.LogCaptureFixture
) -> None:
    """The service goes on: it is no reason to send people away."""
    nobody = replace(settings, mail_url=f"smtp://127.0.0.1:{free_port()}")
    client.app.state.settings = nobody
    await outbox.post("ines@exemple.fr", Letter("Bonjour", "Un mot.", "<p>Un mot.</p>"))
    for _ in range(5):
        assert await outbox.send_due(nobody, store) == 0
    assert [one.levelname for one in caplog.records if one.name == "boite.mail"] == ["ERROR"]
    assert (await client.get("/sante/prete")).json()["courriels"] == "prêt", "it only just came"
    clock.advance(timedelta(minutes=11))
    await outbox.send_due(nobody, store)
    assert [one.fields["late"] for one in caplog.records if one.name == "boite.mail"] == [0, 1]  # type: ignore[attr-defined]  # given as extra
    answer = await client.get("/sante/prete")
    assert (answer.status_code, answer.json()["courriels"]) == (200, "1 en retard")
    assert "ines" not in caplog.text


async def test_a_missing_sandbox_is_said(
    client: Visitor,
    settings: Settings,
    store: BlobStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A kernel without these doors is played by a child that obtains nothing."""
    monkeypatch.setattr(sandbox, "_found", [])
    monkeypatch.setattr(sandbox, "PROGRAM", "print()")
    await sandbox.say_missing(settings, store)
    assert caplog.records[-1].fields == {"missing": ["landlock", "seccomp"]}  # type: ignore[attr-defined]  # given as extra
    answer = await client.get("/sante/prete")
    assert (answer.status_code, answer.json()["bac à sable"]) == (200, "sans landlock ni seccomp")
