"""The language that the reader of a message chose, where nobody asks for a page: a mail, a push, an SMS."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from boite.accounts.models import User
from boite.database.long_lists import few
from boite.languages.offered import FRENCH, offered


async def language_of(user_id: UUID) -> str:
    """Its code, where pages are offered in it; else French."""
    return (await languages_of([user_id]))[user_id]


async def languages_of(people: Collection[UUID]) -> dict[UUID, str]:
    """The same for each of these people. One query for a few of them."""
    known = {each.code for each in offered()}
    chosen = dict(await User.filter(id__in=few(people)).values_list("id", "language"))
    return {who: code if (code := str(chosen.get(who))) in known else FRENCH.code for who in people}
