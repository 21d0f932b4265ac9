"""The catalogue of what can happen, a module by domain: one class per kind of entry, with its French sentence."""

from __future__ import annotations

from boite.journal.kinds import (
    accounts,
    agenda,
    directory,
    files,
    groups,
    library,
    news,
    newsletter,
    orientation,
    portraits,
)
from boite.journal.kinds.happening import CATALOGUE, Audience, Happening

__all__ = [
    "CATALOGUE",
    "Audience",
    "Happening",
    "accounts",
    "agenda",
    "directory",
    "files",
    "groups",
    "library",
    "news",
    "newsletter",
    "orientation",
    "portraits",
]
