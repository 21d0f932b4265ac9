"""What people typed freely before: matched once where it can mean one thing alone, else shown to its person."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.database.rows import column
from boite.directory.places.lookup import place_asked
from boite.directory.search_engine.search import SearchCriteria, search
from boite.settings import Settings
from boite.support.models import Support
from boite.text.normalise import fold
from storage.store import BlobStore

AT_ONCE = 500
UNMATCHED = (
    "SELECT id FROM account_user WHERE id > ? AND ((commune <> '' AND commune_code = '') OR structure <> '')"
    " AND role <> 'group' ORDER BY id LIMIT ?"
)


async def match(settings: Settings, store: BlobStore) -> int:
    """Make choices of what was typed, where nothing else can be meant (a chore). Returns for how many people."""
    matched, after = 0, UUID(int=0)
    while people := await column(str, UNMATCHED, after, AT_ONCE):
        after = UUID(people[-1])
        for each in people:
            matched += await match_one(UUID(each))
    return matched


async def match_one(user_id: UUID) -> bool:
    """The same for one person. Returns whether something was matched."""
    user = await User.get_or_none(id=user_id)
    if user is None:
        return False
    commune = await _commune(user) if user.commune and not user.commune_code else False
    return await _structure(user) or commune


async def _commune(user: User) -> bool:
    where = await place_asked(user.commune)
    if where.place is None or where.doubtful:
        return False
    unchanged = User.filter(id=user.id, commune=user.commune, commune_code="")
    return bool(await unchanged.update(commune_code=where.place.code, commune=where.place.label))


async def _structure(user: User) -> bool:
    """One structure alone has that very name, accents and capitals aside, and is still there."""
    words = fold(user.structure).strip()
    found = await search(SearchCriteria(words=user.structure))
    hits = [hit.structure for hit in (*found.hits, *found.apart) if not hit.structure["ended"]]
    named = {hit["id"] for hit in hits if fold(hit["name"]).strip() == words}
    if len(named) != 1:
        return False
    [structure_id] = named
    async with transaction():
        if not await User.filter(id=user.id, structure=user.structure).update(structure=""):
            return False
        going_on = await Support.filter(user_id=user.id, until=None)
        if all(row.structure_id != structure_id for row in going_on):
            await Support.create(user_id=user.id, structure_id=structure_id, lead=not going_on)
    return True
