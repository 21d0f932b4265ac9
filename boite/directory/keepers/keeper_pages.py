"""The page where the coordination says who keeps a sheet."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.directory.keepers import keepers
from boite.directory.models import Structure
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form


async def _of(request: Request) -> Structure:
    return await door.structure(current_user(request), request.path_params["slug"], Right.MANAGE_AGENTS)


async def listed(request: Request) -> Response:
    """The agents of a structure, and the form that adds one."""
    structure, user = await _of(request), current_user(request)

    async def do(form: Form) -> Response:
        await keepers.add(structure, form.text("handle", 80), by=user)
        return redirect(request, request.url.path, "Cette personne peut maintenant tenir la fiche.")

    return await answered(
        request,
        "directory/keeping/keepers.html",
        do,
        values={"handle": ""},
        structure=structure,
        memberships=await keepers.of(structure),
        inherited=await keepers.inherited(structure),
    )


async def remove(request: Request) -> Response:
    """Somebody no longer keeps this sheet."""
    structure = await _of(request)
    membership = await keepers.found(structure, request.path_params["membership"])
    await forms.read(request)
    await keepers.remove(membership, by=current_user(request))
    where = addresses(request.app)("directory:keepers", slug=structure.slug)
    return redirect(request, where, "Cette personne ne tient plus la fiche.")
