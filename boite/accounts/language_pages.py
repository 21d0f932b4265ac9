"""Choosing the language of the pages, from any of them, and back to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts.profile import choose_language
from boite.languages.offered import offered
from boite.web import forms, page_language
from boite.web.next_page import local


async def choose(request: Request) -> Response:
    """Kept on this device, and with the account of whoever is signed in.

    A visitor's form has no token: its page is the same for anybody, and only their own device learns something.
    """
    user = request.state.user
    form = await (forms.read(request) if user else forms.read_signed(request))
    code = form.choice("langue", [language.code for language in offered()])
    if user is not None:
        await choose_language(user, code)
    response = RedirectResponse(_back(request, form.raw("suite")), status_code=303)
    if not (user and request.state.session.shared):  # the next person there has another language
        page_language.remember(request, response, code)
    return response


def _back(request: Request, path: str) -> str:
    """The page where the choice was made: its path, which the form says, and its query where the browser tells it."""
    try:
        came = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # what no browser sends
        return local(request, path)
    query = f"?{came.query}" if came.query and came.netloc == request.url.netloc and came.path == path else ""
    return local(request, path + query)
