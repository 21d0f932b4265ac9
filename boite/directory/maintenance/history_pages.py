"""The history of a sheet, for anybody to read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite import access
from boite.access import Duty
from boite.directory.maintenance import history
from boite.web import forms
from boite.web.templating import render

LARGEST = 2**63 - 1


async def listed(request: Request) -> Response:
    """What changed, when, and who in words: no page says a person's name."""
    structure = await access.structure(request.path_params["slug"])
    before = forms.query(request).integer("avant", 1, LARGEST)
    return render(
        request,
        "directory/keeping/history.html",
        structure=structure,
        page=await history.page(structure, before),
        before=before,
        changes=Duty.CHANGE in await access.duties(request.state.user, structure),
    )
