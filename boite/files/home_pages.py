"""Whose space a page is in, as the page says it: one's own box, or the space of one of one's groups."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from boite.access import groups as door
from boite.access.roles import SPACE, Right, Role
from boite.accounts.guard import current_user
from boite.files.models import Space
from boite.languages.messages import _
from boite.languages.values import SizeValue
from boite.web.addresses import addresses


@dataclass(frozen=True, slots=True)
class Home:
    """A space in the words and the addresses of its pages, and what the person may do there."""

    space: Space
    rights: frozenset[Right]
    mine: bool
    first: tuple[str, str]
    """The first step of the way to a paper: its name and its address."""
    where: str
    """« dans votre boîte », at the end of a sentence."""
    trash: str
    emptying: str
    """The address of the page that empties the trash."""

    def lack(self, missing: int) -> str:
        """What to do where there is no more room in a group's space. `missing` in bytes."""
        lack = SizeValue(missing)
        return _(
            "Il manque %(size)s %(where)s. Demandez à la coordination de faire de la place.",
            size=lack,
            where=self.where,
        )


async def home(request: Request, space: Space) -> Home:
    """The space that the door has just opened. One's own needs no query."""
    user, url = current_user(request), addresses(request.app)
    if space.owner_id == user.id:
        return Home(
            space=space,
            rights=SPACE[Role.OWNER],
            mine=True,
            first=(_("Mes papiers"), url("files:home")),
            where=_("dans votre boîte"),
            trash=url("files:trash"),
            emptying=url("files:trash_empty"),
        )
    return group_home(request, await door.group_of(user, space.owner_id))


def group_home(request: Request, place: door.GroupPlace) -> Home:
    """The space of a group."""
    url = addresses(request.app)
    return Home(
        space=place.space,
        rights=place.rights,
        mine=False,
        first=(_("Mes groupes"), url("groups:home")),
        where=_("dans l'espace du groupe"),
        trash=url("groups:trash", code=place.code),
        emptying=url("groups:trash_empty", code=place.code),
    )
