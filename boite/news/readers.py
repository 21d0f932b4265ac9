"""What the front page shows of itself to somebody signed in: their territory, their situation."""

from __future__ import annotations

from boite.accounts.models import User
from boite.directory.models import Commune
from boite.directory.publics import ASKED
from boite.folding import fold
from boite.news.listing import Wanted


async def own(user: User | None) -> Wanted:
    """What this person wants by default; everything for somebody unknown. One query at most."""
    if user is None:
        return Wanted()
    territory = await _territory(user.commune) if user.commune else ""
    return Wanted(territory=territory, public=user.situation if user.situation in ASKED else "")


async def _territory(commune: str) -> str:
    """The territory of a commune as it was typed; empty where it is not known."""
    key = fold(commune).replace("-", " ").replace("'", " ")
    found = await Commune.filter(name_key=" ".join(key.split())).order_by("-population").first()
    return (found.territory_id or "") if found else ""
