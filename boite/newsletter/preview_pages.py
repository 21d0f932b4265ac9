"""Looking at a letter before it leaves: as a mail, as text, as a page of the site, on paper. Four addresses."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from boite.access import newsletter as door
from boite.accounts.guard import current_user
from boite.mail.merge import filled
from boite.mail.messages import Letter
from boite.newsletter import contents, rendering
from boite.newsletter.models import Issue
from boite.newsletter.schedule import HEAVIEST
from boite.web.addresses import addresses
from boite.web.headers import PAGE_POLICY
from boite.web.templating import render

FRAMING = f"{PAGE_POLICY}; frame-src 'self'"
"""The page that shows the mail in a frame."""
FRAMED = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
    " img-src {images}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The mail itself, whose styles are on its elements: nothing runs in it, nothing is asked but our own pictures."""
REASON = "Vous recevez cette lettre parce que vous l'avez demandée."


async def preview_mail(request: Request) -> Response:
    """The mail, in a frame that runs nothing."""
    issue = await _issue(request)
    made = await _letter(request, issue)
    size = len(made.html.encode())
    page = await _page(request, issue, "mail", "newsletter/preview_mail.html", subject=made.subject, size=size)
    page.headers["content-security-policy"] = FRAMING
    return page


async def preview_mail_body(request: Request) -> Response:
    """What the frame shows, and nothing around it."""
    made = await _letter(request, await _issue(request))
    page = HTMLResponse(made.html)
    # A sandboxed document has no origin of its own: « self » would be nobody.
    images = request.app.state.settings.base_url.rstrip("/")
    page.headers["content-security-policy"] = FRAMED.format(images=images)
    return page


async def preview_text(request: Request) -> Response:
    """The text part."""
    issue = await _issue(request)
    made = await _letter(request, issue)
    return await _page(request, issue, "text", "newsletter/preview_text.html", text=made.text)


async def preview_page(request: Request) -> Response:
    """The page of the site."""
    issue = await _issue(request)
    return await _page(request, issue, "page", "newsletter/preview_page.html", **await _content(request, issue))


async def preview_paper(request: Request) -> Response:
    """The same on a sheet of paper."""
    issue = await _issue(request)
    return await _page(request, issue, "paper", "newsletter/preview_paper.html", **await _content(request, issue))


async def _issue(request: Request) -> Issue:
    return await door.issue(current_user(request), request.path_params["issue"])


async def _letter(request: Request, issue: Issue) -> Letter:
    settings = request.app.state.settings
    away = settings.base_url.rstrip("/") + addresses(request.app)("newsletter:subscribe")
    return filled(await rendering.letter(issue, settings), unsubscribe=away, reason=REASON)


async def _content(request: Request, issue: Issue) -> dict[str, Any]:
    return {"letter": await contents.content(issue, addresses(request.app))}


async def _page(request: Request, issue: Issue, at: str, template: str, **context: Any) -> Response:
    site = request.app.state.settings.base_url.rstrip("/")
    return render(request, template, issue=issue, at=at, heavy=HEAVIEST, site=site, **context)
