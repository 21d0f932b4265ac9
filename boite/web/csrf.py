"""Proof that a form is ours: a nonce from a cookie, signed with the session it belongs to."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from boite.errors import Forbidden
from boite.languages.messages import _

COOKIE = "boite_jeton"
FIELD = "csrf"
HEADER = "x-csrf-token"
STAND_IN = secrets.token_hex(32)
"""Stands for the token while the page is not yet anybody's. Nobody ever receives it."""
UNKNOWN = "csrf_unknown"
"""In the state of a request: it is not known yet whose page is drawn."""
REFUSAL = _("Cette page a expiré. Revenez en arrière, rechargez la page, puis recommencez.")


def token(request: Request) -> str:
    """The token of this browser and session; makes the nonce where the browser has none yet."""
    request.state.csrf_asked = True
    if getattr(request.state, UNKNOWN, False):
        return STAND_IN
    nonce = request.cookies.get(COOKIE) or getattr(request.state, "csrf_nonce", None)
    if not nonce:
        nonce = request.state.csrf_nonce = secrets.token_urlsafe(24)
    return _masked(request, _sign(request, nonce, request.app.state.settings.secret_key()))


def fill_in(request: Request, drawn: bytes) -> bytes:
    """A page drawn before knowing whose it is, with the token of this browser and session."""
    unknown = STAND_IN.encode()
    return drawn.replace(unknown, token(request).encode()) if unknown in drawn else drawn


def was_asked(request: Request) -> bool:
    """Whether the page that was drawn carries the token of this browser: then it is nobody else's."""
    return bool(getattr(request.state, "csrf_asked", False))


def _masked(request: Request, signed: str) -> str:
    """The token in letters that no other page has: the length of compressed pages teaches nothing of it (BREACH)."""
    mask: bytes | None = getattr(request.state, "csrf_mask", None)
    if mask is None:
        mask = request.state.csrf_mask = secrets.token_bytes(len(signed) // 2)
    return mask.hex() + _mixed(mask, bytes.fromhex(signed)).hex()


def unmasked(given: str) -> str:
    """What was signed, of a token as a page gives it; nothing where it is no token."""
    half = len(given) // 2
    try:
        return _mixed(bytes.fromhex(given[:half]), bytes.fromhex(given[half:])).hex()
    except ValueError:
        return ""


def _mixed(mask: bytes, other: bytes) -> bytes:
    return bytes(one ^ two for one, two in zip(mask, other, strict=True))


def _sign(request: Request, nonce: str, secret: str) -> str:
    session = getattr(request.state, "session", None)
    subject = f"csrf:{nonce}:{session.id if session else ''}"
    return hmac.new(secret.encode(), subject.encode(), hashlib.sha256).hexdigest()


def field(request: Request) -> Markup:
    """The hidden input that every form carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token(request))


def verify(request: Request, given: str | None) -> None:
    """Raises Forbidden where the token is missing or somebody else's."""
    nonce, said = request.cookies.get(COOKIE, ""), unmasked(given or "").encode()
    keys = request.app.state.settings.secret_keys() if nonce else []
    if not any(hmac.compare_digest(_sign(request, nonce, key).encode(), said) for key in keys):
        raise Forbidden(REFUSAL)


def remember(request: Request, response: Response) -> None:
    """Give the browser the nonce made while this page was drawn."""
    nonce = getattr(request.state, "csrf_nonce", None)
    if nonce:
        secure = request.app.state.settings.secure
        response.set_cookie(COOKIE, nonce, httponly=True, samesite="lax", secure=secure)
