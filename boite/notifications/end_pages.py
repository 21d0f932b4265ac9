"""The end of messages from a mail: in one click (RFC 8058), or by one button. A GET changes nothing, ever."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.notifications import end_links
from boite.notifications.kinds import BY_CODE
from boite.web import forms
from boite.web.templating import render


async def end(request: Request) -> Response:
    """One button; once pressed, or asked for by a mail program without cookies, it is done."""
    link = end_links.read(request.app.state.settings, request.path_params["token"])
    done = request.method == "POST"
    if done:
        await forms.read_signed(request)
        await end_links.end(link)
    return render(request, "notifications/end.html", link=link, kind=BY_CODE.get(link.kind), done=done)
