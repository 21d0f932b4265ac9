"""What the page of one piece of news says, gathered in a few queries whatever it holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from starlette.requests import Request

from boite.access import directory as directory_door
from boite.access import news as news_door
from boite.accounts.models import User
from boite.database.long_lists import few
from boite.directory.models import REGION, Territory
from boite.groups import file_views as shown
from boite.groups.file_views import Picture
from boite.news import article_lists
from boite.news.desk import NEWS
from boite.news.drafts import Draft
from boite.news.models import ARTICLES, Article
from boite.news.structured import news_article
from boite.news.words import FIELDS
from boite.publishing import audience, topics
from boite.publishing.reader_pages import manages
from boite.web.addresses import addresses


async def article(request: Request, found: Article) -> dict[str, Any]:
    """The context of the public page."""
    site = request.app.state.settings.base_url.rstrip("/")
    address = site + addresses(request.app)("news:article", slug=found.slug)
    kept = await NEWS.draft_of(found)
    user = request.state.user
    beside = await article_lists.related(found)
    drawn = await pictures(request, [*beside, {"picture_id": str(found.picture_id or "")}])
    seen = drawn.get(str(found.picture_id))
    return {
        "article": found,
        "address": address,
        "html": await NEWS.html_of(found),
        "topic": topics.TOPICS.get(found.topic),
        "topics": topics.TOPICS,
        "for_whom": audience.for_whom(kept),
        "where": await audience.where(kept),
        "corrections": await audience.corrections(ARTICLES, found, FIELDS),
        "related": beside,
        "pictures": drawn,
        "picture": seen,
        "attachments": await attachments(request, kept),
        "site": site,
        "manages": await manages(user, news_door.NEWS, found),
        "neighbours": await neighbours(user, found, kept),
        "structured": news_article(
            found,
            address=address,
            home=site + "/",
            section=topics.label(found.topic),
            picture=site + seen.src if seen else "",
        ),
    }


async def neighbours(user: User | None, found: Article, kept: Draft) -> list[Territory]:
    """The territories of this person that only borrow it: they may show it no more."""
    if user is None or not user.is_professional or not kept.places:
        return []
    mine = await directory_door.coordinated_codes(user)
    if (found.territory_id or REGION) in mine:
        return []
    return await Territory.filter(code__in=few(mine & set(kept.places)))


async def pictures(request: Request, rows: list[dict[str, Any]]) -> dict[str, Picture]:
    """The public pictures of these rows, by identifier. None asks the database nothing."""
    nodes = [UUID(row["picture_id"]) for row in rows if row["picture_id"]]
    drawn = await shown.pictures(addresses(request.app), nodes)
    return {str(node): picture for node, picture in drawn.items()}


async def attachments(request: Request, kept: Draft) -> list[dict[str, Any]]:
    """The files to download: the words of the link, its address, its size in bytes."""
    public = await shown.attachments(addresses(request.app), [node for node, _ in kept.attachments])
    files = [(label, public[node]) for node, label in kept.attachments if node in public]
    return [{"label": label or file.name, "href": file.href, "size": file.size} for label, file in files]
