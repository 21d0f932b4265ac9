"""Where papers go: to a folder, to a copy, to the trash. One paper or several, in one action."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.errors import Invalid, NotFound
from boite.files import node_lists, selection
from boite.files.models import Node
from boite.files.selection_pages import back, chosen, identifiers
from boite.text.french import plural
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render

UNDONE = 100
"""Beyond a page of papers, the way back would not fit in the cookie of the message."""


async def choose(request: Request) -> Response:
    """What a list of ticked papers asks: the name of the button says which action."""
    form = await forms.read(request)
    gesture = form.choice("geste", ("deplacer", "copier", "telecharger", "corbeille"))
    ids = chosen(form)
    here = back(form, str(request.app.url_path_for("files:home")))
    if not ids:
        return redirect(request, here, "Cochez d'abord les papiers.", kind="info")
    if gesture == "corbeille":
        return await _discard(request, ids, here)
    nodes = await door.nodes(current_user(request), ids, Right.READ)
    name = {"deplacer": "files:move", "copier": "files:copy", "telecharger": "files:zip"}[gesture]
    return RedirectResponse(_address(request, name, nodes), status_code=303)


async def move(request: Request) -> Response:
    """Choose a folder, then put the papers there."""
    user = current_user(request)
    nodes = await door.nodes(user, identifiers(request, "nodes"), Right.EDIT)
    if request.method != "POST":
        return await _picker(request, nodes, "move")
    to = await _target(request)
    origins = {node.parent_id for node in nodes}
    undo = f"{_address(request, 'files:move', nodes)}?dans={nodes[0].parent_id}"
    await selection.move(nodes, to, by=user)
    undoable = len(origins) == 1 and len(nodes) <= UNDONE and to.id not in origins
    message = f"{_named(nodes)} dans « {to.shown_name} »."
    return redirect(request, _folder(request, to), message, undo=undo if undoable else None)


async def copy(request: Request) -> Response:
    """Choose a folder, then put a copy of the papers there."""
    user = current_user(request)
    nodes = await door.nodes(user, identifiers(request, "nodes"), Right.READ)
    if request.method != "POST":
        return await _picker(request, nodes, "copy")
    to = await _target(request)
    twins = await selection.copy(nodes, to, by=user)
    undoable = len(twins) <= UNDONE and await door.may(user, Right.DISCARD, to.space)
    undo = _address(request, "files:discard", twins) if undoable else None
    return redirect(request, _folder(request, to), f"{_named(twins)} dans « {to.shown_name} ».", undo=undo)


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
    return redirect(request, here, f"{_named(nodes)} dans la corbeille.", undo=undo)


async def _picker(request: Request, nodes: Sequence[Node], gesture: str) -> Response:
    """The page where one goes down the folders to choose one."""
    user = current_user(request)
    asked = forms.query(request).raw("dans") or nodes[0].parent_id
    folder = await door.folder(user, asked, Right.READ)
    folders = await node_lists.children(folder.id)
    moved = {str(node.id) for node in nodes} if gesture == "move" else set()
    origins = {str(node.parent_id) for node in nodes} if gesture == "move" else set()
    path = await folder.path()
    return render(
        request,
        "files/picker.html",
        gesture=gesture,
        nodes=nodes,
        folder=folder,
        path=path,
        above=path[-2] if len(path) > 1 else None,
        origins=origins,
        there=origins == {str(folder.id)},
        folders=folders.drawn(row for row in folders if row["id"] not in moved),
        here=_address(request, f"files:{gesture}", nodes),
    )


async def _target(request: Request) -> Node:
    """The folder that the form names, or the address of an undoing. Raises Invalid."""
    form = await forms.read(request)
    asked = form.raw("dans") or forms.query(request).raw("dans")
    try:
        return await door.folder(current_user(request), asked, Right.ADD)
    except NotFound as error:
        raise Invalid("Ce dossier n'existe plus. Choisissez-en un autre.") from error


def _address(request: Request, name: str, nodes: Sequence[Node]) -> str:
    return str(request.app.url_path_for(name, nodes=",".join(str(node.id) for node in nodes)))


def _folder(request: Request, folder: Node) -> str:
    return str(request.app.url_path_for("files:browse", node=folder.id))


def _named(nodes: Sequence[Node]) -> str:
    """« CV.pdf » est, or 3 éléments sont: the beginning of what is said afterwards."""
    return f"« {nodes[0].shown_name} » est" if len(nodes) == 1 else f"{plural(len(nodes), 'élément')} sont"
