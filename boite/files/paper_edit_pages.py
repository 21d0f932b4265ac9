"""The actions over one paper or folder: name it, say what it is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.database.versions import digest
from boite.files import classification
from boite.files.document_types import DOCUMENT_TYPES
from boite.files.models import Node
from boite.languages.messages import _
from boite.web import versions
from boite.web.answering import answered, edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.versions import Reading


def page_of(request: Request, node: Node) -> str:
    """The address of a folder or of a paper that the door opened; the top of one's own space is « Mes papiers »."""
    if node.is_root and node.space.owner_id == current_user(request).id:
        return str(request.app.url_path_for("files:home"))
    name = "files:browse" if node.is_folder else "files:paper"
    return str(request.app.url_path_for(name, node=node.id))


async def folder_new(request: Request) -> Response:
    """A new folder in a folder."""
    user = current_user(request)
    parent = await door.folder(user, request.path_params["node"], Right.ADD)

    async def do(form: Form) -> Response:
        made = await parent.add_folder(form.text("name"), by=user)
        return redirect(request, page_of(request, made), _("Le dossier « %(name)s » est créé.", name=made.shown_name))

    return await answered(request, "files/folder-new.html", do, values={"name": ""}, parent=parent)


async def rename(request: Request) -> Response:
    """Another name for a paper or a folder."""
    user = current_user(request)
    node = await door.node(user, request.path_params["node"], Right.EDIT)

    async def do(form: Form) -> Response:
        await node.rename(form.text("name"), read=versions.mark(form), by=user)
        return redirect(request, page_of(request, node), _("Le nom est maintenant « %(name)s ».", name=node.shown_name))

    async def reading() -> Reading:
        kept = await door.node(user, request.path_params["node"], Right.EDIT)
        return Reading(values={"name": kept.shown_name}, version=digest(kept.name), own=kept.space.owner_id == user.id)

    said = versions.saying({"name": _("Nom")})
    return await edited(request, "files/rename.html", do, reading=reading, said=said, node=node)


async def classify(request: Request) -> Response:
    """The type of a paper, and until when it is valid."""
    user = current_user(request)
    node = await door.paper(user, request.path_params["node"], Right.EDIT)

    async def do(form: Form) -> Response:
        until, read = form.day("valid_until"), versions.mark(form)
        await classification.classify(node, form.text("document_type"), until, read=read, by=user)
        return redirect(
            request, page_of(request, node), _("Le type de « %(name)s » est enregistré.", name=node.shown_name)
        )

    async def reading() -> Reading:
        kept = await door.paper(user, request.path_params["node"], Right.EDIT)
        until = kept.valid_until.isoformat() if kept.valid_until else ""
        values = {"document_type": kept.document_type, "valid_until": until}
        return Reading(values=values, version=classification.said(kept), own=kept.space.owner_id == user.id)

    labels = {"document_type": _("Type de papier"), "valid_until": _("Valable jusqu'au")}
    said = versions.saying(labels, {"document_type": [(item.code, item.label) for item in DOCUMENT_TYPES]})
    return await edited(request, "files/classify.html", do, reading=reading, said=said, node=node, types=DOCUMENT_TYPES)
