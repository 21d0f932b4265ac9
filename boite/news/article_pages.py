"""The pages of readers: the front page, one piece of news, the archive. Anybody may read them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import news as door
from boite.clock import today
from boite.directory.models import Scale
from boite.errors import NotFound
from boite.news import article_lists, article_view_pages, forms, reader_choices_pages
from boite.news.list_versions import Standing, ask_standing
from boite.news.read_counts import READS
from boite.publishing.listing import Found, Listed, Wanted
from boite.publishing.reader_pages import counted, pictures, writes
from boite.publishing.topics import TOPICS
from boite.web import caching, page_cache
from boite.web import forms as web_forms
from boite.web.templating import render

Drawing = Callable[[], Awaitable[Response]]


async def front(request: Request) -> Response:
    """The newest, for whom and where the address or the person says; or what has the words asked."""
    standing = await page_cache.fact(request, "news", ask_standing)
    mine = await reader_choices_pages.own(request, standing.codes)
    wanted = forms.wanted(web_forms.query(request), standing.codes, mine)
    theirs = _is_theirs(wanted, mine)
    opens = "pres" in request.query_params
    home = await reader_choices_pages.home(request, mine)
    look = Look(standing, wanted, theirs, _remembers(request), writes(request.state.user), home, opens)
    tag = caching.mark("front", today(), look)
    keep = not wanted.words
    if caching.is_for_anybody(request):
        return await page_cache.page(request, tag, lambda: _front(request, look, tag), keep=keep)
    return await page_cache.page_of_somebody(request, tag, lambda asked: _front(asked, look, tag), keep=keep)


@dataclass(frozen=True, slots=True)
class Look:
    """All that the front page depends on, with the day. Two people of the same look see the same news."""

    standing: Standing
    wanted: Wanted
    mine: bool
    """Whether it is what this device remembers, or what this person's box says."""
    remembers: bool
    """Whether this device remembers choices."""
    writes: bool
    home: str
    """The territory of who reads; empty where it is not known."""
    opens: bool
    """Whether the choice is open."""


def _is_theirs(wanted: Wanted, mine: Wanted) -> bool:
    return mine != Wanted() and wanted == replace(mine, words=wanted.words, page=wanted.page)


def _remembers(request: Request) -> bool:
    return reader_choices_pages.COOKIE in request.cookies


async def _front(request: Request, look: Look, tag: str) -> Response:
    wanted, places = look.wanted, look.standing.places
    feeds = forms.feed_query(wanted)

    def said(found: Found) -> dict[str, Any]:
        return article_view_pages.READERS.listed(request, wanted, found, places, home=look.home)

    async def gathered() -> dict[str, Any]:
        found = await article_lists.search(wanted) if wanted.words else Found(await article_lists.front(wanted))
        listed = said(found)
        drawn = await pictures(request, found.listed.rows)
        theirs = {name: getattr(look, name) for name in ("mine", "remembers", "writes")}
        own = {"own_links": "news/_remember.html", "feed_query": feeds, "pictures": drawn}
        return listed | theirs | own

    listed = await page_cache.part(request, tag, "news/_front.html", gathered, keep=not wanted.words)
    about = said(Found(Listed([]))) | {"feed_query": feeds, "writes": look.writes}
    return render(request, "news/front.html", listed=listed, **about)


async def article(request: Request) -> Response:
    """One piece of news. A reading is counted, never who reads."""
    found = await door.published(request.path_params["slug"])

    async def drawn() -> Response:
        return render(request, "news/article.html", **await article_view_pages.article(request, found))

    response = await _for_anybody(request, drawn, "article", found.id, today())
    return await counted(request, response, READS, door.NEWS, found)


async def _for_anybody(request: Request, draw: Drawing, *parts: object) -> Response:
    """A page that depends on these and on what is on line, kept where it is the same for everybody."""
    if not caching.is_for_anybody(request):
        return await draw()
    standing = await page_cache.fact(request, "news", ask_standing)
    return await page_cache.page(request, caching.mark(*parts, standing), draw)


async def archives(request: Request) -> Response:
    """The year under way, or the last one that has news."""
    years = await article_lists.years()
    year = years[0] if years else today().year
    return RedirectResponse(request.app.url_path_for("news:archive", period=str(year)), status_code=303)


async def archive(request: Request) -> Response:
    """A year by its months, or a month by its news. Raises NotFound."""
    period = request.path_params["period"]
    first = forms.month(period)
    if first is None and not (period.isascii() and period.isdigit() and len(period) == 4):
        raise NotFound
    wanted = await _asked(request)

    async def drawn() -> Response:
        context = await _year(int(period)) if first is None else await _month(request, first, wanted)
        return render(request, "news/archive.html", **context)

    return await _for_anybody(request, drawn, "archive", period, wanted)


async def _asked(request: Request) -> Wanted:
    """What the address of a month asks for: a local territory, a public, topics, a page."""
    standing = await page_cache.fact(request, "news", ask_standing)
    codes = [place.code for place in standing.places if place.scale == Scale.LOCAL]
    return replace(forms.wanted(web_forms.query(request), codes, Wanted()), words="")


async def _year(year: int) -> dict[str, Any]:
    years = await article_lists.years()
    if not 2000 <= year <= 2200:
        raise NotFound
    return {"first": None, "year": year, "years": years, "months": await article_lists.months(year)}


async def _month(request: Request, first: date, wanted: Wanted) -> dict[str, Any]:
    listed = await article_lists.month(wanted, first)
    drawn = await pictures(request, listed.rows)
    reading = article_view_pages.READERS.pages.about(request, "")["reading"]
    shown = {"listed": listed, "wanted": wanted, "pictures": drawn, "topics": TOPICS, "reading": reading}
    return {"first": first, "year": first.year, **shown}
