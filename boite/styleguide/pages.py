"""The pages of the atelier: nothing is read from the database, nothing is kept."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from boite.errors import NotFound
from boite.styleguide.directory_samples import DIRECTORY
from boite.styleguide.mail_samples import MAIL_POLICY, html_of, mails, written
from boite.styleguide.message_forms import told_forms
from boite.styleguide.samples import DAYS, ERRORS, PAGES, PAPERS
from boite.web.templating import render

SPRITE = Path(__file__).resolve().parent.parent / "static" / "img" / "icons.svg"
THEMES = ("light", "dark")


async def index(request: Request) -> Response:
    """The list of the pages of the atelier."""
    return render(request, "styleguide/index.html", pages=PAGES, refusals=ERRORS, theme=_theme(request))


async def page(request: Request) -> Response:
    """One family of components in every state, or one page of refusal. Raises NotFound where there is none."""
    name = request.path_params["page"]
    status = name.removeprefix("erreur-")
    if status != name and status in ERRORS:
        # As people see it, but answered 200: the atelier itself has nothing to refuse.
        return render(request, f"errors/{status}.html", **ERRORS[status].context, at_desk=False, theme=_theme(request))
    if shown := _mail(request, name):
        return HTMLResponse(shown, headers={"content-security-policy": MAIL_POLICY})
    if name not in PAGES:
        raise NotFound
    return render(
        request,
        f"styleguide/{name}.html",
        heading=PAGES[name],
        papers=PAPERS,
        days=DAYS,
        directory=DIRECTORY,
        icons=_icons(),
        mails=mails(),
        told=partial(told_forms, request.app.state.settings),
        written=written(_folder(request)),
        theme=_theme(request),
    )


def _mail(request: Request, name: str) -> str | None:
    """The HTML of a mail: one of the samples, or one that was written on this machine."""
    samples = mails()
    code = name.removeprefix("courriel-")
    return samples[code][1].html if code != name and code in samples else html_of(_folder(request), name)


def _folder(request: Request) -> Path:
    """Where development keeps the mails that it does not send."""
    data: Path = request.app.state.settings.data
    return data / "courriels"


def _icons() -> list[str]:
    """The names of the symbols of the sprite."""
    return re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8"))


def _theme(request: Request) -> str:
    """The theme asked for by `?theme=`, or none: the system of the person then decides."""
    asked = request.query_params.get("theme", "")
    return asked if asked in THEMES else ""
