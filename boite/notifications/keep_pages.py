"""Keeping a box from a mail, without signing in: one page with one button. A GET changes nothing, ever."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts import staying
from boite.notifications import keep_links
from boite.web import forms
from boite.web.templating import render


async def keep(request: Request) -> Response:
    """One button; once pressed, it is done. An address worth nothing any more says so, and of nobody."""
    user = await keep_links.kept_by(request.app.state.settings, request.path_params["token"])
    done = False
    if request.method == "POST":
        await forms.read_signed(request)
        done = user is not None and await staying.keep_unseen(user)
    over = not done and (user is None or request.method == "POST")
    return render(request, "notifications/keep.html", done=done, over=over, status=410 if over else 200)
