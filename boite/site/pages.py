"""The notices, and the few addresses that machines ask for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from boite.clock import now
from boite.web.stamps import stamped
from boite.web.templating import render

View = Callable[[Request], Awaitable[Response]]


def notice(template: str) -> View:
    """A page that only says something."""

    async def shown(request: Request) -> Response:
        return render(request, template)

    return shown


async def security(request: Request) -> Response:
    """How to report a weakness (RFC 9116)."""
    settings, path_for = request.app.state.settings, request.app.url_path_for
    site = settings.base_url.rstrip("/")
    contact = settings.security_contact or settings.contact
    if not contact:  # the standard demands one, and an address that nobody reads would be worse than a page
        contact = site + path_for("site:legal")
    lines = [
        f"Contact: {contact if '://' in contact else f'mailto:{contact}'}",
        f"Expires: {(now() + timedelta(days=180)).strftime('%Y-%m-%dT00:00:00Z')}",
        "Preferred-Languages: fr, en",
        f"Canonical: {site}{path_for('site:security')}",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")


async def change_passphrase(request: Request) -> Response:
    """Where a password manager finds the form (W3C, a well-known URL for changing passwords)."""
    return RedirectResponse(request.app.url_path_for("accounts:passphrase"), status_code=303)


async def robots(request: Request) -> Response:
    """Search engines have nothing to look for behind the door (RFC 9309)."""
    boxes = ("/espace/", "/depots/", "/journal/", "/boite/", "/compte/", "/groupe/")
    desks = ("/agenda/travail", "/actualites/redaction", "/ressources/redaction", "/qui-peut-m-aider/accueil")
    closed = (*boxes, *desks)
    return PlainTextResponse("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed))


async def favicon(request: Request) -> Response:
    """Browsers ask for it by themselves."""
    return RedirectResponse(stamped("img/favicon.svg"), status_code=301)
