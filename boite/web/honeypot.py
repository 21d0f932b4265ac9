"""Forms that anybody may send, and that robots may not: a field that nobody sees, and the time of a person to read."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer

from boite.clock import now
from boite.errors import Invalid
from boite.settings import Settings
from boite.web.forms import Form

TRAP = "surnom"
"""The field that nobody sees: only a program fills it."""
STAMP = "heure"
SOONEST = 3
"""Seconds that a person takes at least."""
LATEST = 86_400
"""Seconds after which a page is read again before it is sent."""
TOO_FAST = "C'était très rapide. Relisez, puis envoyez de nouveau."
TOO_LATE = "La page a attendu longtemps. Relisez, puis envoyez de nouveau."
TRAPPED = "Une case cachée était remplie, comme le font les robots. Envoyez de nouveau."


def refuse_trapped(form: Form, field: str) -> None:
    """Raises Invalid beside `field`, with what a person should then do, where the one that nobody sees was filled."""
    if form.raw(TRAP):
        raise Invalid(fields={field: TRAPPED})


class ReadingTime:
    """The time that somebody spends on a form. What comes back to be corrected is not read from the start."""

    def __init__(self, settings: Settings) -> None:
        self._signer = URLSafeSerializer(settings.secret_keys(), salt="reading")
        self._at = int(now().timestamp())

    @property
    def stamp(self) -> str:
        """When it began, signed: the hidden field of the form."""
        return str(self._signer.dumps(self._at))

    def check(self, form: Form, field: str) -> None:
        """Raises Invalid beside `field`, with what a person should then do."""
        refuse_trapped(form, field)
        age = now().timestamp() - self._begun(form)
        if 0 <= age < SOONEST:  # below 0, it is our clock that was set back: nobody was fast
            raise Invalid(fields={field: TOO_FAST})
        if age > LATEST:
            raise Invalid(fields={field: TOO_LATE})

    def resume(self, form: Form) -> None:
        """Go on from the hour that came with the form, where it is ours and of today."""
        begun = self._begun(form)
        if now().timestamp() - begun <= LATEST:
            self._at = begun

    def _begun(self, form: Form) -> int:
        try:
            return int(self._signer.loads(form.raw(STAMP)[:200]))
        except (BadData, TypeError, ValueError):
            return 0
