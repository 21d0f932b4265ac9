"""What the editor's fields hold: what was typed, shown again as it was, or what is kept."""

from __future__ import annotations

from typing import Any

from boite.directory.models import REGION
from boite.library.drafts import Draft
from boite.web.forms import Form

SINGLE = (
    *("title", "summary", "topic", "level", "language", "territory", "link", "node", "subtitles", "transcript"),
    *("picture", "picture_alt", "note", "draft", "job_words", "file_words"),
)
SEVERAL = ("places", "publics", "jobs")
FORM = {
    "title": "Titre",
    "summary": "Résumé",
    "topic": "Thème",
    "level": "Niveau",
    "language": "Langue",
    "territory": "Territoire",
    "places": "Aussi dans",
    "publics": "Pour qui",
    "jobs": "Métiers",
    "link": "Lien",
    "node": "Fichier",
    "subtitles": "Sous-titres",
    "transcript": "Transcription",
    "picture": "Image",
    "picture_alt": "Description de l'image",
}
"""The fields that two people may both change, as the page where they meet names them."""


def words_of(values: dict[str, Any]) -> dict[str, Any]:
    """What two people may both change."""
    return {name: values[name] for name in FORM}


def typed(form: Form) -> dict[str, Any]:
    """What was sent, as the form shows it again."""
    return {**{name: form.raw(name) for name in SINGLE}, **{name: form.all(name) for name in SEVERAL}}


def values_of(draft: Draft) -> dict[str, Any]:
    """What is kept, as the form shows it."""
    files = {name: str(getattr(draft, name) or "") for name in ("node", "subtitles", "picture")}
    kept = {name: getattr(draft, name) for name in (*SINGLE, *SEVERAL) if hasattr(draft, name)}
    return {
        **kept,
        **files,
        "territory": draft.territory or REGION,
        **{name: list(kept[name]) for name in SEVERAL},
        "note": "",
        "draft": "",
        "job_words": "",
        "file_words": "",
    }
