"""What the editor's fields hold: what was typed, shown again as it was, or what is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from boite.clock import PARIS
from boite.directory.models import REGION
from boite.news.writing import Draft
from boite.web.forms import Form

SINGLE = (
    *("title", "summary", "body", "topic", "territory", "picture", "picture_alt"),
    *("publish_on", "publish_time", "ends_on", "version", "note", "draft", "file_words"),
)
SEVERAL = ("places", "publics", "attachments")


def typed(form: Form) -> dict[str, Any]:
    """What was sent, as the form shows it again."""
    values: dict[str, Any] = {name: form.raw(name) for name in SINGLE}
    values |= {name: form.all(name) for name in SEVERAL}
    return values | {"labels": {node: form.raw(f"label-{node}") for node in form.all("attachments")}}


def values_of(draft: Draft, version: int = 1) -> dict[str, Any]:
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
        "version": str(version),
        "note": "",
        "draft": "",
        "file_words": "",
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
