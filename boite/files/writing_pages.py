"""The pages where one writes a note, keeps a link, keeps a contact."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.errors import NotFound
from boite.files import home_pages, writings
from boite.files.models import NodeKind
from boite.files.paper_edit_pages import page_of
from boite.files.writing_forms import LABELS, TEMPLATES, text_from, title_from, values_of
from boite.languages.messages import _
from boite.web import versions
from boite.web.answering import answered, edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.versions import Reading


async def note_new(request: Request) -> Response:
    """A new note in a folder."""
    return await _new(request, NodeKind.NOTE)


async def link_new(request: Request) -> Response:
    """A new link in a folder."""
    return await _new(request, NodeKind.LINK)


async def contact_new(request: Request) -> Response:
    """A new contact in a folder."""
    return await _new(request, NodeKind.CONTACT)


async def _new(request: Request, kind: NodeKind) -> Response:
    user = current_user(request)
    parent = await door.folder(user, request.path_params["node"], Right.ADD)

    async def do(form: Form) -> Response:
        text = text_from(kind, form)
        made = await writings.write(parent, kind, title_from(kind, form), text, request.app.state.store, by=user)
        place = await home_pages.home(request, parent.space)
        discard = request.app.url_path_for("files:discard", nodes=made.id)
        undo = discard if Right.DISCARD in place.rights else None
        said = _("« %(name)s » est %(where)s.", name=made.shown_name, where=place.where)
        return redirect(request, page_of(request, made), said, undo=undo)

    values = {"title": ""} | values_of(kind)
    leave = page_of(request, parent)
    return await answered(request, TEMPLATES[kind], do, values=values, node=None, leave=leave)


async def edit(request: Request) -> Response:
    """Change what was written: the former text stays as a version. Raises NotFound for a deposited paper."""
    user = current_user(request)
    node = await door.paper(user, request.path_params["node"], Right.EDIT)
    kind = NodeKind(node.kind)
    if kind not in TEMPLATES:
        raise NotFound

    async def do(form: Form) -> Response:
        text = text_from(kind, form)
        await writings.rewrite(node, text, request.app.state.store, version=versions.number(form), by=user)
        return redirect(request, page_of(request, node), _("« %(name)s » est enregistré.", name=node.shown_name))

    async def reading() -> Reading:
        kept = await door.paper(user, request.path_params["node"], Right.EDIT)
        values = {"title": kept.shown_name} | values_of(kind, await writings.text_of(kept, request.app.state.store))
        mine = kept.space.owner_id == user.id
        return Reading(values=values, version=kept.number, own=mine, at=kept.changed_at if mine else None)

    said, leave = versions.saying(LABELS), page_of(request, node)
    return await edited(request, TEMPLATES[kind], do, reading=reading, said=said, node=node, leave=leave)
