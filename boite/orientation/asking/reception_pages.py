"""The reception desk: the search, the questions and the answer in one screen; and the sheet to print."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import orientation as orientation_door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.clock import today
from boite.directory.models import ReceptionPoint
from boite.directory.search.missed_searches import note_missed
from boite.directory.search.urgent import is_urgent
from boite.directory.search.urgent_numbers import NUMBERS
from boite.directory.sheet import publics
from boite.errors import NotFound
from boite.orientation.asking import question_pages, question_search, seeker_pages
from boite.orientation.asking.seeker_pages import Seeker, carried
from boite.orientation.moments import MOMENTS
from boite.text.qr import qr
from boite.web import counting, crawlers, forms
from boite.web.addresses import addresses
from boite.web.templating import is_partial, render

LARGE, SMALL = 2, 6
"""Answers that a sheet of paper holds: large ones, then small ones."""


async def desk(request: Request) -> Response:
    """One screen for a reception officer; the list alone for a partial request, as they type."""
    user = current_user(request)
    await orientation_door.admit(user, Right.RECEIVE)
    query = forms.query(request)
    words = query.text("mots", question_search.LONGEST)
    who = await seeker_pages.desk_asking(request, await _own_commune(request))
    catalogue = await question_search.catalogue()
    found = catalogue.find(words) if words else list(catalogue.questions)
    context: dict[str, Any] = {"words": words, "questions": found, "asking": who, "moments": MOMENTS}
    context |= {"urgent": NUMBERS if is_urgent(words) else (), "carried": carried(words, who)}
    if is_partial(request):
        return render(request, "orientation/_desk-questions.html", chosen="", **context)
    if words and not found and crawlers.by_somebody(request):
        await note_missed(counting.tally(request), words, "orientation", who.territory)
    # The first question that the words lead to, unless somebody comes back to choose another one.
    first = found[0].slug if words and found and "liste" not in request.query_params else ""
    chosen = query.text("question", 120) or first
    answer = await _answer(request, chosen, who) if chosen else {}
    return render(request, "orientation/desk.html", chosen=chosen, answer=answer, publics=publics, **context)


async def _own_commune(request: Request) -> str:
    """Where the desk is: the first reception point of the officer's own structure, else their profile's commune."""
    user = current_user(request)
    mine = await directory_door.member_structures(user)
    if mine:
        point = await ReceptionPoint.filter(structure_id=mine[0].id).exclude(city="").order_by("rank").first()
        if point:
            return f"{point.city} ({point.postal_code})" if point.postal_code else point.city
    return user.commune


async def _answer(request: Request, slug: str, who: Seeker) -> dict[str, Any]:
    try:
        question = await orientation_door.published(slug)
    except NotFound:
        return {}
    answer = await question_pages.result(request, question, who)
    question_pages.count(request, question, who)
    return answer


async def sheet(request: Request) -> Response:
    """One A4 page to hand out, with a QR code of the address of this answer."""
    question = await orientation_door.published(request.path_params["slug"])
    who = await seeker_pages.person_asking(request)
    address = addresses(request.app)("orientation:question", slug=question.slug) + who.query()
    full = request.app.state.settings.base_url.rstrip("/") + address
    context = await question_pages.result(request, question, who)
    return render(
        request,
        "orientation/sheet.html",
        qr=qr(full, full),
        address=address,
        full=full,
        printed=today(),
        **on_one_page(context["replies"]),
        **context,
    )


def on_one_page(replies: dict[str, Any]) -> dict[str, Any]:
    """What a sheet of paper holds: a few large answers, a few small ones, and how many are left out."""
    every = [card for card in (replies["first"], *replies["others"], *replies["farther"]) if card]
    large = [card for card in every if card["main"]][:LARGE]
    others = [card for card in every if card not in large]
    return {"large": large, "others": others[:SMALL], "more": max(0, len(others) - SMALL)}
