"""The pages of the groups: mine, and for each its space, its journal, its trash."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import groups as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.database.long_lists import few
from boite.directory.models import Territory
from boite.files import home_pages, trash_pages
from boite.files.quota import GAUGE_FROM, gauges
from boite.groups.creation import name_of, open_group
from boite.groups.group_journal import told
from boite.journal.pages import LARGEST
from boite.web import forms
from boite.web.templating import render


async def home(request: Request) -> Response:
    """The groups where I edit or add: each has its space, made here at the first look where nothing was kept yet."""
    user, quota = current_user(request), request.app.state.settings.group_quota_bytes
    places = await door.groups(user)
    unopened = [place.code for place in places if place.group is None]
    for territory in await Territory.filter(code__in=few(unopened)) if unopened else []:
        await open_group(territory, quota=quota)
    places = await door.groups(user) if unopened else places
    filled = await gauges([place.space for place in places])
    return render(request, "groups/home.html", places=places, gauges=filled, gauge_from=GAUGE_FROM, name_of=name_of)


async def journal(request: Request) -> Response:
    """What happened in the space of a group, newest first, and who did it."""
    user = current_user(request)
    place = await door.group(user, request.path_params["code"], Right.READ)
    before = forms.query(request).integer("avant", 1, LARGEST)
    page = await told(place.space.owner_id, user, before)
    name = name_of(place.code, place.name)
    return render(request, "groups/journal.html", place=place, name=name, page=page, before=before)


async def trash(request: Request) -> Response:
    """The trash of a group, for people who may restore and erase."""
    place = await door.group(current_user(request), request.path_params["code"], Right.RESTORE)
    return await trash_pages.of(request, home_pages.group_home(request, place))


async def empty(request: Request) -> Response:
    """Empty the trash of a group, after asking for confirmation."""
    place = await door.group(current_user(request), request.path_params["code"], Right.PURGE)
    return await trash_pages.emptying(request, home_pages.group_home(request, place))
