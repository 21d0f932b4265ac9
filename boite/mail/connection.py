"""The SMTP server: one open connection, one message after the other, and exactly what it answered to each."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from boite.clock import now
from boite.settings import Settings

if TYPE_CHECKING:
    from aiosmtplib import SMTP, SMTPResponse

SCHEMES = {"smtp": (25, False, False), "smtps": (465, True, False), "smtp+starttls": (587, False, True)}
"""The usual port, and whether the connection is encrypted from its first byte or after STARTTLS."""
WORDS = 300
CLOSING = 421
GO_ON = {b"MAIL": range(200, 300), b"RCPT": range(200, 300), b"DATA": range(354, 355)}
"""The answers after which the next word is said (RFC 5321, 4.3.2)."""
_STATUS = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")


class SendOutcome(StrEnum):
    """What became of a message."""

    HANDED = "handed"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"
    """The connection broke between our last byte and the answer: the server may or may not have the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerReply:
    """The answer to one message. `code` is 0 without an answer."""

    outcome: SendOutcome
    code: int = 0
    words: str = ""
    of_recipient: bool = False
    """Whether it is about the address, rather than the sender or the message."""

    @property
    def status(self) -> str:
        """The enhanced code (RFC 3463) where the server gives one, else the plain code."""
        found = _STATUS.match(self.words)
        return found[1] if found else str(self.code or "")


class Unreachable(Exception):
    """No server, or one that refuses us. Nothing was sent."""


class Lost(Exception):
    """The connection broke, or the server closed it, before the message was complete: it was certainly not sent."""


class MailRoute(Protocol):
    """A way out for messages."""

    @property
    def closed(self) -> bool:
        """Whether another line is needed."""
        ...

    async def hand(self, by: str, to: str, payload: bytes) -> ServerReply:
        """Send one message. Raises Lost where it was certainly not sent."""
        ...


def reachable(settings: Settings) -> bool:
    """Whether mails are sent at all: production without a server sends none."""
    return bool(settings.mail_url) or settings.development


@asynccontextmanager
async def opened_line(settings: Settings) -> AsyncIterator[MailRoute]:
    """A connection to the server of these settings; in development without one, to a folder. Raises Unreachable."""
    if not settings.mail_url:
        yield _Folder(settings.data / "courriels")
        return
    client = await _connected(settings)
    try:
        yield _Wire(client)
    finally:
        with suppress(Exception):  # whatever a dead connection answers to QUIT
            if client.is_connected:
                await client.quit(timeout=5)
        client.close()


async def _connected(settings: Settings) -> SMTP:
    # Imported here: it takes 90 ms, which every command would pay.
    from aiosmtplib import SMTP, SMTPException

    url = urlsplit(settings.mail_url)
    port, ciphered, upgraded = SCHEMES[url.scheme]
    client = SMTP(
        hostname=url.hostname,
        port=url.port or port,
        username=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
        use_tls=ciphered,
        start_tls=upgraded,
        local_hostname=urlsplit(settings.base_url).hostname or "localhost",
        timeout=settings.mail_timeout,
    )
    try:
        await client.connect()
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
    except (SMTPException, OSError) as error:
        client.close()
        raise Unreachable(str(error)) from error
    return client


class _Wire:
    """One open connection. It is closed at the first answer that matches no command."""

    def __init__(self, client: SMTP) -> None:
        self._client = client

    @property
    def closed(self) -> bool:
        """Whether another line is needed."""
        return not self._client.is_connected

    async def hand(self, by: str, to: str, payload: bytes) -> ServerReply:
        """MAIL, RCPT, DATA, then the message: only what follows its last dot may leave a doubt (RFC 1047)."""
        for word, argument, of_recipient in (
            (b"MAIL", f"FROM:<{by}>".encode("ascii"), False),
            (b"RCPT", f"TO:<{to}>".encode("ascii"), True),
            (b"DATA", b"", False),
        ):
            answer = await self._ask(*filter(None, (word, argument)))
            if answer.code >= 400:
                await self._ask(b"RSET")
                return _no(answer, of_recipient=of_recipient)
            if answer.code not in GO_ON[word]:  # whatever speaks there, it would take our message for commands
                self._client.close()
                raise Lost(f"not SMTP: {answer.code}")
        return await self._give(payload)

    async def _ask(self, *words: bytes) -> SMTPResponse:
        from aiosmtplib import SMTPException

        try:
            answer = await self._client.execute_command(*words)
        except (SMTPException, OSError, ValueError) as error:  # a ValueError: what it answered is no number
            self._client.close()
            raise Lost(str(error)) from error
        if answer.code == CLOSING:
            self._client.close()
            raise Lost(f"{answer.code} {answer.message}")
        return answer

    async def _give(self, payload: bytes) -> ServerReply:
        from aiosmtplib import SMTPException

        protocol = self._client.protocol
        if protocol is None or not protocol.is_connected:
            raise Lost("closed before the message")
        try:
            # `client.data()` would not say whether it failed before the message or after its last dot.
            protocol.write(_stuffed(payload))
            answer = await protocol.read_response(timeout=self._client.timeout)
        except (SMTPException, OSError, ValueError) as error:  # a ValueError: what it answered is no number
            self._client.close()
            return ServerReply(outcome=SendOutcome.UNKNOWN, words=str(error)[:WORDS])
        if answer.code == CLOSING:
            self._client.close()
        if 200 <= answer.code < 300:
            return ServerReply(outcome=SendOutcome.HANDED, code=answer.code)
        if answer.code < 400:  # neither yes nor no
            self._client.close()
            return ServerReply(outcome=SendOutcome.UNKNOWN, code=max(0, answer.code), words=answer.message[:WORDS])
        return _no(answer)


def _no(answer: SMTPResponse, *, of_recipient: bool = False) -> ServerReply:
    outcome = SendOutcome.REFUSED if answer.code >= 500 else SendOutcome.LATER
    words = " ".join(answer.message.encode("utf-8", "replace").decode().split())[:WORDS]
    return ServerReply(outcome=outcome, code=answer.code, words=words, of_recipient=of_recipient)


def _stuffed(payload: bytes) -> bytes:
    """A line that begins with a dot gets a second one (RFC 5321, 4.5.2); the last one says the end."""
    whole = payload if payload.endswith(b"\r\n") else payload + b"\r\n"
    if whole.startswith(b"."):
        whole = b"." + whole
    return whole.replace(b"\r\n.", b"\r\n..") + b".\r\n"


class _Folder:
    """In development: each mail becomes a file to read."""

    closed = False

    def __init__(self, path: Path) -> None:
        self._path = path

    async def hand(self, by: str, to: str, payload: bytes) -> ServerReply:
        """Write it, named after its time and its address."""
        name = f"{now():%Y%m%d-%H%M%S-%f}-{re.sub(r'[^a-z0-9@.-]', '_', to.lower())[:80]}.eml"
        await asyncio.to_thread(self._write, name, payload)
        return ServerReply(outcome=SendOutcome.HANDED, code=250)

    def _write(self, name: str, payload: bytes) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        (self._path / name).write_bytes(payload)
