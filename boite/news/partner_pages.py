"""The form of partners, without an account. Robots are refused here, by nobody else than us."""

from __future__ import annotations

from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import throttle
from boite.clock import now
from boite.directory.models import Territory
from boite.errors import Invalid
from boite.news import forms, partners
from boite.settings import Settings
from boite.web import forms as web_forms
from boite.web.forms import Form
from boite.web.templating import render

TRAP = "site"
"""A field that nobody sees: only a program fills it."""
SECONDS = 4
"""Nobody writes a piece of news faster."""
HOURS = 12
"""How long a page may wait before it is sent."""
PER_ADDRESS = 20
"""Proposals by network address in a quarter of an hour: several partners may share one."""
FIELDS = ("territory", "structure", "title", "text", "link", "email")


async def propose(request: Request) -> Response:
    """The form; once sent, the proposal waits for the coordination."""
    territories = await Territory.all().order_by("-scale", "name")
    if request.method != "POST":
        return _form(request, territories, Form([]), {})
    form = await web_forms.read(request)
    settings = request.app.state.settings
    try:
        given = forms.offer(form, [row.code for row in territories])
        refuse_robots(form, settings)
    except Invalid as error:
        return _form(request, territories, form, error.fields)
    address = request.client.host if request.client else ""
    await throttle.count_try(settings.secret_key(), "news-proposal", address, PER_ADDRESS)
    await partners.offer(given)
    return RedirectResponse(request.app.url_path_for("news:thanks"), status_code=303)


async def thanks(request: Request) -> Response:
    """What happens next."""
    return render(request, "news/thanks.html")


def _form(request: Request, territories: list[Territory], form: Form, errors: dict[str, str]) -> Response:
    values: dict[str, Any] = {name: form.raw(name) for name in FIELDS}
    return render(
        request,
        "news/propose.html",
        status=422 if errors else 200,
        values=values,
        errors=errors,
        territories=[(row.code, row.name) for row in territories],
        stamp=stamp(request.app.state.settings),
        trap=TRAP,
    )


def stamp(settings: Settings) -> str:
    """When this form was given, signed."""
    return str(_signer(settings).dumps(int(now().timestamp())))


def refuse_robots(form: Form, settings: Settings) -> None:
    """Raises Invalid, with words for a person that a machine would not read."""
    if form.raw(TRAP):
        raise Invalid(fields={TRAP: "Laissez ce champ vide : il sert à arrêter les robots."})
    try:
        given = int(_signer(settings).loads(form.raw("stamp")[:200]))
    except (BadData, TypeError, ValueError):
        given = 0
    waited = now().timestamp() - given
    if waited < SECONDS:
        raise Invalid(fields={"text": "C'est allé très vite. Relisez votre texte, puis envoyez-le à nouveau."})
    if waited > HOURS * 3600:
        raise Invalid(fields={"text": "La page a attendu longtemps. Relisez votre texte, puis envoyez-le à nouveau."})


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key(), salt="news-proposal")
