"""Trying an address of the web as a polite visitor would: does it still answer, and where?

An address comes from somebody: it may name a machine of ours. Each host is resolved here, refused unless all its
addresses are public, and reached at the very address that was looked at, so that no second answer of a name server
leads elsewhere. Redirections pass by the same door. No body is read, and the whole try has one deadline.
"""

from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, parse_headers
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from boite.files import web_links
from boite.library.public_addresses import Address, is_public

SECONDS = 15.0
"""For one try, redirections included."""
HOPS = 5
LONGEST = 500
"""Characters of the address of a resource: half of a longer one would lead elsewhere."""
HEAD_LIMIT = 65_536
"""Bytes of the head of an answer."""
AGENT = "MaBoiteSPRO-liens/1.0 (verification de liens, une fois par semaine; {site})"
PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
GUARDED = frozenset({401, 403, 405, 406, 429, 451})
"""Answers of a site that is there, and does not like programs."""
INTERIM = 10
"""Answers that only announce the true one (103 Early Hints): so many at most."""
WRITTEN = "%/:=&?~#+!$,;'@()*[]"
"""Signs that an address keeps as they are."""

Allowed = Callable[[Address], bool]


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a try. `moved_to`: where it answers for good, where every step said so and a link holds it."""

    alive: bool
    said: str
    moved_to: str = ""


class NoAnswer(Exception):
    """The address leads nowhere. Its text says why, for the desk."""


async def try_link(address: str, site: str, *, allowed: Allowed = is_public, seconds: float = SECONDS) -> Tried:
    """Ask for this address, at most `seconds` in all. Never raises: whatever happens is an answer.

    `allowed` says which machines may be reached; tests let their own be.
    """
    agent = AGENT.format(site=site)
    try:
        async with asyncio.timeout(seconds):
            return await _followed(address, agent, allowed)
    except TimeoutError:
        return Tried(False, "La page met trop de temps à répondre.")
    except NoAnswer as error:
        return Tried(False, str(error))


async def _followed(address: str, agent: str, allowed: Allowed) -> Tried:
    here, for_good = address, True
    for _ in range(HOPS + 1):
        status, headers = await _asked(here, agent, allowed)
        target = headers.get("location", "")
        if status not in REDIRECTS or not target:
            return _judged(status, here if for_good and here != address else "")
        for_good = for_good and status in PERMANENT
        here = _absolute(here, target)
    raise NoAnswer("La page renvoie sans fin d'une adresse à une autre.")


def _judged(status: int, moved_to: str) -> Tried:
    if 200 <= status < 300 or status == 304:
        return Tried(True, f"Réponse {status}", moved_to if len(moved_to) <= LONGEST else "")
    if status in GUARDED:
        return Tried(True, f"Réponse {status} : le site est là, il refuse les programmes.")
    return Tried(False, f"La page n'existe plus (réponse {status})." if status in {404, 410} else f"Réponse {status}.")


def _absolute(here: str, target: str) -> str:
    """Where a redirection leads, its spaces and accents written as an address wants them. Raises NoAnswer.

    Headers are read as Latin-1, and most sites write UTF-8: the bytes are kept as they came, as browsers do, but for
    those of a host.
    """
    try:
        parts = urlsplit(urljoin(here, quote(target.encode("latin-1"), safe=WRITTEN)))
        found = urlunsplit(parts._replace(netloc=unquote(parts.netloc, errors="strict")))
    except ValueError as error:
        raise NoAnswer("La page renvoie vers une adresse qui n'en est pas une.") from error
    if not web_links.safe(found):
        raise NoAnswer("La page renvoie vers une adresse qui n'est pas celle d'un site.")
    return found


async def _asked(address: str, agent: str, allowed: Allowed) -> tuple[int, Message]:
    """The status and the headers of an address: by HEAD, then by GET where HEAD is not liked. Raises NoAnswer."""
    if not web_links.safe(address):
        raise NoAnswer("Ce n'est pas l'adresse d'un site.")
    parts = urlsplit(address)
    machine = await _resolved(parts, allowed)
    status, headers = await _exchange("HEAD", parts, machine, agent)
    return (status, headers) if status < 400 else await _exchange("GET", parts, machine, agent)


async def _resolved(parts: SplitResult, allowed: Allowed) -> str:
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


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _ascii(host: str) -> str:
    """`forêt.fr` as name servers know it. Raises UnicodeError."""
    return host if host.isascii() else host.encode("idna").decode()


async def _exchange(method: str, parts: SplitResult, machine: str, agent: str) -> tuple[int, Message]:
    """One request to this very machine, and the head of its answer. Raises NoAnswer."""
    host = _ascii(parts.hostname or "")
    secure = ssl.create_default_context() if parts.scheme == "https" else None
    try:
        reader, writer = await asyncio.open_connection(
            machine, _port(parts), ssl=secure, server_hostname=host if secure else None, limit=HEAD_LIMIT
        )
    except ssl.SSLError as error:
        raise NoAnswer("Le certificat de ce site n'est pas valable.") from error
    except OSError as error:
        raise NoAnswer("Ce site ne répond pas.") from error
    try:
        writer.write(_request(method, parts, host, agent))
        await writer.drain()
        return await _final(reader)
    except (OSError, EOFError, asyncio.LimitOverrunError) as error:
        raise NoAnswer("Ce site répond mal.") from error
    finally:
        writer.transport.abort()  # nothing more is wanted, and a polite end could be waited for long


async def _final(reader: asyncio.StreamReader) -> tuple[int, Message]:
    """The answer itself, after those that only announce it (RFC 9110, 15.2). Raises NoAnswer."""
    for _ in range(INTERIM):
        status, headers = _parsed(await reader.readuntil(b"\r\n\r\n"))
        if status >= 200:
            return status, headers
    raise NoAnswer("Ce site répond mal.")


def _request(method: str, parts: SplitResult, host: str, agent: str) -> bytes:
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=WRITTEN)
    named = f"[{host}]" if ":" in host else host
    named += f":{parts.port}" if parts.port else ""
    lines = (f"{method} {target} HTTP/1.1", f"Host: {named}", f"User-Agent: {agent}", "Accept: */*")
    return "\r\n".join((*lines, "Connection: close", "", "")).encode("ascii", "replace")


def _parsed(head: bytes) -> tuple[int, Message]:
    first, _, rest = head.partition(b"\r\n")
    words = first.split(b" ", 2)
    try:
        if not words[0].startswith(b"HTTP/1") or len(words) < 2:
            raise NoAnswer("Ce site répond mal.")
        return int(words[1]), parse_headers(io.BytesIO(rest))
    except (ValueError, HTTPException) as error:
        raise NoAnswer("Ce site répond mal.") from error
