"""What the pages of resources show, gathered in a few queries whatever they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.requests import Request

from boite.directory.sheet.languages import LANGUAGES
from boite.files.preview_formats import viewer_for
from boite.groups import file_views
from boite.groups.file_views import Picture
from boite.library import favourites, jobs, resource_lists
from boite.library.content_check import VIEWERS
from boite.library.desk import LIBRARY
from boite.library.desk_pages import PAGES
from boite.library.models import LinkState, LinkWatch, Resource, ResourceKind
from boite.library.structured import learning_resource
from boite.library.wording import KINDS, LEVELS
from boite.publishing import topics
from boite.publishing.reader_pages import ReaderPages
from boite.web.addresses import addresses


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands for a resource in a list: its own picture, else its first page; neither: its sign."""

    picture: Picture | None = None
    thumbnail: str = ""


async def pictures(request: Request, rows: list[dict[str, Any]]) -> dict[str, Seen]:
    """What stands for each of these rows, by its identifier. Two queries at most."""
    url = addresses(request.app)
    own = await file_views.pictures(url, [UUID(row["picture_id"]) for row in rows if row["picture_id"]])
    pages = await file_views.thumbnails(url, [UUID(row["node_id"]) for row in rows if row["node_id"]])
    drawn = {str(node): picture for node, picture in own.items()}
    first = {str(node): address for node, address in pages.items()}
    return {row["id"]: Seen(drawn.get(row["picture_id"]), first.get(row["node_id"], "")) for row in rows}


READERS = ReaderPages(PAGES, resource_lists.LISTS)


async def resource(request: Request, found: Resource) -> dict[str, Any]:
    """The context of the public page."""
    url = addresses(request.app)
    kept = await LIBRARY.draft_of(found)
    row = {"id": str(found.id), "node_id": str(found.node_id or ""), "picture_id": str(found.picture_id or "")}
    others = await resource_lists.alike(found)
    seen = await pictures(request, [row, *others])
    files = await file_views.attachments(url, [found.node_id] if found.node_id else [])
    file = files.get(found.node_id) if found.node_id else None
    mine = seen[row["id"]]
    shown = await READERS.said(request, found, kept) | {"picture": mine.picture, "pictures": seen}
    site = shown["site"]
    return shown | {
        "kind": KINDS[found.kind],
        "level": LEVELS[found.level],
        "levels": LEVELS,
        "language": LANGUAGES.get(found.language, found.language),
        "file": file,
        "plays": file is not None and viewer_for(file.media_type) == VIEWERS.get(found.kind),
        "captions": url("library:subtitles", slug=found.slug) if found.subtitles_id else "",
        "seen": mine,
        "jobs": await jobs.named(kept.jobs),
        "dead": found.kind == ResourceKind.LINK and await LinkWatch.exists(resource_id=found.id, state=LinkState.DEAD),
        "alike": others,
        "standing": await favourites.standing(request.state.user, found),
        "structured": learning_resource(
            found,
            address=shown["address"],
            home=site + "/",
            topic=topics.label(found.topic),
            content=site + file.href if file else "",
            picture=site + mine.picture.src if mine.picture else "",
        ),
    }
