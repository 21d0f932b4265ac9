"""What the page of one piece of news says, gathered in a few queries whatever it holds."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from boite.access import directory as door
from boite.accounts.models import User
from boite.database.long_lists import few
from boite.directory.models import REGION, Territory
from boite.groups import file_views as shown
from boite.news import article_lists
from boite.news.desk import NEWS
from boite.news.desk_pages import PAGES
from boite.news.drafts import ArticleDraft
from boite.news.models import Article
from boite.news.structured import news_article
from boite.publishing import topics
from boite.publishing.reader_pages import ReaderPages
from boite.web.addresses import addresses

READERS = ReaderPages(PAGES, article_lists.LISTS)


async def article(request: Request, found: Article) -> dict[str, Any]:
    """The context of the public page."""
    kept = await NEWS.draft_of(found)
    beside = await article_lists.related(found)
    shown = await READERS.gathered(request, found, kept, beside)
    site, seen = shown["site"], shown["picture"]
    return shown | {
        "related": beside,
        "attachments": await attachments(request, kept),
        "neighbours": await neighbours(request.state.user, found, kept),
        "own_heading": "news/_until.html",
        "structured": news_article(
            found,
            address=shown["address"],
            home=site + "/",
            section=topics.label(found.topic),
            picture=site + seen.src if seen else "",
        ),
    }


async def neighbours(user: User | None, found: Article, kept: ArticleDraft) -> list[Territory]:
    """The territories of this person that only borrow it: they may show it no more."""
    if user is None or not user.is_professional or not kept.places:
        return []
    mine = await door.coordinated_codes(user)
    if (found.territory_id or REGION) in mine:
        return []
    return await Territory.filter(code__in=few(mine & set(kept.places)))


async def attachments(request: Request, kept: ArticleDraft) -> list[dict[str, Any]]:
    """The files to download: the words of the link, its address, its size in bytes."""
    public = await shown.attachments(addresses(request.app), [node for node, _ in kept.attachments])
    files = [(label, public[node]) for node, label in kept.attachments if node in public]
    return [{"label": label or file.name, "href": file.href, "size": file.size} for label, file in files]
