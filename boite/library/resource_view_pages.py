"""What the pages of resources show, gathered in a few queries whatever they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.requests import Request

from boite.access import library as door
from boite.access.roles import Role
from boite.database.parts import few
from boite.directory.models import Territory
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.publics import LABELS
from boite.files.media_types import viewer_for
from boite.groups import file_views as shown
from boite.groups.file_views import Picture
from boite.library import favourites, jobs, listing
from boite.library.content_check import VIEWERS
from boite.library.desk import LIBRARY
from boite.library.drafts import Draft
from boite.library.models import Kind, LinkState, LinkWatch, Resource, ResourceRevision
from boite.library.structured import learning_resource
from boite.library.wording import FIELDS, KINDS, LEVELS
from boite.publishing import topics
from boite.publishing.stages import Step
from boite.web.addresses import addresses


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands for a resource in a list: its own picture, else its first page; neither: its sign."""

    picture: Picture | None = None
    thumbnail: str = ""


async def pictures(request: Request, rows: list[dict[str, Any]]) -> dict[str, Seen]:
    """What stands for each of these rows, by its identifier. Two queries at most."""
    url = addresses(request.app)
    own = await shown.pictures(url, [UUID(row["picture_id"]) for row in rows if row["picture_id"]])
    pages = await shown.thumbnails(url, [UUID(row["node_id"]) for row in rows if row["node_id"]])
    drawn = {str(node): picture for node, picture in own.items()}
    first = {str(node): address for node, address in pages.items()}
    return {row["id"]: Seen(drawn.get(row["picture_id"]), first.get(row["node_id"], "")) for row in rows}


async def resource(request: Request, found: Resource) -> dict[str, Any]:
    """The context of the public page."""
    url = addresses(request.app)
    site = request.app.state.settings.base_url.rstrip("/")
    address = site + url("library:resource", slug=found.slug)
    kept = await LIBRARY.draft_of(found)
    user = request.state.user
    row = {"id": str(found.id), "node_id": str(found.node_id or ""), "picture_id": str(found.picture_id or "")}
    others = await listing.alike(found)
    seen = await pictures(request, [row, *others])
    files = await shown.attachments(url, [found.node_id] if found.node_id else [])
    file = files.get(found.node_id) if found.node_id else None
    mine = seen[row["id"]]
    return {
        "resource": found,
        "address": address,
        "site": site,
        "kind": KINDS[found.kind],
        "level": LEVELS[found.level],
        "language": LANGUAGES.get(found.language, found.language),
        "file": file,
        "plays": file is not None and viewer_for(file.media_type) == VIEWERS.get(found.kind),
        "captions": url("library:subtitles", slug=found.slug) if found.subtitles_id else "",
        "transcript": await LIBRARY.html_of(found) if found.transcript else "",
        "seen": mine,
        "topic": topics.TOPICS.get(found.topic),
        "topics": topics.TOPICS,
        "kinds": KINDS,
        "levels": LEVELS,
        "for_whom": [LABELS[code] for code in kept.publics if code in LABELS],
        "where": await where(kept),
        "jobs": await jobs.named(kept.jobs),
        "dead": found.kind == Kind.LINK and await LinkWatch.exists(resource_id=found.id, state=LinkState.DEAD),
        "corrections": await corrections(found),
        "alike": others,
        "pictures": seen,
        "standing": await favourites.standing(user, found),
        "manages": user is not None and await door.role(user, found) != Role.ANYONE,
        "structured": learning_resource(
            found,
            address=address,
            home=site + "/",
            topic=topics.label(found.topic),
            content=site + file.href if file else "",
            picture=site + mine.picture.src if mine.picture else "",
        ),
    }


async def where(kept: Draft) -> list[str]:
    """The names of the territories where it is shown; none for the whole region."""
    if kept.territory is None:
        return []
    rows = await Territory.filter(code__in=few([kept.territory, *kept.places])).order_by("name")
    return [row.name for row in rows]


async def corrections(found: Resource) -> list[dict[str, Any]]:
    """What was corrected since it was published: the day, the note, the fields. None asks the database nothing."""
    if found.corrected_at is None:
        return []
    rows = await ResourceRevision.filter(resource_id=found.id, step=Step.CORRECTED).order_by("-id").limit(20)
    return [{"at": row.at, "note": row.note, "fields": fields_of(row)} for row in rows]


def fields_of(revision: ResourceRevision) -> list[str]:
    """What a step changed, in words."""
    return [FIELDS[change["field"]] for change in revision.changes if change["field"] in FIELDS]
