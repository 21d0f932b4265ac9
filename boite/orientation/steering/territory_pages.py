"""The pages about a whole territory: the table of who answers what, and the guide to print."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import orientation as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.clock import today
from boite.directory.models import REGION, Territory
from boite.directory.sheet.card_words import helpline
from boite.errors import NotFound
from boite.orientation.asking import found_answers, question_search
from boite.orientation.asking.answer_view import card, sheet_words
from boite.orientation.moments import MOMENTS
from boite.orientation.steering import overview
from boite.orientation.steering.guides import guide_of
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.templating import render


async def table(request: Request) -> Response:
    """Questions by networks, or by structures of a territory: the holes leap to the eye."""
    rights = await door.admit(current_user(request), Right.PREVIEW)
    query = forms.query(request)
    territories = await local_territories()
    codes = {territory.code: territory for territory in territories}
    code = query.choice("territoire", ("", *codes))
    view = query.choice("vue", ("reseaux", "structures"), "reseaux")
    territory = codes.get(code)
    by_structure = view == "structures" and territory is not None
    made = await (overview.by_structure(codes[code]) if by_structure else overview.by_network(territory))
    return render(
        request,
        "orientation/table.html",
        table=made,
        territory=territory,
        territories=[(row.code, row.name) for row in territories],
        values={"territoire": code, "vue": view},
        moments=MOMENTS,
        rights=rights,
    )


async def local_territories() -> list[Territory]:
    """The territories inside the region, by name, without their outlines, which are heavy."""
    return await Territory.exclude(code=REGION).order_by("name").only("code", "name", "help_phone", "help_hours")


async def guides(request: Request) -> Response:
    """The guides to print, one for each territory."""
    return render(request, "orientation/guides.html", territories=await local_territories())


async def guide(request: Request) -> Response:
    """The guide of one territory. Raises NotFound for the region itself, which would be all of them."""
    code = request.path_params["territory"]
    territory = next((row for row in await local_territories() if row.code == code), None)
    if territory is None:
        raise NotFound
    made, url = await guide_of(territory, await question_search.catalogue()), addresses(request.app)
    return render(
        request,
        "orientation/guide.html",
        territory=territory,
        chapters=[
            (chapter.moment, [(question, _lines(replies, url)) for question, replies in chapter.questions])
            for chapter in made.chapters
        ],
        index=[sheet_words(sheet, url) for sheet in made.index],
        helper=helpline(await found_answers.helper(code)),
        printed=today(),
    )


def _lines(replies: found_answers.Replies, url: Any) -> list[dict[str, Any]]:
    """Who answers one question: the main ones first, each said so. Their hours are in the index."""
    return [card(reply, url, weekly=False) for reply in replies.every]
