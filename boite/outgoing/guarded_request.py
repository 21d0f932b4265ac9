"""One request to an address that somebody wrote, which may name a machine of ours.

Each host is resolved here, refused unless all its addresses are public, and reached at the very address that was looked
at, so that no second answer of a name server leads elsewhere. Only the head of the answer is read. Nothing here waits
for ever if the caller does not: it gives the whole try a deadline.
"""

from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import Callable, Mapping
from email.message import Message
from http.client import HTTPException, parse_headers
from ipaddress import ip_address
from urllib.parse import SplitResult, quote

from boite.outgoing.public_addresses import Address

HEAD_LIMIT = 65_536
"""Bytes of the head of an answer."""
INTERIM = 10
"""Answers that only announce the true one (103 Early Hints): so many at most."""
WRITTEN = "%/:=&?~#+!$,;'@()*[]"
"""Signs that an address keeps as they are."""

Allowed = Callable[[Address], bool]
"""Which machines may be reached; tests let their own be."""


class NoAnswer(Exception):
    """The address leads nowhere. Its text says why, for the desk."""


async def resolved(parts: SplitResult, allowed: Allowed) -> str:
    """The address of the machine, once all those of its name were looked at. Raises NoAnswer."""
    host, port = parts.hostname or "", _port(parts)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(_ascii(host), port, type=1)  # SOCK_STREAM
    except (OSError, UnicodeError) as error:
        raise NoAnswer("Ce site n'existe pas, ou plus.") from error
    machines = [entry[4][0] for entry in found]
    # One that is private among them would be reached some day: all or none.
    if not machines or not all(allowed(ip_address(str(machine).split("%")[0])) for machine in machines):
        raise NoAnswer("Cette adresse n'est pas celle d'un site public.")
    return str(machines[0])


async def exchange(
    method: str,
    parts: SplitResult,
    machine: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    trust: ssl.SSLContext | None = None,
) -> tuple[int, Message]:
    """One request to this very machine, and the head of its answer. Raises NoAnswer.

    `trust`: whose certificates are believed, where it is not whom everybody believes.
    """
    host = _ascii(parts.hostname or "")
    secure = (trust or ssl.create_default_context()) if parts.scheme == "https" else None
    try:
        reader, writer = await asyncio.open_connection(
            machine, _port(parts), ssl=secure, server_hostname=host if secure else None, limit=HEAD_LIMIT
        )
    except ssl.SSLError as error:
        raise NoAnswer("Le certificat de ce site n'est pas valable.") from error
    except OSError as error:
        raise NoAnswer("Ce site ne répond pas.") from error
    try:
        writer.write(_request(method, parts, host, headers, body))
        await writer.drain()
        return await _final(reader)
    except (OSError, EOFError, asyncio.LimitOverrunError) as error:
        raise NoAnswer("Ce site répond mal.") from error
    finally:
        writer.transport.abort()  # nothing more is wanted, and a polite end could be waited for long


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _ascii(host: str) -> str:
    """`forêt.fr` as name servers know it. Raises UnicodeError."""
    return host if host.isascii() else host.encode("idna").decode()


async def _final(reader: asyncio.StreamReader) -> tuple[int, Message]:
    """The answer itself, after those that only announce it (RFC 9110, 15.2). Raises NoAnswer."""
    for _ in range(INTERIM):
        status, headers = _parsed(await reader.readuntil(b"\r\n\r\n"))
        if status >= 200:
            return status, headers
    raise NoAnswer("Ce site répond mal.")


def _request(method: str, parts: SplitResult, host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=WRITTEN)
    named = f"[{host}]" if ":" in host else host
    named += f":{parts.port}" if parts.port else ""
    length = {"Content-Length": str(len(body))} if body else {}
    said = {"Host": named, **headers, **length, "Connection": "close"}
    lines = (f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()))
    return "\r\n".join((*lines, "", "")).encode("ascii", "replace") + body


def _parsed(head: bytes) -> tuple[int, Message]:
    first, _, rest = head.partition(b"\r\n")
    words = first.split(b" ", 2)
    try:
        if not words[0].startswith(b"HTTP/1") or len(words) < 2:
            raise NoAnswer("Ce site répond mal.")
        return int(words[1]), parse_headers(io.BytesIO(rest))
    except (ValueError, HTTPException) as error:
        raise NoAnswer("Ce site répond mal.") from error
