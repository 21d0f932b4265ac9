"""Handles and passphrases: proposed, readable, strong enough; and how they are checked."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from threading import Lock
from typing import Any

from anyio import CapacityLimiter, to_thread
from passlib.hash import argon2

from boite.accounts.handle_words import HANDLE_WORDS
from boite.accounts.passphrase_words import PASSPHRASE_WORDS
from boite.errors import Busy
from boite.settings import Settings
from boite.text.normalise import fold

DRAWN = 5
"""Words: more than 53 bits. Where attempts are limited, 50 are required (CNIL, délibération 2022-100)."""
OWN_MINIMUM = 15
"""Characters of a passphrase that a person invents."""

THREADS, QUEUE = 2, 1000
"""For commands and demonstrations, which have no settings at hand."""

_hasher = argon2.using(type="ID", memory_cost=65536, time_cost=3, parallelism=1)
_loading = Lock()
_limiters: dict[int, CapacityLimiter] = {}
_line: set[object] = set()
"""Those who are served and those who wait, in this process."""
_dummy: list[str] = []


def propose_handle() -> str:
    """Something like `lavande-428`."""
    return f"{secrets.choice(HANDLE_WORDS)}-{secrets.randbelow(9900) + 100}"


def propose_passphrase() -> str:
    """Five French words drawn at random, with their accents: typing them without is as good."""
    return " ".join(secrets.choice(PASSPHRASE_WORDS) for _ in range(DRAWN))


LONGEST_HANDLE = 40
"""Characters that the column of handles holds."""


def normal_handle(typed: str) -> str:
    """`Lavande 428 ` as `lavande-428`. No handle is longer than 40 characters: the rest is dropped."""
    return re.sub(r"[\s_-]+", "-", fold(typed[:80])).strip("-")[:LONGEST_HANDLE]


def normal_passphrase(typed: str) -> str:
    """Case, accents, hyphens and double spaces do not matter: phones add them by themselves."""
    return " ".join(fold(re.sub(r"[-_.,;]+", " ", typed[:400])).split())


async def hash_passphrase(passphrase: str, settings: Settings | None = None) -> str:
    """An argon2id digest, computed in a thread (64 MB, about a tenth of a second). Raises Busy."""
    return str(await _in_turn(lambda text: _ready().hash(text), normal_passphrase(passphrase), settings=settings))


async def verify_passphrase(passphrase: str, digest: str | None, settings: Settings | None = None) -> bool:
    """Whether it is the secret. Takes as long for an account that does not exist (`digest` None). Raises Busy."""
    if digest is None and not _dummy:
        _dummy.append(await hash_passphrase(secrets.token_hex(16), settings))
    same = await _in_turn(
        lambda *typed: _ready().verify(*typed), normal_passphrase(passphrase), digest or _dummy[0], settings=settings
    )
    return bool(same) and digest is not None


async def _in_turn(work: Callable[..., Any], *values: str, settings: Settings | None) -> Any:
    """The work done in a thread, after those who came before. Raises Busy where too many wait: nobody waits long."""
    threads, queue = (settings.hashing_threads, settings.hashing_queue) if settings else (THREADS, QUEUE)
    limiter = _limiter(threads)
    if len(_line) >= threads + queue:
        raise Busy
    me = object()
    _line.add(me)
    try:
        return await to_thread.run_sync(work, *values, limiter=limiter)
    finally:
        _line.discard(me)


def _ready() -> Any:
    """The library, once it has its backend: two threads that look for one at the same time break it (libpass 1.9)."""
    with _loading:
        argon2.set_backend()
    return _hasher


def _limiter(threads: int) -> CapacityLimiter:
    """Bounds how many argon2 digests this process computes at once."""
    import asyncio

    loop = id(asyncio.get_running_loop())
    if loop not in _limiters:
        _limiters.clear()
        _limiters[loop] = CapacityLimiter(threads)
    return _limiters[loop]
