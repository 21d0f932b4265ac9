"""What people typed freely before: matched once where it can mean one thing alone, else shown to its person."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import User
from boite.database.chores import one_by_one
from boite.database.connection import transaction
from boite.database.rows import column
from boite.directory.models import Commune, Structure
from boite.directory.places.lookup import Place, place_asked
from boite.directory.search_engine.search import SearchCriteria, search
from boite.journal.record import record
from boite.settings import Settings
from boite.support import journal_kinds as kinds
from boite.support import supports
from boite.text.normalise import fold
from storage.store import BlobStore

AT_ONCE = 5000
"""People of one night."""
UNMATCHED = (
    "SELECT id FROM account_user WHERE ((commune <> '' AND commune_code = '') OR structure <> '')"
    " AND NOT free_text_tried AND role <> 'group' ORDER BY id LIMIT ?"
)


async def match(settings: Settings, store: BlobStore) -> int:
    """Make choices of what was typed, where nothing else can be meant (a chore). Returns how many people it read.

    Each is read once, as soon as there is a directory to match with: what was not found then is its person's to say.
    """
    if not (await Commune.exists() and await Structure.exists()):
        return 0
    return await one_by_one(await column(UUID, UNMATCHED, AT_ONCE), match_one)


async def match_one(user_id: UUID) -> bool:
    """The same for one person. Returns whether something was matched."""
    user = await User.get_or_none(id=user_id, free_text_tried=False)
    if user is None:
        return False
    place, structure = await _place(user), await _structure(user)
    read = {"commune": user.commune, "commune_code": user.commune_code, "structure": user.structure}
    async with transaction():
        rows = await supports.locked(user.id)
        if not await User.filter(id=user.id, free_text_tried=False, **read).update(free_text_tried=True):
            return False  # somebody else was first, or its person says otherwise now
        matched = list[str]()
        if place is not None:
            await User.filter(id=user.id).update(commune_code=place.code, commune=place.label)
            matched.append(place.label)
        if structure is not None and await supports.one_more(rows, structure, owner=user.id):
            await User.filter(id=user.id).update(structure="")
            matched.append(structure.name)
        for name in matched:
            await record(kinds.TextMatched(name=name), owner=user.id, by=None)
    return bool(matched)


async def _place(user: User) -> Place | None:
    if not user.commune or user.commune_code:
        return None
    where = await place_asked(user.commune)
    return None if where.doubtful else where.place


async def _structure(user: User) -> Structure | None:
    """One structure alone has that very name, accents and capitals aside, and is still there."""
    words = fold(user.structure).strip()
    if not words:
        return None
    found = await search(SearchCriteria(words=user.structure))
    hits = [hit.structure for hit in (*found.hits, *found.apart) if not hit.structure["ended"]]
    named = {hit["id"] for hit in hits if fold(hit["name"]).strip() == words}
    return await Structure.get_or_none(id=named.pop()) if len(named) == 1 else None
