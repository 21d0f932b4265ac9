"""A page drawn once for all signed-in people who see the same: each one's token is put in at the end."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from boite.web import csrf, flash


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who reads a page that is kept: nobody in particular. Anything else that is asked of them fails."""

    theme: str
    role: str
    closing_at: None = None


def suits(request: Request) -> bool:
    """Whether only the middle of the page and its token are this person's: the rest is the same for everybody.

    No word to say, no shared computer, whose session ends in its own time, no closing in progress.
    """
    user, session = getattr(request.state, "user", None), getattr(request.state, "session", None)
    if user is None or session is None or flash.COOKIE in request.cookies:
        return False
    return not session.shared and user.closing_at is None


def request_of(reader: Somebody, request: Request) -> Request:
    """The request of somebody like them: same application, same place, without any header nor cookie."""
    state = {"user": reader, "session": None, csrf.UNKNOWN: True}
    return Request({**request.scope, "headers": [], "query_string": b"", "state": state})
