"""The pages of readers: the front page, one piece of news, the archive. Anybody may read them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite import access
from boite.accounts.models import User
from boite.clock import today
from boite.directory.models import Scale, Territory
from boite.directory.publics import ASKED
from boite.errors import NotFound
from boite.news import forms, listing, reads, searching, showing
from boite.news.listing import Wanted
from boite.news.models import Article
from boite.news.readers import own
from boite.news.topics import TOPICS
from boite.web import caching
from boite.web import forms as web_forms
from boite.web.templating import render


async def front(request: Request) -> Response:
    """The newest, for whom and where the address or the person says; or what has the words asked."""
    territories = await Territory.all().order_by("-scale", "name")
    mine = await own(request.state.user)
    wanted = forms.wanted(web_forms.query(request), [row.code for row in territories], mine)
    tag = caching.mark("front", *await listing.state(), today(), wanted, [row.name for row in territories])
    if caching.is_for_anybody(request):
        same = caching.unchanged(request, tag)
        return same or caching.shared(await _front(request, wanted, mine, territories), tag)
    return await _front(request, wanted, mine, territories)


async def _front(request: Request, wanted: Wanted, mine: Wanted, territories: list[Territory]) -> Response:
    found = await searching.search(wanted) if wanted.words else searching.Found(await listing.front(wanted))
    return render(
        request,
        "news/front.html",
        wanted=wanted,
        mine=wanted == replace(mine, topics=wanted.topics, words=wanted.words, page=wanted.page) and mine != Wanted(),
        found=found,
        rows=found.listed.rows,
        pictures=await showing.pictures(request, found.listed.rows),
        territories=territories,
        territory=next((row for row in territories if row.code == wanted.territory), None),
        topics=TOPICS,
        publics=ASKED,
        here=str(request.app.url_path_for("news:front")),
        query=forms.query_of(wanted),
        feed_query=forms.feed_query(wanted),
        writes=await _writes(request.state.user),
    )


async def _writes(user: User | None) -> bool:
    return user is not None and user.role in access.KEEPERS


async def article(request: Request) -> Response:
    """One piece of news. A reading is counted, never who reads."""
    found = await access.published_article(request.path_params["slug"])
    for_anybody = caching.is_for_anybody(request)
    tag = caching.mark("article", found.id, *await listing.state(), today()) if for_anybody else ""
    if for_anybody and (same := caching.unchanged(request, tag)):
        return same
    response = render(request, "news/article.html", **await showing.article(request, found))
    if await _is_reading(request, found):
        response.background = BackgroundTask(reads.count, found.id)
    return caching.shared(response, tag) if for_anybody else response


async def _is_reading(request: Request, found: Article) -> bool:
    """Whether somebody reads: neither a program, nor a browser that looks ahead, nor the team that wrote it."""
    headers, user = request.headers, request.state.user
    ahead = "prefetch" in headers.get("sec-purpose", headers.get("purpose", ""))
    if request.method != "GET" or ahead or reads.is_robot(headers.get("user-agent", "")):
        return False
    return user is None or await access.news_hand(user, found) == access.Hand.STRANGER


async def archives(request: Request) -> Response:
    """The year under way, or the last one that has news."""
    years = await listing.years()
    year = years[0] if years else today().year
    return RedirectResponse(request.app.url_path_for("news:archive", period=str(year)), status_code=303)


async def archive(request: Request) -> Response:
    """A year by its months, or a month by its news. Raises NotFound."""
    period = request.path_params["period"]
    first = forms.month(period)
    if first is None and not (period.isascii() and period.isdigit() and len(period) == 4):
        raise NotFound
    tag = caching.mark("archive", period, *await listing.state(), request.url.query)
    for_anybody = caching.is_for_anybody(request)
    if for_anybody and (same := caching.unchanged(request, tag)):
        return same
    context = await _year(int(period)) if first is None else await _month(request, first)
    response = render(request, "news/archive.html", **context)
    return caching.shared(response, tag) if for_anybody else response


async def _year(year: int) -> dict[str, Any]:
    years = await listing.years()
    if not 2000 <= year <= 2200:
        raise NotFound
    return {"first": None, "year": year, "years": years, "months": await listing.months(year)}


async def _month(request: Request, first: Any) -> dict[str, Any]:
    locals_ = await Territory.filter(scale=Scale.LOCAL).values_list("code", flat=True)
    wanted = forms.wanted(web_forms.query(request), [str(code) for code in locals_], Wanted())
    listed = await listing.month(wanted, first)
    pictures = await showing.pictures(request, listed.rows)
    shown = {"listed": listed, "wanted": wanted, "pictures": pictures, "topics": TOPICS}
    return {"first": first, "year": first.year, **shown}
