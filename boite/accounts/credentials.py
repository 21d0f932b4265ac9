"""Handles and passphrases: proposed, readable, strong enough; and how they are checked."""

from __future__ import annotations

import re
import secrets

from anyio import CapacityLimiter, to_thread
from mnemonic import Mnemonic
from passlib.hash import argon2

from boite.accounts.handle_words import HANDLE_WORDS
from boite.text.normalise import fold

PASSPHRASE_WORDS = 5
"""Five words out of 2,048: 55 bits. Where attempts are limited, 50 are required (CNIL, délibération 2022-100)."""
OWN_MINIMUM = 15
"""Characters of a passphrase that a person invents."""

_hasher = argon2.using(type="ID", memory_cost=65536, time_cost=3, parallelism=1)
_limiters: dict[int, CapacityLimiter] = {}
_dummy: list[str] = []


def propose_handle() -> str:
    """Something like `lavande-428`."""
    return f"{secrets.choice(HANDLE_WORDS)}-{secrets.randbelow(9900) + 100}"


def propose_passphrase() -> str:
    """Five French words drawn at random."""
    words: list[str] = Mnemonic("french").wordlist
    return " ".join(fold(secrets.choice(words)) for _ in range(PASSPHRASE_WORDS))


LONGEST_HANDLE = 40
"""Characters that the column of handles holds."""


def normal_handle(typed: str) -> str:
    """`Lavande 428 ` as `lavande-428`. No handle is longer than 40 characters: the rest is dropped."""
    return re.sub(r"[\s_-]+", "-", fold(typed[:80])).strip("-")[:LONGEST_HANDLE]


def normal_passphrase(typed: str) -> str:
    """Case, accents, hyphens and double spaces do not matter: phones add them by themselves."""
    return " ".join(fold(re.sub(r"[-_.,;]+", " ", typed[:400])).split())


async def hash_passphrase(passphrase: str, threads: int = 2) -> str:
    """An argon2id digest, computed in a thread (64 MB, about a tenth of a second)."""
    return await to_thread.run_sync(_hasher.hash, normal_passphrase(passphrase), limiter=_limiter(threads))


async def verify_passphrase(passphrase: str, digest: str | None, threads: int = 2) -> bool:
    """Whether it is the secret. Takes as long for an account that does not exist (`digest` None)."""
    if digest is None:
        if not _dummy:
            _dummy.append(await hash_passphrase(secrets.token_hex(16), threads))
        await to_thread.run_sync(_hasher.verify, normal_passphrase(passphrase), _dummy[0], limiter=_limiter(threads))
        return False
    same: bool = await to_thread.run_sync(
        _hasher.verify, normal_passphrase(passphrase), digest, limiter=_limiter(threads)
    )
    return same


def _limiter(threads: int) -> CapacityLimiter:
    """Bounds how many argon2 digests this process computes at once."""
    import asyncio

    loop = id(asyncio.get_running_loop())
    if loop not in _limiters:
        _limiters.clear()
        _limiters[loop] = CapacityLimiter(threads)
    return _limiters[loop]
