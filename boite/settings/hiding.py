"""A setting as an operator may read it on a screen or send it to somebody: never what is secret in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from boite.settings.reading import SECRETS

HIDDEN = "•••"
PATHS = frozenset({"database", "storage"})
"""Addresses whose path is the name of a base or of a folder, and no key."""


def shown(name: str, value: Any) -> Any:
    """The value of a setting; of a secret one, where it leads at most: its machine, without who enters nor how."""
    if name not in SECRETS or not value:
        return value if isinstance(value, bool | int) else str(value)
    try:
        parts = urlsplit(str(value))
    except ValueError:
        return HIDDEN
    if name not in {*PATHS, "mail_url", "sms_url"} or not parts.scheme:
        return HIDDEN
    machine = parts.netloc.rpartition("@")[2]
    who = f"{HIDDEN}@" if "@" in parts.netloc else ""
    path = parts.path if name in PATHS else f"/{HIDDEN}" * (parts.path not in {"", "/"})
    slashes = "//" * (value != "memory:")
    return f"{parts.scheme}:{slashes}{who}{machine}{path}" + f"?{HIDDEN}" * bool(parts.query)
