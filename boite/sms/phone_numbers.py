"""The numbers that may be written to: mobiles, in the form that is dialled from anywhere (E.164)."""

from __future__ import annotations

import re

from boite.settings import Settings
from boite.text.phones import cleaned

_OVERSEAS = {"262": ("639", "692", "693"), "590": ("690", "691"), "594": ("694",), "596": ("696", "697")}
"""Mobiles of the French overseas, dialled with ten figures from France: each has a code of its own (ARCEP's plan)."""
_FRENCH = re.compile(r"\+33(\d{3})(\d{6})", re.ASCII)


def mobile(settings: Settings, typed: str) -> str | None:
    """« 06 12 34 56 78 » as « +33612345678 ». None for what is no number, or none that this service writes to."""
    try:
        number = _own_code(cleaned(typed))
    except ValueError:
        return None
    return number if number.startswith(tuple(settings.sms_prefixes.split())) else None


def _own_code(number: str) -> str:
    found = _FRENCH.fullmatch(number)
    code = next((code for code, starts in _OVERSEAS.items() if found and found[1] in starts), "")
    return f"+{code}{found[1]}{found[2]}" if found and code else number


def hidden(number: str) -> str:
    """« +33612345678 » as « •• 78 »: enough for its person to know it, nothing for who looks over their shoulder."""
    return f"•• {number[-2:]}"
