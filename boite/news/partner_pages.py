"""The form of partners, without an account. Robots are refused here, by nobody else than us."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import throttle
from boite.accounts.throttle import ThrottledForm
from boite.directory.models import Territory
from boite.mail.connection import reachable
from boite.news import forms, partners
from boite.web import honeypot
from boite.web.answering import answered
from boite.web.client_network import network
from boite.web.forms import Form
from boite.web.templating import render

FIELDS = ("territory", "structure", "title", "text", "link", "email")


async def propose(request: Request) -> Response:
    """The form; once sent, the proposal waits for the coordination."""
    territories = await Territory.all().order_by("-scale", "name")
    settings = request.app.state.settings
    reading = honeypot.ReadingTime(settings)

    async def do(form: Form) -> Response:
        given = forms.offer(form, [row.code for row in territories])
        reading.check(form, "text")
        await throttle.count_try(settings, ThrottledForm.PROPOSAL, network(request))
        await partners.offer(given)
        return RedirectResponse(request.app.url_path_for("news:thanks"), status_code=303)

    return await answered(
        request,
        "news/propose.html",
        do,
        values=dict.fromkeys(FIELDS, ""),
        territories=[(row.code, row.name) for row in territories],
        reading=reading,
        mails=reachable(settings),
    )


async def thanks(request: Request) -> Response:
    """What happens next."""
    return render(request, "news/thanks.html")
