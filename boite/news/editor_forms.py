"""What the editor's fields hold: what was typed, shown again as it was, or what is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from boite.clock import PARIS
from boite.directory.models import REGION
from boite.news.drafts import Draft
from boite.web.forms import Form

SINGLE = (
    *("title", "summary", "body", "topic", "territory", "picture", "picture_alt"),
    *("publish_on", "publish_time", "ends_on", "note", "draft", "file_words"),
)
SEVERAL = ("places", "publics", "attachments")
KEPT_APART = frozenset({"note", "draft", "file_words", "labels"})
"""Fields of the form that say nothing of the piece of news itself, and the words of links, read one by one."""
FORM = {
    "title": "Titre",
    "summary": "Résumé",
    "body": "Texte",
    "topic": "Thème",
    "territory": "Territoire",
    "places": "Aussi dans",
    "publics": "Pour qui",
    "picture": "Image",
    "picture_alt": "Description de l'image",
    "attachments": "Fichiers joints",
    "publish_on": "Jour de parution",
    "publish_time": "Heure de parution",
    "ends_on": "Dernier jour",
}
"""The fields, as the page where two people meet names them."""


def words_of(values: dict[str, Any]) -> dict[str, Any]:
    """What two people may both change: each field, and the words of each link."""
    kept = {name: value for name, value in values.items() if name not in KEPT_APART}
    return kept | {f"label-{node}": words for node, words in values["labels"].items()}


def typed(form: Form) -> dict[str, Any]:
    """What was sent, as the form shows it again."""
    values: dict[str, Any] = {name: form.raw(name) for name in SINGLE}
    values |= {name: form.all(name) for name in SEVERAL}
    return values | {"labels": {node: form.raw(f"label-{node}") for node in form.all("attachments")}}


def values_of(draft: Draft) -> dict[str, Any]:
    """What is kept, as the form shows it."""
    at = draft.publish_at.astimezone(PARIS) if draft.publish_at else None
    values: dict[str, Any] = {name: getattr(draft, name) for name in SINGLE if hasattr(draft, name)}
    return {
        **values,
        "territory": draft.territory or REGION,
        "picture": str(draft.picture or ""),
        "places": list(draft.places),
        "publics": list(draft.publics),
        "attachments": [str(node) for node, _ in draft.attachments],
        "labels": {str(node): label for node, label in draft.attachments},
        "publish_on": f"{at:%Y-%m-%d}" if at else "",
        "publish_time": f"{at:%H:%M}" if at else "08:00",
        "ends_on": _day(draft.ends_on),
        "note": "",
        "draft": "",
        "file_words": "",
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
