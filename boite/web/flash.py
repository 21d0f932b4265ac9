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
        word = {"message": _kept(message), "kind": kind, "undo": str(undo) if undo else None}
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
        return [FlashMessage(**word | {"message": _found(word["message"])})]
    except (BadData, KeyError, TypeError):
        return []


def _kept(text: Any) -> Any:
    """A sentence as what it was made of, and so for each value that is one: the next page may speak otherwise."""
    if not isinstance(text, Message):
        return text
    return [text.source, text.many, {name: _kept(value) for name, value in text.values.items()}]


def _found(kept: Any) -> Any:
    """The sentence again."""
    if not isinstance(kept, list):
        return kept
    source, many, values = kept
    return Message(source, many, {name: _found(value) for name, value in values.items()})


def forget(request: Request, response: Response) -> None:
    """Take the shown words back from the browser."""
    if getattr(request.state, "flash_taken", False):
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def _signer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(request.app.state.settings.secret_keys(), salt="flash")
