"""An account that an operator closed for a while: its person is told so, once they proved who they are."""

from __future__ import annotations

from boite.accounts.models import User
from boite.errors import Invalid
from boite.languages.messages import _, filled, sentences
from boite.settings import Settings

CLOSED = _("Votre boîte est suspendue. Vos papiers sont gardés, et personne ne les lit.")
WHY = _("Motif : %(reason)s.")
CALL = _("Pour en parler, appelez le %(phone)s.")
WRITE = _("Pour en parler, écrivez à %(address)s.")
ASK = _("Pour en parler, demandez à l'accueil de votre structure.")


class Suspended(Invalid):
    """The passphrase was right, and the account is closed by an operator."""


def refusal(user: User, settings: Settings) -> Suspended:
    """Why, and whom to call."""
    why = filled(WHY, reason=user.disabled_why.rstrip(" .")) if user.disabled_why else ""
    if settings.publisher_phone:
        call = filled(CALL, phone=settings.publisher_phone)
    else:
        call = filled(WRITE, address=settings.contact) if settings.contact else ASK
    return Suspended(sentences(CLOSED, why, call))
