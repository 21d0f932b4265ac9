"""The language of a page: the one that its reader chose, and no other. What a browser asks for is never a choice."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from boite.languages.offered import BY_CODE, FRENCH, Language, offered
from boite.languages.spoken import speak

COOKIE = "boite_langue"
LIFE = 400 * 86400
"""Seconds that a browser keeps it, the most that browsers allow. It says a language, and nothing of anybody."""


class SpeaksLanguage:
    """Speaks the chosen language until the end of the request: that of the account, else that of the device."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Not taken back afterwards: the page of an unexpected error is drawn further out."""
        if scope["type"] == "http":
            speak(chosen(Request(scope)))
        await self.app(scope, receive, send)


def chosen(request: Request) -> Language:
    """The language that was chosen, French where none was or where this installation does not have it."""
    user = getattr(request.state, "user", None)
    code = (user.language if user else "") or request.cookies.get(COOKIE, "")
    return next((language for language in offered() if language.code == code), FRENCH)


def remember(request: Request, response: Response, code: str) -> None:
    """Have this device keep the choice."""
    secure = request.app.state.settings.secure
    response.set_cookie(COOKIE, BY_CODE[code].code, max_age=LIFE, httponly=True, samesite="lax", secure=secure)
