"""Where a visitor looks from: a code of the place they typed, kept by their browser until it is closed.

It says nothing of who they are, and is asked for on no page of its own: another place typed takes its place. Somebody
signed in has a commune in their account instead.
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "boite_lieu"
_CODE = re.compile(r"\d[0-9AB]\d{3}", re.ASCII)
"""INSEE."""


def kept(request: Request) -> str:
    """The code of the commune that was typed last; empty where none was, and for somebody signed in."""
    if getattr(request.state, "user", None) is not None:
        return ""
    code = request.cookies.get(COOKIE, "")
    return code if _CODE.fullmatch(code) else ""


def keep(request: Request, response: Response, code: str) -> None:
    """Look from there from now on. Nothing for somebody signed in, nor where it is known already."""
    if request.state.user is not None or code in {"", kept(request)}:
        return
    secure = request.app.state.settings.secure
    response.set_cookie(COOKIE, code, httponly=True, samesite="lax", secure=secure)
