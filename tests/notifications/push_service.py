"""A push service of this machine, over HTTPS, and the browser that subscribed to it: it reads with another library."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import http_ece
import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from boite.accounts.models import Session, User
from boite.clock import now
from boite.notifications import push_sending
from boite.notifications.contact_points import digest_of
from boite.notifications.models import Channel, ContactPoint
from boite.notifications.vapid import encoded
from boite.outgoing.public_addresses import Address
from boite.settings import Settings
from tests.live import free_port

HANGS, ENDLESS, HEAD_WITHOUT_END = -1, -2, -3
"""Instead of a status: nothing; then an answer of 1 GB; then a head that never ends."""


@dataclass
class Browser:
    """The keys of one browser."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def p256dh(self) -> str:
        """Its public key, as it gives it."""
        return encoded(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def read(self, body: bytes) -> dict[str, Any]:
        """What a push says. Raises where it was not sealed for this browser."""
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        shown: dict[str, Any] = json.loads(plain.rstrip(b"\0"))
        return shown


@dataclass
class Push:
    """One request that the service received."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """Answers each push as it was told, 201 by default, and keeps what it received."""

    def __init__(self, port: int, trust: ssl.SSLContext, authority: bytes) -> None:
        self.port, self.trust, self.authority = port, trust, authority
        self.pushes: list[Push] = []
        self.answers: dict[str, tuple[int, dict[str, str]]] = {}
        self.heard = asyncio.Event()
        self.sent = 0
        """Bytes of bodies that went out."""

    @property
    def host(self) -> str:
        """As the settings name it."""
        return f"localhost:{self.port}"

    def endpoint(self, name: str) -> str:
        """The address of a subscription."""
        return f"https://{self.host}/envoi/{name}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request by connection."""
        try:
            first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
            body = await reader.readexactly(int(headers["content-length"]))
            path = first.split(" ")[1]
            self.pushes.append(Push(path, headers, body))
            self.heard.set()
            await self._answer(writer, *self.answers.get(path.removeprefix("/envoi/"), (201, {})))
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            return
        finally:
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, status: int, headers: dict[str, str]) -> None:
        if status == HANGS:
            await asyncio.sleep(60)
        if status in (ENDLESS, HEAD_WITHOUT_END):
            writer.write(b"HTTP/1.1 201 Created\r\n" + (b"\r\n" if status == ENDLESS else b"X: "))
            while self.sent < 10**9:
                writer.write(b"x" * 65_536)
                await writer.drain()
                self.sent += 65_536
        lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write(("\r\n".join([*lines, "Content-Length: 0", "", ""])).encode())
        await writer.drain()

    async def send(self, settings: Settings, *, urgent: bool = False) -> int:
        """What the chore does, where this machine may be reached."""
        return await push_sending.send_due(settings, urgent=urgent, allowed=here, trust=self.trust)


def here(address: Address) -> bool:
    """Whether it is this machine."""
    return address.is_loopback


@asynccontextmanager
async def listening() -> AsyncIterator[PushService]:
    """The service, closed at the end."""
    authority = trustme.CA()
    own, trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(own)
    authority.configure_trust(trust)
    service = PushService(free_port(), trust, authority.cert_pem.bytes())
    server = await asyncio.start_server(service.serve, "127.0.0.1", service.port, ssl=own)
    try:
        yield service
    finally:
        server.close()


def knowing(settings: Settings, service: PushService) -> Settings:
    """Settings with which this service may be asked, and would know to whom to write."""
    return replace(settings, push_hosts=service.host, contact="bonjour@boite.exemple.fr")


async def device(
    settings: Settings, person: User, service: PushService, browser: Browser, name: str = "a", **more: Any
) -> ContactPoint:
    """A device of this person, subscribed long ago and signed in."""
    session = await Session.create(
        user_id=person.id, token_digest=os.urandom(16).hex(), expires_at=now().replace(year=now().year + 1)
    )
    endpoint = service.endpoint(name)
    usual: dict[str, Any] = {
        "p256dh": browser.p256dh,
        "auth": encoded(browser.auth),
        "confirmed_at": now(),
        "session_id": session.id,
    }
    return await ContactPoint.create(
        user_id=person.id,
        channel=Channel.PUSH,
        address=endpoint,
        digest=digest_of(settings, Channel.PUSH, endpoint),
        **usual | more,
    )
