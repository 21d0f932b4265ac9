"""The end of the letter: in one click from a mailbox (RFC 8058), or by one button. A GET changes nothing, ever."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.mail import suppression
from boite.newsletter import links, silence
from boite.web import forms
from boite.web.templating import render

BACK = "retour"


async def leave(request: Request) -> Response:
    """One button; once pressed, or asked for by a mail program without cookies, it is done, and can be undone."""
    mailbox_digest = links.left(request.app.state.settings, request.path_params["token"])
    gesture = ""
    if request.method == "POST":
        gesture = (await forms.read_signed(request)).raw("geste")
        await (silence.come_back if gesture == BACK else silence.leave)(mailbox_digest)
    left = bool(await suppression.among([mailbox_digest]))
    return render(request, "newsletter/leave.html", left=left, back=gesture == BACK)
