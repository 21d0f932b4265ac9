"""What the pages of an account send."""

from __future__ import annotations

import re
from collections.abc import Callable

from boite.accounts.profile import THEMES, Profile
from boite.accounts.situations import AND, SITUATIONS, TRAITS
from boite.clock import today
from boite.errors import Invalid
from boite.languages.messages import _
from boite.languages.offered import offered
from boite.web.forms import Form

OLDEST = 1900
_EMAIL = re.compile(r"[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+\.[^@\s<>,;:\"().]+")


def profile(form: Form) -> Profile:
    """The answers about oneself. Raises Invalid with every field to correct."""
    errors: dict[str, str] = {}
    values: dict[str, object] = {}
    readings: dict[str, Callable[[], object]] = {
        "first_name": lambda: form.text("first_name", 80),
        "email": lambda: _email(form.text("email", 254)),
        "birth_year": lambda: form.integer("birth_year", OLDEST, today().year),
        "situation": lambda: form.choice("situation", ["", *SITUATIONS]),
        "traits": lambda: _traits(form),
        "theme": lambda: form.choice("theme", list(THEMES)),
        "language": lambda: form.choice("language", ["", *(language.code for language in offered())]),
    }
    for name, reading in readings.items():
        try:
            values[name] = reading()
        except Invalid as error:
            errors |= error.fields
    if errors:
        raise Invalid(fields=errors)
    return Profile(**values)  # type: ignore[arg-type]  # one reading by field, of the field's type


def _traits(form: Form) -> str:
    """In the order where they are asked: ticked otherwise, the answer is the same."""
    said = form.several("aussi", TRAITS)
    return AND.join(code for code in TRAITS if code in said)


def _email(value: str) -> str:
    if value and not _EMAIL.fullmatch(value):
        raise Invalid(fields={"email": _("Écrivez une adresse entière, par exemple ines@exemple.fr.")})
    return value
