"""Forms that anybody may send, and that robots may not: a field that nobody sees, and the time of a person to read.

A program that helps somebody to fill a form is fast too, and may fill what nobody sees. So nobody is accused, nor
refused twice: what looks like a robot's is shown again once, and goes when it is sent again. Robots do not come back.
"""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer

from boite.clock import now
from boite.errors import Invalid
from boite.settings import Settings
from boite.web.forms import Form

TRAP = "surnom"
"""The field that nobody sees: only a program fills it."""
STAMP = "heure"
AGAIN = "relu"
"""The field that only a form which came back has: it was looked at a second time."""
SOONEST = 3
"""Seconds that somebody takes to fill a form by hand."""
LATEST = 86_400
"""Seconds after which a page is read again before it is sent."""
SECOND_LOOK = "Rien n'est encore parti. Relisez, puis envoyez de nouveau."
TOO_LATE = "La page a attendu longtemps. Relisez, puis envoyez de nouveau."


def look_again(form: Form, field: str, *, fast: bool = False) -> None:
    """Raises Invalid beside `field`, once, where what nobody sees was filled, or where the form was `fast`."""
    if (fast or form.raw(TRAP)) and not form.flag(AGAIN):
        raise Invalid(fields={field: SECOND_LOOK})


class ReadingTime:
    """The time that somebody spends on a form."""

    def __init__(self, settings: Settings) -> None:
        self._signer = URLSafeSerializer(settings.secret_keys(), salt="reading")

    @property
    def stamp(self) -> str:
        """When it begins, signed: the hidden field of the form."""
        return str(self._signer.dumps(int(now().timestamp())))

    def check(self, form: Form, field: str) -> None:
        """Raises Invalid beside `field`, with what a person should then do."""
        age = now().timestamp() - self._begun(form)
        look_again(form, field, fast=0 <= age < SOONEST)  # below 0, it is our clock that was set back
        if age > LATEST:
            raise Invalid(fields={field: TOO_LATE})

    def _begun(self, form: Form) -> int:
        try:
            return int(self._signer.loads(form.raw(STAMP)[:200]))
        except (BadData, TypeError, ValueError):
            return 0
