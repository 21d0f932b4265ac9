"""The secret of the roundings: 32 bytes, made once, kept and saved with the base, never logged, never changed.

Two draws of one cell would narrow what it hides. Where the secret is gone or is another one, nothing is published any
more: what was published stays, and the operator puts the right one back.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from boite.clock import now
from boite.database.connection import binary, execute, fetch, on_sqlite
from boite.statistics.models import StatPeriod

ONLY = 1
SIZE = 32
LOST = (
    "Le secret des statistiques {what}. Rien de nouveau n'est publié : arrondir avec un autre secret permettrait de"
    " retrouver des personnes. Remettez la table stat_secret d'une sauvegarde de la base (docs/secret-statistique.md)."
)


class SecretLost(Exception):
    """Figures were published with a secret that is not there any more. Said to the operator, in the log."""


async def ready() -> bytes:
    """The secret; made where nothing was ever published. Raises SecretLost."""
    published = {period.mark for period in await StatPeriod.all()}
    found = await _kept()
    if found is None and not published:
        await execute(
            "INSERT INTO stat_secret (id, secret, made_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            ONLY,
            secrets.token_bytes(SIZE),
            now(),
        )
        found = await _kept()  # perhaps another process was first
    if found is None:
        raise SecretLost(LOST.format(what="manque"))
    if len(found) != SIZE or published - {mark(found)}:
        raise SecretLost(LOST.format(what="n'est plus le même"))
    return found


def mark(secret: bytes) -> str:
    """What tells one secret from another, and says nothing of it."""
    return hmac.new(secret, b"mark", sha256).hexdigest()[:32]


async def _kept() -> bytes | None:
    rows = await fetch("SELECT secret FROM stat_secret WHERE id = ?", ONLY)
    return binary(rows[0]["secret"]) if rows else None


async def alone() -> None:
    """Wait for whoever publishes at this moment: one publication at a time. Inside the caller's transaction."""
    if not on_sqlite():  # there, a transaction begins by waiting for the others
        await fetch("SELECT id FROM stat_secret WHERE id = ? FOR UPDATE", ONLY)
