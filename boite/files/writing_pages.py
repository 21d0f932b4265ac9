"""The pages where one writes a note, keeps a link, keeps a contact."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite import access
from boite.accounts.guard import current_user
from boite.errors import NotFound
from boite.files import homes, writings
from boite.files.gestures import page_of
from boite.files.models import Kind
from boite.files.writing_forms import TEMPLATES, text_from, title_from, values_of
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form


async def note_new(request: Request) -> Response:
    """A new note in a folder."""
    return await _new(request, Kind.NOTE)


async def link_new(request: Request) -> Response:
    """A new link in a folder."""
    return await _new(request, Kind.LINK)


async def contact_new(request: Request) -> Response:
    """A new contact in a folder."""
    return await _new(request, Kind.CONTACT)


async def _new(request: Request, kind: Kind) -> Response:
    user = current_user(request)
    parent = await access.folder(user, request.path_params["node"], access.Action.ADD)

    async def do(form: Form) -> Response:
        text = text_from(kind, form)
        made = await writings.write(parent, kind, title_from(kind, form), text, request.app.state.store, by=user)
        place = await homes.home(request, parent.space)
        discard = request.app.url_path_for("files:discard", nodes=made.id)
        undo = discard if access.Action.DISCARD in place.can else None
        return redirect(request, page_of(request, made), f"« {made.name} » est {place.where}.", undo=undo)

    values = {"title": ""} | values_of(kind)
    leave = page_of(request, parent)
    return await answered(request, TEMPLATES[kind], do, values=values, node=None, leave=leave)


async def edit(request: Request) -> Response:
    """Change what was written: the former text stays as a version. Raises NotFound for a deposited paper."""
    user = current_user(request)
    node = await access.paper(user, request.path_params["node"], access.Action.CHANGE)
    kind = Kind(node.kind)
    if kind not in TEMPLATES:
        raise NotFound

    async def do(form: Form) -> Response:
        await writings.rewrite(node, text_from(kind, form), request.app.state.store, by=user)
        return redirect(request, page_of(request, node), f"« {node.name} » est enregistré.")

    values = {"title": node.name} | values_of(kind, await writings.text_of(node, request.app.state.store))
    return await answered(request, TEMPLATES[kind], do, values=values, node=node, leave=page_of(request, node))
