"""What readers find again: the letters of the region and of each territory, each at a lasting address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from tortoise.queryset import QuerySet

from boite.access import directory as directory_door
from boite.access import newsletter as newsletter_door
from boite.database.long_lists import few
from boite.database.shortened import shortened
from boite.directory.models import Territory
from boite.newsletter import contents
from boite.newsletter.models import Issue
from boite.web import caching, forms
from boite.web.addresses import addresses
from boite.web.templating import render

LATEST = 12
MOST = 52
"""Letters of one territory on a page: a year of one a week."""


async def index(request: Request) -> Response:
    """The latest letters, and the territories that have some."""
    latest = await _appeared().order_by("-published_at").limit(LATEST).select_related("territory")
    codes = await _appeared().distinct().values_list("territory_id", flat=True)
    territories = await Territory.filter(code__in=few(str(code) for code in codes)).order_by("-scale", "name")
    writes = request.state.user is not None and bool(await directory_door.coordinated_codes(request.state.user))
    page = render(request, "newsletter/index.html", latest=latest, territories=territories, writes=writes)
    return _kept(request, page)


async def territory(request: Request) -> Response:
    """The letters of one territory, the last one first."""
    place = await newsletter_door.territory(request.path_params["territory"])
    page = forms.query(request).page()
    rows = await shortened(_appeared().filter(territory_id=place.code).order_by("-number"), MOST, page)
    return _kept(request, render(request, "newsletter/territory.html", place=place, rows=rows, page=page))


async def issue(request: Request) -> Response:
    """One letter, as it was sent."""
    found = await newsletter_door.published(request.path_params["territory"], request.path_params["slug"])
    url = addresses(request.app)
    page = url("newsletter:issue", territory=found.territory_id, slug=found.slug)
    if request.path_params["slug"] != found.slug:
        return RedirectResponse(page, status_code=301)
    letter = await contents.content(found, url)
    site = request.app.state.settings.base_url.rstrip("/")
    return _kept(request, render(request, "newsletter/issue.html", issue=found, letter=letter, page=page, site=site))


def _appeared() -> QuerySet[Issue]:
    return Issue.filter(stage__in=few(newsletter_door.APPEARED), withdrawn_at=None)


def _kept(request: Request, response: Response) -> Response:
    """The same answer for everybody may be kept; 304 where the other side has it already."""
    if not caching.is_for_anybody(request) or "set-cookie" in response.headers:
        return response
    tag = caching.mark(bytes(response.body))
    return caching.unchanged(request, tag) or caching.shared(response, tag)
