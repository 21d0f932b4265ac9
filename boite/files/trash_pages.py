"""The trash as a page: give back, erase, empty."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite import access
from boite.accounts.guard import current_user
from boite.files import listing, selection
from boite.files import trash as gestures
from boite.files.forms import identifiers
from boite.files.models import Node
from boite.files.presenting import shown
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.french import plural
from boite.web.templating import render


async def trash(request: Request) -> Response:
    """What was put in the trash, the last first, and when each leaves it for good."""
    space = await access.space(current_user(request))
    number = forms.query(request).integer("page", 1, 10_000) or 1
    found = await listing.trash(space.id, number)
    days = request.app.state.settings.trash_days
    return render(
        request,
        "files/trash.html",
        rows=shown(found.rows, addresses(request.app)),
        page=number,
        after=found.after,
        days=days,
    )


async def restore(request: Request) -> Response:
    """Undo one discard, or the several of one gesture."""
    user = current_user(request)
    discards = await access.discards(user, identifiers(request, "discards"), access.Action.RESTORE)
    await forms.read(request)
    await selection.restore(discards, by=user)
    node = await Node.get(id=discards[0].node_id)
    where = request.app.url_path_for("files:browse", node=node.parent_id)
    said = f"« {node.name} » est" if len(discards) == 1 else f"{plural(len(discards), 'élément')} sont"
    return redirect(request, where, f"{said} de nouveau à sa place." if len(discards) == 1 else f"{said} de retour.")


async def purge(request: Request) -> Response:
    """Erase for ever what one discard holds, after a plain question."""
    user = current_user(request)
    discard = await access.discard(user, request.path_params["discard"], access.Action.PURGE)
    node = await Node.get(id=discard.node_id)
    if request.method != "POST":
        leave = request.app.url_path_for("files:trash")
        return render(request, "files/erase.html", node=node, leave=leave)
    await forms.read(request)
    await gestures.purge(discard, by=user)
    return redirect(request, request.app.url_path_for("files:trash"), f"« {node.name} » est supprimé pour toujours.")


async def empty(request: Request) -> Response:
    """Erase for ever all that the trash holds, after a plain question."""
    user = current_user(request)
    space = await access.space(user, access.Action.PURGE)
    if request.method != "POST":
        return render(request, "files/trash-empty.html", gauge=await space.gauge())
    await forms.read(request)
    count = await selection.empty(space.id, by=user)
    message = f"La corbeille est vide : {plural(count, 'élément supprimé', 'éléments supprimés')} pour toujours."
    return redirect(request, request.app.url_path_for("files:trash"), message)
