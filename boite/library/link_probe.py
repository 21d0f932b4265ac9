"""Trying an address of the web as a polite visitor would: does it still answer, and where?

An address comes from somebody: it may name a machine of ours. It is asked for through the guarded door
(`boite.outgoing`), and so are redirections. No body is read, and the whole try has one deadline.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from boite.files import web_links
from boite.outgoing.guarded_request import WRITTEN, Allowed, NoAnswer, exchange, resolved
from boite.outgoing.public_addresses import is_public

SECONDS = 15.0
"""For one try, redirections included."""
HOPS = 5
LONGEST = 500
"""Characters of the address of a resource: half of a longer one would lead elsewhere."""
AGENT = "MaBoiteSPRO-liens/1.0 (verification de liens, une fois par semaine; {site})"
PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
GUARDED = frozenset({401, 403, 405, 406, 429, 451})
"""Answers of a site that is there, and does not like programs."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a try. `moved_to`: where it answers for good, where every step said so and a link holds it."""

    alive: bool
    said: str
    moved_to: str = ""


async def try_link(address: str, site: str, *, allowed: Allowed = is_public, seconds: float = SECONDS) -> Tried:
    """Ask for this address, at most `seconds` in all. Never raises: whatever happens is an answer.

    `allowed` says which machines may be reached; tests let their own be.
    """
    headers = {"User-Agent": AGENT.format(site=site), "Accept": "*/*"}
    try:
        async with asyncio.timeout(seconds):
            return await _followed(address, headers, allowed)
    except TimeoutError:
        return Tried(False, "La page met trop de temps à répondre.")
    except NoAnswer as error:
        return Tried(False, str(error))


async def _followed(address: str, asking: Mapping[str, str], allowed: Allowed) -> Tried:
    here, for_good = address, True
    for _ in range(HOPS + 1):
        status, headers = await _asked(here, asking, allowed)
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


async def _asked(address: str, asking: Mapping[str, str], allowed: Allowed) -> tuple[int, Message]:
    """The status and the headers of an address: by HEAD, then by GET where HEAD is not liked. Raises NoAnswer."""
    if not web_links.safe(address):
        raise NoAnswer("Ce n'est pas l'adresse d'un site.")
    parts = urlsplit(address)
    machine = await resolved(parts, allowed)
    status, headers = await exchange("HEAD", parts, machine, asking)
    return (status, headers) if status < 400 else await exchange("GET", parts, machine, asking)
