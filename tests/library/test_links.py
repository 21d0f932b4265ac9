"""Links tried by the chore, against a real server of this machine; and the machines that it never reaches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from boite import clock
from boite.library.desk import LIBRARY
from boite.library.link_check import try_due
from boite.library.link_probe import Tried, try_link
from boite.library.models import LinkWatch
from boite.outgoing.public_addresses import TRANSLATED, Address, is_public
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.library.resources import make_resource
from tests.news.desks import coordinator

SITE = "https://boite.exemple"
INNER = """
127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1 fc00::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b:1::1 64:ff9b::a00:1 ff02::1
192.0.0.9 192.31.196.1 192.52.193.1 192.88.99.1 192.175.48.1 198.19.255.255 203.0.113.9 255.255.255.255 240.0.0.1
::127.0.0.1 ::ffff:0:127.0.0.1 2002:5db8:d822::1 2001::1 2001:1::1 2001:20::1 2001:1ff:ffff::1 2001:db8::1
2620:4f:8000::1 3fff:fff::1 5f00::1 100::1 100:0:0:1::1 fec0::1 4000::1
"""
WRITTEN_AS = {
    "/en-utf-8": "/ici?é=ü&à=Å#…".encode(),
    "/en-latin-1": "/été".encode("latin-1"),
    "/hote": "http://forêt.invalid/é".encode(),
    "/hote-latin-1": "http://forêt.invalid/".encode("latin-1"),
    "/trop-longue": b"/" + b"x" * 501,
}
"""Redirections as sites write them: bytes, whatever the standard says."""


def local(address: Address) -> bool:
    """Only this machine may be reached: what a test must not do is refused too."""
    return address.is_loopback


class Server:
    """Answers by path, as a site would, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.gone = False
        self.url = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request by connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            method, target, _ = head.split(" ", 2)
            agent = next(line for line in head.splitlines() if line.startswith("User-Agent"))
            self.asked.append((method, target, agent))
            writer.write(await self.head(method, target))
            await writer.drain()
        finally:
            writer.close()

    async def head(self, method: str, target: str) -> bytes:
        """The head of the answer."""
        if target == "/jamais":
            await asyncio.sleep(30)
        if target == "/charabia":
            return b"bonjour\r\n\r\n"
        if target == "/annonce":
            return b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n\r\n"
        if target == "/annonces":
            return b"HTTP/1.1 100 Continue\r\n\r\n" * 1000
        if target in WRITTEN_AS:
            return b"HTTP/1.1 301 X\r\nlocation: " + WRITTEN_AS[target] + b"\r\n\r\n"
        if target == "/sans-fin":
            return b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000
        status, where = {
            "/pour-de-bon": ("301 Moved Permanently", "/ici?d=%C3%A9"),
            "/un-moment": ("302 Found", "/ici"),
            "/boucle": ("308 Permanent Redirect", "/boucle"),
            "/vers-nous": ("302 Found", "http://10.0.0.1/"),
            "/vers-un-fichier": ("302 Found", "file:///etc/passwd"),
            "/ferme": ("404 Not Found", ""),
            "/robots": ("403 Forbidden", ""),
            "/sans-head": ("501 Not Implemented" if method == "HEAD" else "200 OK", ""),
        }.get(target, ("200 OK", ""))
        status = "503 Service Unavailable" if self.gone else status
        return f"HTTP/1.1 {status}\r\n{f'Location: {where}' if where else 'X: y'}\r\n\r\n".encode()


@asynccontextmanager
async def served() -> AsyncIterator[Server]:
    """A site of this machine."""
    server = Server()
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()


async def test_each_answer_in_words() -> None:
    async with served() as server:

        async def tried(path: str) -> Tried:
            return await try_link(server.url + path, SITE, seconds=0.5 if path == "/jamais" else 5, allowed=local)

        assert await tried("/") == Tried(True, "Réponse 200")
        assert await tried("/pour-de-bon") == Tried(True, "Réponse 200", server.url + "/ici?d=%C3%A9")
        assert await tried("/un-moment") == Tried(True, "Réponse 200")
        for path, alive, words in [
            ("/sans-head", True, "Réponse 200"),
            ("/robots", True, "refuse les programmes"),
            ("/ferme", False, "n'existe plus (réponse 404)"),
            ("/boucle", False, "renvoie sans fin"),
            ("/vers-nous", False, "pas celle d'un site public"),
            ("/vers-un-fichier", False, "pas celle d'un site"),
            ("/charabia", False, "répond mal"),
            ("/sans-fin", False, "répond mal"),
            ("/jamais", False, "trop de temps"),
        ]:
            found = await tried(path)
            assert found.alive is alive, path
            assert words in found.said, (path, found.said)
        assert [method for method, target, _ in server.asked if target == "/sans-head"] == ["HEAD", "GET"]
        assert all(f"{SITE})" in agent for _, _, agent in server.asked)
        # In production the same machine is never reached.
        before = len(server.asked)
        refused = await try_link(server.url, SITE)
        assert (refused.alive, len(server.asked)) == (False, before)
    closed = await try_link(server.url, SITE, allowed=local)
    assert closed.said == "Ce site ne répond pas."


async def test_answers_as_sites_write_them() -> None:
    async with served() as server:
        wanted = {
            "/annonce": "",
            "/en-utf-8": f"{server.url}/ici?%C3%A9=%C3%BC&%C3%A0=%C3%85#%E2%80%A6",
            "/en-latin-1": f"{server.url}/%E9t%E9",
            "/trop-longue": "",
        }
        for path, moved_to in wanted.items():
            assert await try_link(server.url + path, SITE, allowed=local) == Tried(True, "Réponse 200", moved_to), path
        for path, words in {
            "/annonces": "Ce site répond mal.",
            "/hote": "Ce site n'existe pas, ou plus.",
            "/hote-latin-1": "La page renvoie vers une adresse qui n'en est pas une.",
        }.items():
            assert await try_link(server.url + path, SITE, allowed=local) == Tried(False, words), path


@settings_of(max_examples=300, deadline=None)
@given(st.ip_addresses())
def test_what_is_public_is_so_for_python_too(address: Address) -> None:
    if is_public(address) and address not in TRANSLATED:
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


async def test_machines_that_are_never_reached() -> None:
    for address in INNER.split():
        assert not is_public(ip_address(address)), address
    assert is_public(ip_address("93.184.216.34"))
    assert is_public(ip_address("64:ff9b::5db8:d822")), "how a network of version 6 alone sees a site of version 4"
    assert is_public(ip_address("2606:2800:220:1:248:1893:25c8:1946"))
    for address in ("http://localhost/", "http://[::1]/", "http://2130706433/", "http://127.1/", "http://0x7f.1/"):
        assert not (await try_link(address, SITE, seconds=5)).alive, address
    for address in ("javascript:alert(1)", "ftp://exemple.fr/", "http://", "https://é" + "x" * 70 + ".fr/"):
        assert not (await try_link(address, SITE, seconds=5)).alive, address


async def test_dead_after_three_different_days(
    new_person: OpenAccount, store: BlobStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nadia = await coordinator(new_person)
    async with served() as server:
        resource = await make_resource(nadia, store, link=f"{server.url}/page")
        changed = resource.changed_at

        async def tried() -> LinkWatch:
            assert await try_due(settings, allowed=local) == 1
            assert await try_due(settings, allowed=local) == 0
            return await LinkWatch.get(resource_id=resource.id)

        assert (await tried()).state == "alive"
        server.gone = True
        try:
            clock.advance(timedelta(days=7, minutes=1))
            for days, state in ((1, "failing"), (2, "failing"), (3, "dead")):
                row = await tried()
                assert (row.failed_days, row.state, row.said) == (days, state, "Réponse 503.")
                clock.advance(timedelta(minutes=1))
                # The same day counts once, however often it is tried.
                await LinkWatch.filter(resource_id=resource.id).update(due=clock.now())
                assert (await tried()).failed_days == days
                clock.advance(timedelta(days=1))
            server.gone = False
            clock.advance(timedelta(days=7))
            row = await tried()
            assert (row.state, row.failed_days) == ("alive", 0)
        finally:
            clock.reset()
    await resource.refresh_from_db()
    assert resource.changed_at == changed
    await LIBRARY.withdraw(resource, "Fini.", by=nadia)
    assert not await LinkWatch.exists()
