"""« Où je vis, qui m'accompagne »: what a person says of it, and the structures of the directory to choose from."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import support as support_door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.database.long_lists import few
from boite.directory.models import Ending
from boite.directory.places.lookup import find_place
from boite.directory.search_engine.search import Hit, SearchCriteria, search
from boite.languages.messages import _
from boite.support import supports
from boite.support.commune import forget_structure_text
from boite.support.models import Support
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render

LONGEST = 200
SHOWN = 8
"""Structures proposed for what was typed."""


async def mine(request: Request) -> Response:
    """The commune, the structures, and those found for the words that were typed."""
    user, words = current_user(request), forms.query(request).text("mots", LONGEST)
    rows = await supports.of(user.id)
    return render(
        request,
        "support/mine.html",
        supports=rows,
        ended=await _ended(rows),
        words=words,
        found=await _found(user, words),
        mine={str(row.structure_id) for row in rows if row.until is None},
    )


async def _found(user: User, words: str) -> list[Hit]:
    """The nearest first, where the commune is known; those that ended are not proposed."""
    if not words:
        return []
    place = await find_place(user.commune_code) if user.commune_code else None
    around = await search(SearchCriteria(words=words, place=place, radius=100))
    found = around if around.hits else await search(SearchCriteria(words=words))
    return [hit for hit in (*found.hits, *found.apart) if not hit.structure["ended"]][:SHOWN]


async def _ended(rows: list[Support]) -> dict[Any, Ending]:
    """The structures among these that are no longer there, and what follows them."""
    endings = Ending.filter(structure_id__in=few(row.structure_id for row in rows)).select_related("successor")
    return {ending.structure_id: ending for ending in await endings}


async def add(request: Request) -> Response:
    """« Elle m'accompagne »."""
    form = await forms.read(request)
    structure = await directory_door.structure(current_user(request), form.raw("structure"))
    await supports.add(structure, by=current_user(request))
    return redirect(request, _home(request), _("« %(name)s » est dans votre liste.", name=structure.name))


async def edit(request: Request) -> Response:
    """Since when, and until when."""
    user = current_user(request)
    row = await support_door.support(user, request.path_params["support"])

    async def do(form: Form) -> Response:
        await supports.say_when(row, form.day("depuis"), form.day("jusqu"), by=user)
        return redirect(request, _home(request), _("C'est noté."))

    values = {"depuis": row.since, "jusqu": row.until}
    return await answered(request, "support/support.html", do, values=values, support=row)


async def put_first(request: Request) -> Response:
    """« C'est ma structure référente »."""
    await forms.read(request)
    row = await support_door.support(current_user(request), request.path_params["support"])
    await supports.put_first(row, by=current_user(request))
    return redirect(request, _home(request), _("C'est noté."))


async def remove(request: Request) -> Response:
    """It was a mistake."""
    await forms.read(request)
    row = await support_door.support(current_user(request), request.path_params["support"])
    await supports.remove(row, by=current_user(request))
    return redirect(request, _home(request), _("C'est retiré de votre liste."))


async def forget_text(request: Request) -> Response:
    """What was typed before is shown no more."""
    await forms.read(request)
    await forget_structure_text(by=current_user(request))
    return redirect(request, _home(request), _("C'est noté."))


def _home(request: Request) -> str:
    return addresses(request.app)("support:mine")
