"""What the page of one piece of news says, gathered in a few queries whatever it holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from starlette.requests import Request

from boite.access import directory as directory_door
from boite.access import news as news_door
from boite.access.roles import Role
from boite.accounts.models import User
from boite.database.parts import few
from boite.directory.models import REGION, Territory
from boite.directory.sheet.publics import LABELS
from boite.groups import file_views as shown
from boite.groups.file_views import Picture
from boite.news import listing
from boite.news.desk import NEWS
from boite.news.drafts import Draft
from boite.news.models import Article, ArticleRevision
from boite.news.structured import news_article
from boite.publishing import topics
from boite.publishing.stages import Step
from boite.web.addresses import addresses

FIELDS = {
    "title": "le titre",
    "summary": "le résumé",
    "body": "le texte",
    "topic": "le thème",
    "territory": "le territoire",
    "places": "les autres territoires",
    "publics": "les publics",
    "picture": "l'image",
    "picture_alt": "la description de l'image",
    "attachments": "les fichiers joints",
    "publish_at": "le jour de parution",
    "ends_on": "la date de fin",
}
"""The words of each field, for the history of corrections."""


async def article(request: Request, found: Article) -> dict[str, Any]:
    """The context of the public page."""
    site = request.app.state.settings.base_url.rstrip("/")
    address = site + addresses(request.app)("news:article", slug=found.slug)
    kept = await NEWS.draft_of(found)
    user = request.state.user
    beside = await listing.related(found)
    drawn = await pictures(request, [*beside, {"picture_id": str(found.picture_id or "")}])
    seen = drawn.get(str(found.picture_id))
    return {
        "article": found,
        "address": address,
        "html": await NEWS.html_of(found),
        "topic": topics.TOPICS.get(found.topic),
        "topics": topics.TOPICS,
        "for_whom": [LABELS[code] for code in kept.publics if code in LABELS],
        "where": await where(kept),
        "corrections": await corrections(found),
        "related": beside,
        "pictures": drawn,
        "picture": seen,
        "attachments": await attachments(request, kept),
        "site": site,
        "manages": user is not None and await news_door.role(user, found) != Role.ANYONE,
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
    return (
        await Territory.filter(code__in=few(mine & set(kept.places)))
        if (found.territory_id or REGION) not in mine
        else []
    )


async def where(kept: Draft) -> list[str]:
    """The names of the territories where it is shown; none for the whole region."""
    if kept.territory is None:
        return []
    rows = await Territory.filter(code__in=few([kept.territory, *kept.places])).order_by("name")
    return [row.name for row in rows]


async def corrections(found: Article) -> list[dict[str, Any]]:
    """What was corrected since it was published: the day, the note, the fields. None asks the database nothing."""
    if found.corrected_at is None:
        return []
    rows = await ArticleRevision.filter(article_id=found.id, step=Step.CORRECTED).order_by("-id").limit(20)
    return [{"at": row.at, "note": row.note, "fields": fields_of(row)} for row in rows]


def fields_of(revision: ArticleRevision) -> list[str]:
    """What a step changed, in words."""
    return [FIELDS[change["field"]] for change in revision.changes if change["field"] in FIELDS]


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
