"""The home pages: what the service is, for a visitor; what is to be done, for somebody signed in."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import files as files_door
from boite.accounts.guard import current_session
from boite.accounts.models import AccountRole, User
from boite.agenda import event_words
from boite.clock import day_of, now, today
from boite.directory.models import REGION
from boite.files import list_rows, node_lists
from boite.files.quota import GAUGE_FROM
from boite.journal import unseen
from boite.library import resource_view_pages
from boite.library.wording import KINDS
from boite.news import reader_choices_pages
from boite.news.list_versions import ask_standing
from boite.notifications import mail_section, preferences
from boite.publishing.reader_pages import pictures
from boite.site import desk_read, desk_waiting, headlines, health, to_do
from boite.statistics import published, takeaways, told_first
from boite.statistics.places import Path
from boite.web import caching, page_cache
from boite.web.addresses import addresses
from boite.web.templating import render

LATEST = 4
"""Papers that the home page shows."""


async def home(request: Request) -> Response:
    """The home of whoever asks."""
    user = request.state.user
    if user is None:
        return await _visitor(request)
    if user.is_professional:
        return await _professional(request, user)
    if user.role == AccountRole.OBSERVER:
        return await _observer(request)
    if user.role == AccountRole.ADMINISTRATOR:
        return render(request, "site/administrator.html", parts=await health.state(request.app))
    return await _person(request, user)


async def _visitor(request: Request) -> Response:
    found = await _headlines(request)
    left = "quitte" in request.query_params

    async def drawn() -> Response:
        return render(request, "site/welcome.html", left=left, **await _around(request, found))

    if left or not caching.is_for_anybody(request):
        return await drawn()
    return await page_cache.page(request, caching.mark("home", today(), found), drawn)


async def _person(request: Request, user: User) -> Response:
    space = await files_door.space(user)
    rows = await node_lists.recent(space.id, LATEST)
    return render(
        request,
        "site/home.html",
        to_do=await to_do.of(user, space.id),
        lost=await mail_section.lost(user.id),
        told=await _told(request, user),
        recent=list_rows.shown(rows, addresses(request.app)),
        room=await space.gauge(),
        gauge_from=GAUGE_FROM,
        **await _around(request, await _headlines(request)),
    )


async def _professional(request: Request, user: User) -> Response:
    week = await desk_waiting.week(user)
    structures = await directory_door.member_structures(user)
    return render(
        request,
        "site/desk.html",
        waiting=await desk_waiting.of(user),
        lost=await mail_section.lost(user.id),
        told=await _told(request, user),
        week=week,
        days={event.id: max(day_of(event.begins_at), today()) for event in week},
        words=event_words,
        read=await desk_read.of(user),
        structure=next(iter(structures), None),
    )


async def _observer(request: Request) -> Response:
    """The figures of the whole region, for the last month that has some."""
    there = await published.published()
    found = await published.dashboard([Path((REGION,))], there[0].period, there, ()) if there else None
    return render(
        request,
        "site/observer.html",
        period=there[0].period if there else None,
        takeaways=takeaways.takeaways(await told_first.figures_read(found)) if found else [],
        region=REGION,
    )


async def _told(request: Request, user: User) -> unseen.Unseen:
    """What others did that concerns this person, but for this very session."""
    return await unseen.of(user.id, await preferences.unwanted_entries(user.id), here=current_session(request).id)


async def _headlines(request: Request) -> headlines.Headlines:
    """Those of the territory that this device remembers, or that the person's box says."""
    standing = await page_cache.fact(request, "news", ask_standing)
    mine = await reader_choices_pages.own(request, standing.codes)
    # What is over within the hour leaves even where nobody writes.
    name = f"headlines {mine.territory} {now():%Y-%m-%d %H}"
    return await page_cache.fact(request, name, lambda: headlines.of(mine.territory))


async def _around(request: Request, found: headlines.Headlines) -> dict[str, Any]:
    standing = await page_cache.fact(request, "news", ask_standing)
    return {
        "around": found,
        "territory": next((place.name for place in standing.places if place.code == found.territory), ""),
        "pictures": await pictures(request, list(found.news)),
        "seen": await resource_view_pages.pictures(request, list(found.resources)),
        "kinds": KINDS,
    }
