"""« Mes ressources », and the gestures by which somebody keeps a resource."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as files_door
from boite.access import library as library_door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.database.long_lists import parts
from boite.errors import NotFound
from boite.library import favourites as keeping
from boite.library import reading_list, resource_lists
from boite.library.models import Resource, ResourceKind
from boite.library.wording import KINDS, LEVELS
from boite.publishing.topics import TOPICS
from boite.web import forms
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render

HERE = "mes-ressources"
"""What a form says where the person was in « Mes ressources »; else they were on the sheet."""


async def mine(request: Request) -> Response:
    """The list to read, what was read, the favourites. Five queries at most."""
    user = current_user(request)
    to_read, read = await reading_list.lines(user)
    marked = await keeping.favourites(user)
    wanted = [*(line.resource_id for line in [*to_read, *read]), *marked]
    online = {row["id"]: row for row in await resource_lists.by_ids(wanted, limit=len(wanted))}
    favourites = [row for some in parts(marked) for row in await Resource.filter(id__in=some)]
    return render(
        request,
        "library/kept/mine.html",
        to_read=to_read,
        read=read,
        favourites=sorted(favourites, key=lambda row: marked.index(row.id)),
        online=online,
        kinds=KINDS,
        levels=LEVELS,
        topics=TOPICS,
    )


async def keep(request: Request) -> Response:
    """« Ajouter à ma boîte »: a copy of the file, or a link, which « Annuler » takes back."""
    user = current_user(request)
    form = await forms.read(request)
    resource = await library_door.published(request.path_params["slug"])
    root = await files_door.root(user, Right.ADD)
    page, store = str(request.app.url_path_for("library:resource", slug=resource.slug)), request.app.state.store
    copied = resource.kind != ResourceKind.LINK and form.choice("garder", ("copie", "lien"), "copie") == "copie"
    if copied:
        made = await keeping.keep_copy(resource, root, store, by=user)
    else:
        address = request.app.state.settings.base_url.rstrip("/") + page
        made = await keeping.keep_link(resource, address, root, store, by=user)
    words = "Une copie est" if copied else "Le lien est"
    undo = request.app.url_path_for("files:discard", nodes=made.id)
    return redirect(request, page, f"{words} dans votre boîte.", undo=undo)


async def favour(request: Request) -> Response:
    """Mark a resource, or no longer."""
    user = current_user(request)
    form = await forms.read(request)
    if form.choice("geste", ("ajouter", "retirer"), "ajouter") == "retirer":
        resource = await library_door.once_published(request.path_params["slug"])
        await keeping.unfavour(resource, by=user)
        return _back(request, form, resource, "Cette ressource n'est plus dans vos favoris.")
    resource = await library_door.published(request.path_params["slug"])
    await keeping.favour(resource, by=user)
    return _back(request, form, resource, "Cette ressource est dans vos favoris.")


async def add_to_list(request: Request) -> Response:
    """Put a resource at the end of the list to read."""
    user = current_user(request)
    form = await forms.read(request)
    resource = await library_door.published(request.path_params["slug"])
    await reading_list.add(resource, by=user)
    return _back(request, form, resource, "Cette ressource est dans votre liste à lire.")


async def arrange(request: Request) -> Response:
    """A gesture over one line of the list: the name of the button says which, its value says the line."""
    user = current_user(request)
    form = await forms.read(request)
    gesture = next((name for name in GESTURES if form.raw(name)), None)
    if gesture is None:
        raise NotFound
    line = await library_door.reading_list_line(user, form.raw(gesture))
    page = request.app.url_path_for("library:kept")
    if gesture == "retirer":
        await reading_list.remove(line, by=user)
        return redirect(request, page, f"« {line.resource.title} » n'est plus dans votre liste.")
    if gesture in {"lu", "relire"}:
        await reading_list.tick(line, read=gesture == "lu", by=user)
        return redirect(request, f"{page}#ligne-{line.id}")
    await reading_list.shift(line, -1 if gesture == "monter" else 1)
    # Back on the line that moved: whoever has no mouse goes on from there.
    return redirect(request, f"{page}#ligne-{line.id}")


GESTURES = ("monter", "descendre", "lu", "relire", "retirer")


def _back(request: Request, form: Form, resource: Resource, words: str) -> Response:
    if form.raw("depuis") == HERE:
        return redirect(request, request.app.url_path_for("library:kept"), words)
    return redirect(request, request.app.url_path_for("library:resource", slug=resource.slug), words)
