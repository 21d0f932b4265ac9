"""The working pages: « Mes ressources », « À valider », « À vérifier », one resource."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import library as library_door
from boite.accounts.guard import current_user
from boite.database.parts import few
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.publics import LABELS
from boite.files.models import Node
from boite.library import jobs, resource_view_pages, waiting
from boite.library.desk import LIBRARY
from boite.library.models import Resource
from boite.library.wording import KINDS, LEVELS, LINKS, SAID
from boite.publishing import topics
from boite.web.templating import render

COMMON: dict[str, Any] = {"topics": topics, "kinds": KINDS, "links": LINKS}


async def mine(request: Request) -> Response:
    """What this person wrote, at whatever stage."""
    user = current_user(request)
    places = await library_door.desk(user)
    lines = await waiting.mine(user, [place.code for place in places])
    reviews = bool(await directory_door.coordinated_codes(user))
    return render(request, "library/mine.html", lines=lines, places=places, reviews=reviews, **COMMON)


async def queue(request: Request) -> Response:
    """What the coordination has to decide."""
    codes = await library_door.review(current_user(request))
    return render(request, "library/queue.html", queue=await waiting.queue(codes), **COMMON)


async def upkeep(request: Request) -> Response:
    """Dead links, and what nobody looked at for long."""
    codes = await library_door.review(current_user(request))
    return render(request, "library/upkeep.html", upkeep=await waiting.upkeep(codes), **COMMON)


async def show(request: Request) -> Response:
    """One resource as it stands: its state, what may be done, its history."""
    resource = await library_door.resource(current_user(request), request.path_params["resource"])
    return await page_of(request, resource)


async def page_of(
    request: Request, resource: Resource, errors: dict[str, str] | None = None, typed: str = ""
) -> Response:
    """The page, with what was typed and could not be understood."""
    user = current_user(request)
    kept = await LIBRARY.draft_of(resource)
    names = {node.id: node.name for node in await Node.filter(id__in=few(kept.files))} if kept.files else {}
    return render(
        request,
        "library/desk.html",
        status=422 if errors else 200,
        line=await waiting.one(resource),
        resource=resource,
        transcript=await LIBRARY.html_of(resource),
        topic=topics.TOPICS.get(resource.topic),
        level=LEVELS[resource.level],
        language=LANGUAGES.get(resource.language, resource.language),
        file_name=names.get(resource.node_id, "À choisir") if resource.node_id else "À choisir",
        captions=names.get(resource.subtitles_id, "") if resource.subtitles_id else "",
        where=await resource_view_pages.where(kept),
        for_whom=[LABELS[code] for code in kept.publics if code in LABELS],
        jobs=await jobs.named(kept.jobs),
        may={step.value for step in await library_door.steps(user, resource)},
        history=await waiting.history(resource),
        said=SAID,
        fields_of=resource_view_pages.fields_of,
        errors=errors or {},
        values={"reason": typed},
        **COMMON,
    )
