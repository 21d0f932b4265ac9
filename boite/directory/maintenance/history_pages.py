"""The history of a sheet, for anybody to read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.directory.maintenance import history
from boite.web import forms
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
