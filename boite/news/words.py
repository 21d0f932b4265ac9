"""The words of the fields of a piece of news."""

from __future__ import annotations

from boite.publishing import words

FIELDS = {
    **words.FIELDS,
    "attachments": "les fichiers joints",
    "publish_at": "le jour de parution",
    "ends_on": "la date de fin",
}
"""For the history, and for the corrections that readers see."""
