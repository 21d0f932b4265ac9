"""What somebody becomes: a role for the service, and what it is exercised on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boite.accounts.models import PROFESSIONALS, AccountRole, User
from boite.administration import people
from boite.database.connection import transaction
from boite.directory.keepers import keepers
from boite.directory.models import Structure, Territory
from boite.errors import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """A role, the structures whose sheets they keep (addresses), the territories that they coordinate (codes)."""

    role: AccountRole | None = None
    structures: Sequence[str] = ()
    territories: Sequence[str] = ()

    def role_of(self, former: AccountRole) -> AccountRole:
        """The role asked for, else the one that these posts need. Raises Invalid where they do not go together."""
        kept = former if former in PROFESSIONALS else AccountRole.PROFESSIONAL
        implied = AccountRole.COORDINATOR if self.territories else kept if self.structures else AccountRole.PERSON
        role = self.role or implied
        if self.territories and role != AccountRole.COORDINATOR:
            raise Invalid("Un territoire se donne à un coordinateur : --role coordinator.")
        if self.structures and role not in PROFESSIONALS:
            raise Invalid("Une structure se donne à un professionnel : --role professional.")
        return role


async def check(posts: Posts) -> None:
    """Raises Invalid for the first structure or territory that does not exist, before anything is written."""
    for slug in posts.structures:
        if not await Structure.exists(slug=slug):
            raise Invalid(f"Aucune structure n'a l'adresse « {slug} ». C'est la fin de l'adresse de sa page.")
    for code in posts.territories:
        if not await Territory.exists(code=code):
            known = ", ".join(await Territory.all().order_by("code").values_list("code", flat=True)) or "aucun"  # type: ignore[arg-type]  # codes are texts
            raise Invalid(f"Aucun territoire n'a le code « {code} ». Les codes : {known}.")


async def appoint(user: User, posts: Posts, by: User | None = None) -> AccountRole:
    """Give somebody a role, structures and territories, all or nothing. Returns the role. Raises Invalid, Conflict."""
    role = posts.role_of(user.role)
    await check(posts)
    async with transaction():
        await people.set_role(user, role, by)
        for slug in posts.structures:
            await keepers.add(await Structure.get(slug=slug), user.handle, by=None)
        for code in posts.territories:
            await keepers.coordinate(user, await Territory.get(code=code))
    return role
