"""Messages that come by themselves: the line of events, and the parts of pages that are asked for again.

None of these requests is an action of the person (`accounts.guard.QUIET`): they never extend a session.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from boite.accounts.guard import current_session, current_user
from boite.languages.spoken import speaking, spoken
from boite.notifications import inbox
from boite.notifications.message_pages import LARGEST
from boite.web import badge as badges
from boite.web import caching, csrf, forms, page_cache
from boite.web.addresses import addresses
from boite.web.live_lines import LiveLines
from boite.web.templating import environment
from boite.web.translation import page_speaks

LATER = "60"
"""Seconds after which a browser that found no place may come back."""


async def live(request: Request) -> Response:
    """A line of events, which ends with its session. Somebody who opens the address by hand goes to the list."""
    if "text/event-stream" not in request.headers.get("accept", ""):
        return RedirectResponse(request.app.url_path_for("notifications:messages"), status_code=303)
    session, known = current_session(request), forms.query(request).raw("depuis")
    mark = request.headers.get("last-event-id") or known
    lines: LiveLines = request.app.state.lines
    line = lines.answer(session.token_digest, str(session.user_id), session.expires_at, mark)
    return line or PlainTextResponse("Trop de lignes ouvertes.", status_code=503, headers={"retry-after": LATER})


async def badge(request: Request) -> Response:
    """How many messages are new: the number as pages show it, and the words that tell it aloud."""
    user = current_user(request)
    count = await page_cache.fact(request, f"new {user.id}", lambda: inbox.unread(user.id))
    number = badges.shown(count)
    tag = caching.mark("badge", count)
    return _part(request, tag, "notifications/_badge.html", spoken().code, number=number, count=badges.drawn(count))


async def list_(request: Request) -> Response:
    """The list of « Mes messages » alone."""
    number = forms.query(request).integer("page", 1, LARGEST) or 1
    user = current_user(request)
    page, unread = await inbox.page(user.id, number), await inbox.unread(user.id)
    tag, language = caching.mark("messages", number, unread, page), page_speaks("notifications/messages.html")
    return _part(request, tag, "notifications/_parts.html", language, page=page, number=number, unread=unread)


def _part(request: Request, tag: str, template: str, language: str, **context: Any) -> Response:
    """A part of a page, unless the browser has it. A word that waits for the next page still waits."""
    if caching.known(request, tag):
        return Response(status_code=304, headers={"etag": tag})
    context |= {"url": addresses(request.app), "csrf_field": lambda: csrf.field(request)}
    with speaking(language):
        html = environment().get_template(template).render(context)
    response = HTMLResponse(html, headers={"etag": tag})
    csrf.remember(request, response)
    return response
