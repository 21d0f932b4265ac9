"""The form of partners, without an account. Robots are refused here, by nobody else than us."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import throttle
from boite.directory.models import Territory
from boite.mail.connection import reachable
from boite.news import forms, partners
from boite.web import honeypot
from boite.web.answering import answered
from boite.web.forms import Form
from boite.web.templating import render

PER_ADDRESS = 20
"""Proposals by network address in a quarter of an hour: several partners may share one."""
FIELDS = ("territory", "structure", "title", "text", "link", "email")


async def propose(request: Request) -> Response:
    """The form; once sent, the proposal waits for the coordination."""
    territories = await Territory.all().order_by("-scale", "name")
    secret = request.app.state.settings.secret_key()
    reading = honeypot.Reading(secret)

    async def do(form: Form) -> Response:
        reading.resume(form)
        given = forms.offer(form, [row.code for row in territories])
        reading.check(form, "text")
        address = request.client.host if request.client else ""
        await throttle.count_try(secret, "news-proposal", address, PER_ADDRESS)
        await partners.offer(given)
        return RedirectResponse(request.app.url_path_for("news:thanks"), status_code=303)

    return await answered(
        request,
        "news/propose.html",
        do,
        values=dict.fromkeys(FIELDS, ""),
        territories=[(row.code, row.name) for row in territories],
        reading=reading,
        mails=reachable(request.app.state.settings),
    )


async def thanks(request: Request) -> Response:
    """What happens next."""
    return render(request, "news/thanks.html")
