"""« Mes messages »: the list, opening one, having read those shown, and wanting no more of a kind."""

from __future__ import annotations

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import notifications as door
from boite.accounts.guard import current_session, current_user
from boite.errors import Forbidden, NotFound
from boite.languages.messages import _
from boite.notifications import inbox, preferences
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render

LARGEST = 1000


async def messages(request: Request) -> Response:
    """What was told to me, the newest first."""
    number = forms.query(request).integer("page", 1, LARGEST) or 1
    user, here = current_user(request), current_session(request).id
    page, unread = await inbox.page(user.id, number, here=here), await inbox.unread(user.id, here)
    return render(request, "notifications/messages.html", page=page, number=number, unread=unread)


async def open_(request: Request) -> Response:
    """One message: it is read, and leads where one acts on it."""
    user = current_user(request)
    line = await door.message(user, request.path_params["mark"])
    await inbox.read(user.id, [line.mark])
    where = (line.route, line.values) if line.route else ("notifications:messages", {})
    return RedirectResponse(request.app.url_path_for(where[0], **where[1]), status_code=303)


async def read(request: Request) -> Response:
    """« C'est vu »: those shown are new no more."""
    form, marks = await forms.read(request), []
    for text in form.all("ligne"):
        with suppress(NotFound):
            marks.append(door.mark(text))
    await inbox.read(current_user(request).id, marks)
    return redirect(request, request.app.url_path_for("notifications:messages"), _("C'est noté."))


async def hush(request: Request) -> Response:
    """« Ne plus me le dire »: no more messages of this kind. It can be taken back at once."""
    await forms.read(request)
    user = current_user(request)
    line = await door.message(user, request.path_params["mark"])
    if line.kind.always:
        raise Forbidden
    await preferences.want(user.id, line.kind, False)
    back = request.app.url_path_for("notifications:wanted_again", kind=line.kind.code)
    home = request.app.url_path_for("notifications:messages")
    said = _("C'est noté. Vous ne verrez plus : « %(kind)s ».", kind=line.kind.label)
    return redirect(request, home, said, undo=back)
