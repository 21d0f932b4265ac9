"""A database brought back from a backup does not know what was sent since: it sends nothing until somebody says so."""

from __future__ import annotations

from datetime import datetime

from boite.database.connection import fetch_by_key
from boite.files.models import StoreIdentity
from boite.files.store_row import ONLY
from boite.text.french import datetime_fr

HELD = """Cette base vient de la sauvegarde du {day}. Elle ne sait pas ce qui a été envoyé depuis.
Aucun courriel, aucune lettre, aucune alerte et aucun SMS ne part.
Pour que les envois reprennent : boite restore --release"""


def held_words(since: datetime) -> str:
    """What an operator is told, wherever they look."""
    return HELD.format(day=datetime_fr(since))


async def sending_held_since() -> datetime | None:
    """The instant of the backup that this database comes from; None where it may send."""
    row = await StoreIdentity.get_or_none(id=ONLY)
    return row.restored_from if row else None


async def sending_is_held() -> bool:
    """The same question, for whoever is about to send: many times a minute."""
    found = "SELECT 1 AS held FROM files_store WHERE id = ? AND restored_from IS NOT NULL"
    return bool(await fetch_by_key(found, ONLY))


async def let_send() -> bool:
    """The operator says that it may send. Returns whether it was held."""
    return bool(await StoreIdentity.filter(id=ONLY, restored_from__not_isnull=True).update(restored_from=None))
