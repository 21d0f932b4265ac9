"""« Mes fiches » and « À vérifier »: where a professional or a coordinator begins, and what waits for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.accounts.models import AccountRole, User
from boite.clock import today
from boite.database.long_lists import few
from boite.database.shortened import Shortened
from boite.directory.maintenance import checks, suggestions
from boite.directory.maintenance.checks import Watch
from boite.directory.maintenance.structure_pages import kept
from boite.directory.models import REGION, Ending, Territory
from boite.directory.search import missed_searches as missing
from boite.errors import Forbidden
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.templating import render

SINCE = timedelta(days=90)
SHOWN = 100
"""Searches in vain told on one page."""
FARTHEST = 200
"""Pages of a list."""


async def steered(user: User) -> list[Territory]:
    """The territories that somebody coordinates; nothing for anybody else."""
    return await door.coordinated(user) if user.role == AccountRole.COORDINATOR else []


async def _watch(user: User) -> Watch:
    """The sheets that a person looks after. Raises Forbidden where there are none."""
    try:
        codes = [row.code for row in await steered(user)]
    except Forbidden:
        codes = []
    watch = Watch(territories=codes, structures=[row.id for row in await door.member_structures(user)])
    if not watch and not user.is_professional:
        raise Forbidden
    return watch


async def mine(request: Request) -> Response:
    """The sheets that somebody keeps, and how much awaits them."""
    user = current_user(request)
    watch = await _watch(user)
    structures = await door.member_structures(user)
    ended = await Ending.filter(structure_id__in=few(watch.structures), since__lte=today()).values_list(
        "structure_id", flat=True
    )
    return render(
        request,
        "directory/keeping/mine.html",
        structures=structures,
        ended=set(ended),
        coordinates=bool(watch.territories),
        regional=REGION in watch.territories,
        today=today(),
        **await _counts(watch),
    )


async def _counts(watch: Watch) -> dict[str, Any]:
    """What waits for somebody: sheets to look at again, corrections to answer."""
    return {
        "due": await checks.count_due(watch),
        "never": await checks.count_due(watch, never=True),
        "waiting": await suggestions.count_pending(watch.territories) if watch.territories else 0,
    }


async def missed(request: Request) -> Response:
    """What people searched in vain: what is missing from the directory, or is called otherwise."""
    territories = [row.code for row in await door.coordinated(current_user(request))]
    rows = await missing.missed(territories, today() - SINCE)
    return render(request, "directory/keeping/missed.html", rows=Shortened(rows, SHOWN), days=SINCE.days)


async def due(request: Request) -> Response:
    """The sheets to look at again, the most overdue first."""
    watch = await _watch(current_user(request))
    query = forms.query(request)
    never, page = query.flag("jamais"), query.integer("page", 1, FARTHEST) or 1
    rows = await checks.due(watch, never=never, page=page)
    return render(
        request,
        "directory/keeping/due.html",
        rows=rows[: checks.PAGE],
        more=len(rows) > checks.PAGE,
        never=never,
        page=page,
        today=today(),
        most=checks.COUNTED,
        counts=[await checks.count_due(watch), await checks.count_due(watch, never=True)],
    )


async def check(request: Request) -> Response:
    """« Tout est juste », in one tap: on the sheet, or in the list and back to it."""
    user = current_user(request)
    structure = await door.structure(user, request.path_params["slug"], Right.EDIT)
    form = await forms.read(request)
    revision = await checks.confirm(structure, by=user, months=request.app.state.settings.check_months)
    message = f"« {structure.name} » est vérifiée. Merci !"
    if form.flag("liste"):
        where = addresses(request.app)("directory:due") + ("?jamais=oui" if form.raw("liste") == "jamais" else "")
        return redirect(request, where, message)
    return kept(request, structure, revision, message)
