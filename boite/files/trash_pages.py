"""The trash as a page: give back, erase, empty."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.files import home_pages, node_lists, selection
from boite.files import trash as gestures
from boite.files.list_rows import shown
from boite.files.selection_pages import identifiers
from boite.files.trash import top_of
from boite.languages.messages import _, counted
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.templating import render


async def trash(request: Request) -> Response:
    """What was put in the trash, the last first, and when each leaves it for good."""
    return await of(request, await home_pages.home(request, await door.space(current_user(request))))


async def of(request: Request, place: home_pages.Home) -> Response:
    """The trash of this space."""
    number = forms.query(request).integer("page", 1, 10_000) or 1
    found = await node_lists.trash(place.space.id, number)
    days = request.app.state.settings.trash_days
    return render(
        request,
        "files/trash.html",
        home=place,
        rows=shown(found.rows, addresses(request.app)),
        page=number,
        after=found.after,
        days=days,
    )


async def restore(request: Request) -> Response:
    """Undo one discard, or all those of one action."""
    user = current_user(request)
    discards = await door.discards(user, identifiers(request, "discards"), Right.RESTORE)
    await forms.read(request)
    await selection.restore(discards, by=user)
    node = await top_of(discards[0])
    where = request.app.url_path_for("files:browse", node=node.parent_id)
    if len(discards) == 1:
        return redirect(request, where, _("« %(name)s » est de nouveau à sa place.", name=node.shown_name))
    said = counted("%(num)s élément est de retour.", "%(num)s éléments sont de retour.", len(discards))
    return redirect(request, where, said)


async def purge(request: Request) -> Response:
    """Erase for good what one discard holds, after asking for confirmation."""
    user = current_user(request)
    discard = await door.discard(user, request.path_params["discard"], Right.PURGE)
    node = await top_of(discard)
    place = await home_pages.home(request, await discard.space)
    if request.method != "POST":
        return render(request, "files/erase.html", node=node, leave=place.trash)
    await forms.read(request)
    await gestures.purge(discard, by=user)
    return redirect(request, place.trash, _("« %(name)s » est supprimé pour toujours.", name=node.shown_name))


async def empty(request: Request) -> Response:
    """Erase for good all that one's own trash holds, after asking for confirmation."""
    space = await door.space(current_user(request), Right.PURGE)
    return await emptying(request, await home_pages.home(request, space))


async def emptying(request: Request, place: home_pages.Home) -> Response:
    """Erase for good all that the trash of this space holds, after asking for confirmation."""
    if request.method != "POST":
        return render(request, "files/trash-empty.html", home=place, gauge=await place.space.gauge())
    await forms.read(request)
    count = await selection.empty(place.space.id, by=current_user(request))
    message = counted(
        "La corbeille est vide : %(num)s élément supprimé pour toujours.",
        "La corbeille est vide : %(num)s éléments supprimés pour toujours.",
        count,
    )
    return redirect(request, place.trash, message)
