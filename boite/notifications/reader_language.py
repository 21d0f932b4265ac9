"""The language that the reader of a message chose, where nobody asks for a page: a mail, a push, an SMS."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import User
from boite.languages.offered import FRENCH, offered


async def language_of(user_id: UUID) -> str:
    """Its code, where pages are offered in it; else French."""
    chosen = {str(code) for code in await User.filter(id=user_id).values_list("language", flat=True)}
    return next((each.code for each in offered() if each.code in chosen), FRENCH.code)
