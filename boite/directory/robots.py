"""Forms that anybody may send, and that robots may not: a field that nobody sees, and the time of a person to read."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer

from boite.clock import now
from boite.errors import Invalid
from boite.web.forms import Form

TRAP = "surnom"
"""The field that nobody sees: only a program fills it."""
STAMP = "heure"
SOONEST = 3
"""Seconds that a person takes at least."""
LATEST = 86_400
"""Seconds after which a page is read again before it is sent."""
TOO_FAST = "C'était très rapide. Relisez, puis envoyez de nouveau."
TRAPPED = "Laissez vide la case cachée « surnom », puis envoyez de nouveau."


def stamp(secret: str) -> str:
    """When the form was drawn, signed."""
    return str(_signer(secret).dumps(int(now().timestamp())))


def check(secret: str, form: Form) -> None:
    """Raises Invalid, with what a person should then do."""
    if form.raw(TRAP):
        raise Invalid(fields={TRAP: TRAPPED})
    try:
        age = now().timestamp() - int(_signer(secret).loads(form.raw(STAMP)))
    except (BadData, TypeError, ValueError):
        age = -1
    if not SOONEST <= age <= LATEST:
        raise Invalid(fields={"comment": TOO_FAST})


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="suggestion")
