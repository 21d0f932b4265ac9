"""The pages of readers: the list of resources, one of them, its subtitles. Anybody may read them."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from boite.access import groups as groups_door
from boite.access import library as library_door
from boite.clock import today
from boite.directory.models import Territory
from boite.errors import Invalid, NotFound
from boite.groups.media_pages import LASTING
from boite.library import content_check, forms, jobs, resource_lists, resource_view_pages, subtitles
from boite.library.resource_lists import WantedResources
from boite.library.view_counts import VIEWS
from boite.library.wording import KINDS, LEVELS
from boite.news import reader_choices_pages
from boite.publishing.chosen_filters import less
from boite.publishing.listing import Found
from boite.publishing.reader_pages import counted, writes
from boite.web import caching, page_cache
from boite.web import forms as web_forms
from boite.web.headers import CONTENT_POLICY
from boite.web.templating import render


async def resources(request: Request) -> Response:
    """The newest, for whom and where the address or the person says; or what has the words asked."""
    territories = await Territory.all().order_by("-scale", "name")
    codes = [row.code for row in territories]
    theirs = await reader_choices_pages.own(request, codes)
    mine = WantedResources(territory=theirs.territory, public=theirs.public)
    wanted = forms.wanted(web_forms.query(request), codes, mine)
    home = await reader_choices_pages.home(request, theirs)

    async def drawn() -> Response:
        return await _resources(request, wanted, mine, home, territories)

    if not caching.is_for_anybody(request):
        return await drawn()
    state = [
        await page_cache.fact(request, "library", resource_lists.page_version),
        today(),
        wanted,
        mine,
        home,
        [row.name for row in territories],
        "pres" in request.query_params,
    ]
    return await page_cache.page(request, caching.mark("resources", *state), drawn, keep=not wanted.words)


async def _resources(
    request: Request, wanted: WantedResources, mine: WantedResources, home: str, territories: list[Territory]
) -> Response:
    lists = resource_lists.LISTS
    found = await lists.search(wanted) if wanted.words else Found(await lists.page(wanted))
    about = await jobs.in_use()
    if wanted.job and all(job.code != wanted.job for job in about):
        about += await jobs.named([wanted.job])
    job = next((job for job in about if job.code == wanted.job), None)
    place = replace(WantedResources(), territory=wanted.territory, public=wanted.public)
    chosen = _own_filters(wanted, job.name if job else wanted.job)
    listed = resource_view_pages.READERS.listed(
        request, wanted, found, territories, home=home, own=chosen, query_of=forms.query_of
    )
    own = {
        "writes": writes(request.state.user),
        "mine": place == mine != WantedResources(),
        "pictures": await resource_view_pages.pictures(request, found.listed.rows),
        "kinds": KINDS,
        "levels": LEVELS,
        "jobs": about,
        "list_part": "library/_list.html",
        "own_selects": "library/_job-select.html",
        "own_facets": "library/_kinds.html",
    }
    return render(request, "library/resources.html", **listed | own)


def _own_filters(wanted: WantedResources, job: str) -> list[tuple[str, WantedResources]]:
    """What only resources are narrowed by, in words, each with what would be wanted without it."""
    kinds = [(KINDS[code].several, replace(wanted, kinds=less(wanted.kinds, code))) for code in wanted.kinds]
    levels = [(LEVELS[code], replace(wanted, levels=less(wanted.levels, code))) for code in wanted.levels]
    return [*kinds, *levels, *([(job, replace(wanted, job=""))] if job else [])]


async def resource(request: Request) -> Response:
    """One resource. A view is counted, never who looks."""
    found = await library_door.published(request.path_params["slug"])

    async def drawn() -> Response:
        return render(request, "library/resource.html", **await resource_view_pages.resource(request, found))

    if caching.is_for_anybody(request):
        version = await page_cache.fact(request, "library", resource_lists.page_version)
        tag = caching.mark("resource", found.id, version, today())
        response = await page_cache.page(request, tag, drawn)
    else:
        response = await drawn()
    return await counted(request, response, VIEWS, library_door.RESOURCES, found)


async def captions(request: Request) -> Response:
    """The subtitles of a video as players want them. Raises NotFound where the file is no longer one of subtitles."""
    found = await library_door.published(request.path_params["slug"])
    if found.subtitles_id is None:
        raise NotFound
    node = await groups_door.public_file(found.subtitles_id)
    content = await content_check.subtitles_of(node.id, request.app.state.store)
    try:
        # Looked at again: the file may have had another version since the resource was published.
        content = subtitles.webvtt(content)
    except Invalid as error:
        raise NotFound from error
    headers = LASTING | {"content-security-policy": CONTENT_POLICY}
    return Response(content, headers=headers, media_type=f"{subtitles.MEDIA_TYPE}; charset=utf-8")
