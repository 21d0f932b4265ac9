"""Where papers go: to a folder, to a copy, to the trash. One paper or several, in one action."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.errors import Invalid, NotFound
from boite.files import move_targets, names, selection
from boite.files.deposit import root_of
from boite.files.models import Node
from boite.files.paper_edit_pages import page_of
from boite.files.selection_pages import back, chosen, identifiers
from boite.languages.messages import _, counted
from boite.web import forms
from boite.web.answering import Doing, answered
from boite.web.flash import redirect
from boite.web.forms import Form

NEW = "nouveau"
"""The choice of a folder that does not exist yet."""
UNDONE = 100
"""Beyond a page of papers, the way back would not fit in the cookie of the message."""


async def choose(request: Request) -> Response:
    """What a list of ticked papers asks: the name of the button says which action."""
    form = await forms.read(request)
    gesture = form.choice("geste", ("deplacer", "copier", "telecharger", "corbeille"))
    ids = chosen(form)
    here = back(form, str(request.app.url_path_for("files:home")))
    if not ids:
        return redirect(request, here, _("Cochez d'abord les papiers."), kind="info")
    if gesture == "corbeille":
        return await _discard(request, ids, here)
    nodes = await door.nodes(current_user(request), ids, Right.READ)
    name = {"deplacer": "files:move", "copier": "files:copy", "telecharger": "files:zip"}[gesture]
    return RedirectResponse(_address(request, name, nodes), status_code=303)


async def move(request: Request) -> Response:
    """Choose a folder, or name a new one, then put the papers there."""
    user = current_user(request)
    nodes = await door.nodes(user, identifiers(request, "nodes"), Right.EDIT)

    async def do(form: Form) -> Response:
        to, name = await _target(request, form, nodes)
        origins = {node.parent_id for node in nodes}
        undo = f"{_address(request, 'files:move', nodes)}?dans={nodes[0].parent_id}"
        folder = await selection.move(nodes, to, by=user, into=name)
        undoable = len(origins) == 1 and len(nodes) <= UNDONE and folder.id not in origins
        return redirect(request, page_of(request, folder), _moved(nodes, folder), undo=undo if undoable else None)

    return await _answered(request, nodes, "move", do)


async def copy(request: Request) -> Response:
    """Choose a folder, then put a copy of the papers there."""
    user = current_user(request)
    nodes = await door.nodes(user, identifiers(request, "nodes"), Right.READ)

    async def do(form: Form) -> Response:
        to = await _chosen(request, form)
        twins = await selection.copy(nodes, to, by=user)
        undoable = len(twins) <= UNDONE and await door.may(user, Right.DISCARD, to.space)
        undo = _address(request, "files:discard", twins) if undoable else None
        return redirect(request, page_of(request, to), _moved(twins, to), undo=undo)

    return await _answered(request, nodes, "copy", do)


async def discard(request: Request) -> Response:
    """Put the papers in the trash. No question asked: it can be undone."""
    form = await forms.read(request)
    return await _discard(request, identifiers(request, "nodes"), back(form, ""))


async def _discard(request: Request, ids: list[str], here: str) -> Response:
    user = current_user(request)
    nodes = await door.nodes(user, ids, Right.DISCARD)
    discards = await selection.discard(nodes, by=user, days=request.app.state.settings.trash_days)
    here = here or str(request.app.url_path_for("files:browse", node=nodes[0].parent_id))
    ids = [str(row.id) for row in discards]
    undo = request.app.url_path_for("files:restore", discards=",".join(ids)) if len(ids) <= UNDONE else None
    return redirect(request, here, _discarded(nodes), undo=undo)


async def _answered(request: Request, nodes: Sequence[Node], gesture: str, do: Doing) -> Response:
    """The page of all the folders, to choose one; then the gesture."""
    asked, moving = forms.query(request), gesture == "move"
    words, origins = asked.text("mots", 200), {node.parent_id for node in nodes}
    return await answered(
        request,
        "files/picker.html",
        do,
        values={"dans": asked.raw("dans"), "name": ""},
        gesture=gesture,
        nodes=nodes,
        folders=await move_targets.folders(
            nodes[0].space_id, but={node.id for node in nodes} if moving else (), words=words
        ),
        now_in=nodes[0].parent_id if moving and len(origins) == 1 else None,
        words=words,
        new=NEW,
        here=_address(request, f"files:{gesture}", nodes),
    )


async def _target(request: Request, form: Form, nodes: Sequence[Node]) -> tuple[Node, str]:
    """The folder that the form names; or the top, and the name of a new one to make there. Raises Invalid."""
    asked, name = _asked(request, form), form.text("name")
    if asked != NEW and (asked or not name):
        return await _chosen(request, form), ""
    root = await root_of(nodes[0].space_id)
    return await door.folder(current_user(request), root.id, Right.ADD), names.checked(name)


async def _chosen(request: Request, form: Form) -> Node:
    """The folder that the form names, or the address of an undoing. Raises Invalid."""
    asked = _asked(request, form)
    if not asked:
        raise Invalid(fields={"dans": _("Choisissez un dossier.")})
    try:
        return await door.folder(current_user(request), asked, Right.ADD)
    except NotFound as error:
        raise Invalid(fields={"dans": _("Ce dossier n'existe plus. Choisissez-en un autre.")}) from error


def _asked(request: Request, form: Form) -> str:
    return form.raw("dans") or forms.query(request).raw("dans")


def _address(request: Request, name: str, nodes: Sequence[Node]) -> str:
    return str(request.app.url_path_for(name, nodes=",".join(str(node.id) for node in nodes)))


def _moved(nodes: Sequence[Node], folder: Node) -> str:
    """« CV » est dans « Emploi »: what is said afterwards."""
    where = folder.said_name
    if len(nodes) == 1:
        return _("« %(name)s » est dans « %(folder)s ».", name=nodes[0].shown_name, folder=where)
    return counted(
        "%(num)s élément est dans « %(folder)s ».",
        "%(num)s éléments sont dans « %(folder)s ».",
        len(nodes),
        folder=where,
    )


def _discarded(nodes: Sequence[Node]) -> str:
    if len(nodes) == 1:
        return _("« %(name)s » est dans la corbeille.", name=nodes[0].shown_name)
    return counted("%(num)s élément est dans la corbeille.", "%(num)s éléments sont dans la corbeille.", len(nodes))
