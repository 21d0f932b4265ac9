"""The history of a sheet, for anybody to read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.directory.history import history
from boite.directory.maintenance.structure_pages import sheet
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render

LARGEST = 2**63 - 1


async def listed(request: Request) -> Response:
    """What changed, when, and who in words: no page says a person's name."""
    structure = await door.structure(request.state.user, request.path_params["slug"])
    before = forms.query(request).integer("avant", 1, LARGEST)
    return render(
        request,
        "directory/keeping/history.html",
        structure=structure,
        page=await history.page(structure, before),
        before=before,
        changes=Right.EDIT in await door.rights(request.state.user, structure),
    )


async def undo(request: Request) -> Response:
    """Undo one change."""
    user = current_user(request)
    structure = await door.structure(user, request.path_params["slug"], Right.EDIT)
    revision = await history.found(structure, request.path_params["revision"])
    await forms.read(request)
    await history.undo(revision, by=user)
    return redirect(request, sheet(request, structure), "C'est annulé : la fiche dit de nouveau la même chose.")
