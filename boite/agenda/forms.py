"""What the pages where one registers send."""

from __future__ import annotations

import re

from boite.agenda.registration import Newcomer, checked_name
from boite.mail.addresses import checked
from boite.web.forms import Form

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,40}")


def newcomer(form: Form) -> Newcomer:
    """Somebody without an account. Raises Invalid."""
    email, sent = form.text("email", 254), form.raw("envoi")
    return Newcomer(
        name=checked_name(form.text("name", 80)),
        email=checked(email) if email else "",
        sent=sent if _NONCE.fullmatch(sent) else None,
    )
