"""What a person says of themselves: little, optional, and changed at will."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from boite.accounts import journal_kinds as kinds
from boite.accounts.models import User
from boite.database.connection import transaction
from boite.journal.record import record
from boite.languages.messages import _

THEMES = {"": _("Comme mon appareil"), "light": _("Clair"), "dark": _("Sombre")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The columns of `User` that its person fills in. Empty means not said."""

    first_name: str = ""
    email: str = ""
    birth_year: int | None = None
    situation: str = ""
    theme: str = ""
    language: str = ""


def profile_of(user: User) -> Profile:
    """What is kept now."""
    return Profile(**{name: getattr(user, name) for name in Profile.__dataclass_fields__})


async def change_profile(user: User, profile: Profile) -> None:
    """Keep these answers. Nothing is written where nothing changed."""
    if profile == profile_of(user):
        return
    async with transaction():
        await User.filter(id=user.id).update(**asdict(profile))
        await record(kinds.ProfileChanged(), owner=user.id, by=user.id)


async def choose_language(user: User, code: str) -> None:
    """Read the pages in the language of this code from now on, on every device."""
    await change_profile(user, replace(profile_of(user), language=code))
