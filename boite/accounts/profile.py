"""What a person says of themselves: little, optional, and changed at will."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from boite.accounts import journal_kinds as kinds
from boite.accounts.models import User
from boite.clock import today
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
    traits: str = ""
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


async def refuse_statistics(user: User) -> None:
    """From today on they are not counted. Said twice, the first day holds."""
    await _count(user, refused_on=today())


async def accept_statistics(user: User) -> None:
    """They are counted again, from the next month on: not in one that began while they refused."""
    await _count(user, refused_on=None)


async def _count(user: User, refused_on: date | None) -> None:
    async with transaction():
        other = User.filter(id=user.id, statistics_refused_on__isnull=refused_on is not None)
        if await other.update(statistics_refused_on=refused_on):
            said = kinds.StatisticsRefused() if refused_on else kinds.StatisticsAccepted()
            await record(said, owner=user.id, by=user.id)


async def choose_language(user: User, code: str) -> None:
    """Read the pages in the language of this code from now on, on every device."""
    await change_profile(user, replace(profile_of(user), language=code))
