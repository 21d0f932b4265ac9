"""The pages of readers: the list of one kind, and one publication. Anybody may read them.

A kind that keeps its pages in memory, or shows more, has page functions of its own around what is gathered here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from boite.access import publishing as door
from boite.access.roles import Role
from boite.accounts.models import User
from boite.database.counters import DailyCounter
from boite.directory.models import Territory
from boite.directory.sheet import publics
from boite.groups import file_views
from boite.groups.file_views import Picture
from boite.publishing import address_forms, audience, chosen_filters
from boite.publishing.desk_pages import DeskPages
from boite.publishing.drafts import D
from boite.publishing.listing import Found, Listing, W, Wanted
from boite.publishing.rows import P
from boite.publishing.structured import creative_work
from boite.publishing.topics import TOPICS
from boite.text import json_ld
from boite.web import counting
from boite.web import forms as web_forms
from boite.web.addresses import addresses
from boite.web.templating import render


def writes(user: User | None) -> bool:
    """Whether the page shows the way to the desk."""
    return user is not None and user.is_professional


async def manages(user: User | None, of: door.Door[P], publication: P) -> bool:
    """Whether this person is of the team that wrote it, or decides on it."""
    return user is not None and await of.role(user, publication) != Role.ANYONE


async def counted(
    request: Request, response: Response, counter: DailyCounter, of: door.Door[P], publication: P
) -> Response:
    """The same answer, counted: neither a program, nor a browser that looks ahead, nor the team."""
    if response.status_code == 200 and not await manages(request.state.user, of, publication):
        counting.count(request, counter, publication.id)
    return response


async def pictures(request: Request, rows: Sequence[dict[str, Any]]) -> dict[str, Picture]:
    """The public pictures of these rows, by identifier. None asks the database nothing."""
    nodes = [UUID(row["picture_id"]) for row in rows if row["picture_id"]]
    drawn = await file_views.pictures(addresses(request.app), nodes)
    return {str(node): picture for node, picture in drawn.items()}


class ReaderPages(Generic[P, D, W]):
    """The pages of one kind, from its working pages and its lists."""

    def __init__(self, pages: DeskPages[P, D], lists: Listing[W]) -> None:
        """`pages`, `lists`: those of the same kind."""
        self.pages, self.lists = pages, lists

    async def front(self, request: Request) -> Response:
        """The newest, for whom and where the address says; or what has the words asked."""
        territories = await Territory.all().order_by("-scale", "name")
        codes = [row.code for row in territories]
        wanted: Any = Wanted(**address_forms.fields(web_forms.query(request), codes, Wanted()))
        found = await self.lists.search(wanted) if wanted.words else Found(await self.lists.page(wanted))
        listed = self.listed(request, wanted, found, territories)
        drawn = await pictures(request, found.listed.rows)
        about: dict[str, Any] = {"writes": writes(request.state.user), "pictures": drawn}
        return render(request, "publishing/list.html", **listed, **about)

    def listed(
        self,
        request: Request,
        wanted: W,
        found: Found,
        territories: Sequence[Any],
        *,
        home: str = "",
        own: Iterable[tuple[str, W]] = (),
        query_of: Callable[[W], str] = address_forms.query_of,
    ) -> dict[str, Any]:
        """What the list says, whoever reads it. `territories`: those to choose from, with code, name and scale.

        `home`: the territory of who reads; `own`: what only this kind is narrowed by (`chosen_filters`).
        """
        about = self.pages.about(request, "")
        here, territory = about["readers"], next((row for row in territories if row.code == wanted.territory), None)
        chosen, near = chosen_filters.chosen(wanted, territory, own), chosen_filters.near(wanted, home, query_of)
        return about | {
            "desk": about["to"]("mine"),
            "here": here,
            "query": query_of(wanted),
            "chosen": [(words, f"{here}?{query_of(other)}") for words, other in chosen],
            "near": (near[0], f"{here}?{near[1]}") if near else (),
            "opens": "pres" in request.query_params,
            "wanted": wanted,
            "mine": False,
            "found": found,
            "rows": found.listed.rows,
            "territories": territories,
            "territory": territory,
            "topics": TOPICS,
            "publics": publics,
            "list_part": "publishing/_teasers.html",
            **dict.fromkeys(("own_selects", "own_facets", "own_links"), ""),
        }

    async def one(self, request: Request) -> Response:
        """One publication on line."""
        found = await self.pages.door.published(request.path_params["slug"])
        desk = self.pages.desk(request)
        shown = await self.gathered(request, found, await desk.draft_of(found))
        structured = json_ld.block({"@type": "Article"} | creative_work(found, address=shown["address"]))
        return render(request, "publishing/publication.html", structured=structured, **shown)

    async def gathered(
        self, request: Request, publication: P, draft: D, others: Sequence[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        """What the page of one publication says, its picture and those of `others` (rows listed beside it) included."""
        own = str(publication.picture_id or "")
        drawn = await pictures(request, [*others, {"picture_id": own}])
        said = await self.said(request, publication, draft)
        return said | {"pictures": drawn, "picture": drawn.get(own)}

    async def said(self, request: Request, publication: P, draft: D) -> dict[str, Any]:
        """What the page of one publication says in words, in a few queries whatever it holds."""
        desk, about = self.pages.desk(request), self.pages.about(request, "")
        site = request.app.state.settings.base_url.rstrip("/")
        managed = await manages(request.state.user, self.pages.door, publication)
        return about | {
            "it": publication,
            "site": site,
            "address": site + about["reading"](publication.slug),
            "html": await desk.html_of(publication),
            "topic": TOPICS.get(publication.topic),
            "topics": TOPICS,
            "for_whom": audience.for_whom(draft),
            "where": await audience.where(draft),
            "corrections": await audience.corrections(self.pages.tables, publication, self.pages.fields),
            "manage": about["of"](publication) if managed else "",
            "own_heading": "",
        }
