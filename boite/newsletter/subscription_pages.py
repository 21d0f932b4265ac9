"""« Recevoir la lettre » and what follows: anybody asks, the mailbox confirms. Robots are stopped by nobody else."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import throttle
from boite.accounts.throttle import ThrottledForm
from boite.directory.models import Territory
from boite.directory.sheet.publics import ASKED
from boite.mail.addresses import checked
from boite.mail.connection import reachable
from boite.newsletter import subscription
from boite.newsletter.subscription import Demand
from boite.web import forms, honeypot
from boite.web.addresses import addresses
from boite.web.answering import answered
from boite.web.client_network import network
from boite.web.forms import Form
from boite.web.templating import render


async def subscribe(request: Request) -> Response:
    """The form. Once sent, the answer is the same whoever is known."""
    settings, user = request.app.state.settings, request.state.user
    territories = await Territory.all().order_by("-scale", "name")
    asked = forms.query(request).raw("territoire")
    reading, chosen = honeypot.ReadingTime(settings), list[str]()

    async def do(form: Form) -> Response:
        chosen[:] = form.all("publics")
        demand = _demand(form, territories)
        await throttle.count_try(settings, ThrottledForm.LETTER, network(request))
        reading.check(form, "email")
        await subscription.ask(demand, settings, by=user)
        return RedirectResponse(addresses(request.app)("newsletter:thanks"), status_code=303)

    return await answered(
        request,
        "newsletter/subscribe.html",
        do,
        values={"email": user.email if user else "", "territory": asked, "publics": ""},
        territories=[(row.code, row.name) for row in territories],
        publics=list(ASKED.items()),
        chosen=chosen,
        reachable=reachable(settings),
        reading=reading,
    )


def _demand(form: Form, territories: list[Territory]) -> Demand:
    """What was asked. Raises Invalid with every field to correct."""
    by_code = {row.code: row for row in territories}
    read = forms.every(
        {
            "address": lambda: checked(form.text("email", 254)),
            "territory": lambda: by_code[form.choice("territory", [*by_code])],
            "publics": lambda: form.several("publics", ASKED),
        }
    )
    return Demand(**read)


async def thanks(request: Request) -> Response:
    """A mail is on its way: open it."""
    return render(request, "newsletter/thanks.html")


async def confirm(request: Request) -> Response:
    """A link of a mail shows one button: programs that follow links confirm nothing. Pressed, it is done."""
    settings, token = request.app.state.settings, request.path_params["token"]
    found, _ = await subscription.demanded(settings, token)
    if request.method != "POST":
        return render(request, "newsletter/confirm.html", place=found.territory.name, done=False)
    await forms.read(request)
    await subscription.confirm(settings, token)
    return render(request, "newsletter/confirm.html", place=found.territory.name, done=True)
