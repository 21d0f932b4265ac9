"""The home page and the notices."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from boite.access import agenda as agenda_door
from boite.access import files as files_door
from boite.clock import now
from boite.files import list_rows, node_lists, uploads
from boite.journal import unseen
from boite.web.addresses import addresses
from boite.web.stamps import stamped
from boite.web.templating import render

View = Callable[[Request], Awaitable[Response]]


async def home(request: Request) -> Response:
    """For a visitor, what the service is; for somebody signed in, at most six tiles."""
    user = request.state.user
    if user is None:
        return render(request, "site/welcome.html", left="quitte" in request.query_params)
    space = await files_door.space(user)
    return render(
        request,
        "site/home.html",
        told=await unseen.of(user.id),
        gauge=await space.gauge(),
        recent=list_rows.drawn(await node_lists.recent(space.id, 4), addresses(request.app)),
        unfinished=await uploads.unfinished(user.id),
        keeper=user.is_professional,
        organises=bool(await agenda_door.desk_codes(user)),
    )


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
