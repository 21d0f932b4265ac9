"""The actions over the versions of a paper."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.errors import NotFound
from boite.files.paper_edit_pages import page_of
from boite.languages.messages import _
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render

DIGITS = 9
"""More would not fit in the column."""


def number_of(request: Request) -> int:
    """The number of the version in the address. Raises NotFound for one that cannot be."""
    text = request.path_params["number"]
    if not text.isascii() or not text.isdigit() or len(text) > DIGITS:
        raise NotFound
    return int(text)


async def restore(request: Request) -> Response:
    """Bring an old version back as the current one: nothing is lost."""
    user = current_user(request)
    node = await door.paper(user, request.path_params["node"], Right.EDIT)
    number = number_of(request)
    await forms.read(request)
    await node.restore_version(number, by=user)
    return redirect(
        request, page_of(request, node), _("La version %(number)s est de nouveau la version actuelle.", number=number)
    )


async def purge(request: Request) -> Response:
    """Erase an old version for good, after asking for confirmation."""
    user = current_user(request)
    node = await door.paper(user, request.path_params["node"], Right.PURGE)
    number = number_of(request)
    if request.method != "POST":
        return render(request, "files/version-purge.html", node=node, number=number)
    await forms.read(request)
    await node.purge_version(number, by=user)
    return redirect(
        request, page_of(request, node), _("La version %(number)s est supprimée pour toujours.", number=number)
    )
