"""A word said on the next page, with the way to undo. Kept in a signed cookie, so it survives a redirection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.languages.messages import Message

COOKIE = "boite_mot"
LIFE = 600


@dataclass(frozen=True, slots=True)
class FlashMessage:
    """One message. `undo` is the address that a form posts to, to take the action back."""

    message: str
    kind: str = "success"
    undo: str | None = None


def redirect(request: Request, url: Any, message: str = "", *, undo: Any = None, kind: str = "success") -> Response:
    """Answer an action with a redirect (303) and a message."""
    response = RedirectResponse(str(url), status_code=303)
    if message:
        made_of = (message.source, message.many, message.values) if isinstance(message, Message) else None
        word = {"message": str(message), "kind": kind, "undo": str(undo) if undo else None, "made_of": made_of}
        text = _signer(request).dumps(word)
        secure = request.app.state.settings.secure
        response.set_cookie(COOKIE, str(text), max_age=LIFE, httponly=True, samesite="lax", secure=secure)
    return response


def take(request: Request) -> list[FlashMessage]:
    """The words to show on this page; they are forgotten once shown."""
    raw = request.cookies.get(COOKIE)
    if not raw:
        return []
    request.state.flash_taken = True
    try:
        word = _signer(request).loads(raw, max_age=LIFE)
        made_of = word.pop("made_of", None)
        return [FlashMessage(**word | ({"message": Message(*made_of)} if made_of else {}))]
    except (BadData, TypeError):
        return []


def forget(request: Request, response: Response) -> None:
    """Take the shown words back from the browser."""
    if getattr(request.state, "flash_taken", False):
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def _signer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(request.app.state.settings.secret_keys(), salt="flash")
