"""How a row of the space is shown in a list: its picture, its few facts, the state of its validity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any

from markupsafe import Markup

from boite.clock import today
from boite.files import names
from boite.files.document_types import BY_CODE, OTHER, label
from boite.files.node_row import NodeKind
from boite.files.preview_formats import viewer_for
from boite.languages.messages import _, translated
from boite.languages.spoken import spoken
from boite.languages.translated_dates import ago_said, size_said
from boite.web.addresses import Addresses
from boite.web.templating import environment

SOON = timedelta(days=60)
"""How long before it expires a paper is reported as needing renewal."""

SEEN = ("id", "kind", "name", "document_type", "valid_until", "size", "media_type", "thumbnail")
"""What a line shows of its row, its date aside."""
_seen = itemgetter(*SEEN)
_WRITTEN = {NodeKind.NOTE: _("Note"), NodeKind.LINK: _("Lien"), NodeKind.CONTACT: _("Contact")}
FOLDER = _("Dossier")
_BY_VIEWER = {"image": "image", "audio": "audio", "video": "video"}


def shown(rows: Iterable[dict[str, Any]], url: Addresses) -> list[dict[str, Any]]:
    """The rows of `listing`, each with what a list shows of it."""
    return [row | _looks(row, url, ago_said(row["changed_at"]), validity(row["valid_until"])) for row in rows]


def drawn(rows: Iterable[dict[str, Any]], url: Addresses, choose: str = "") -> Markup:
    """The lines of a list (components/node-row.html). `choose` is the form that their boxes to tick belong to.

    The same row with the same words is drawn once: people go to and fro between a list and its papers.
    """
    lines = [
        _line(spoken().code, url, choose, ago_said(row["changed_at"]), validity(row["valid_until"]), *_seen(row))
        for row in rows
    ]
    return Markup("".join(lines))  # noqa: S704 - each was drawn by the environment that escapes everything


@lru_cache(maxsize=4000)
def _line(_language: str, url: Addresses, choose: str, ago: str, state: str, *seen: Any) -> Markup:
    """One line. All that it shows is in its arguments: nothing that changes can make it stale."""
    row = dict(zip(SEEN, seen, strict=True))
    module: Any = environment().get_template("components/node-row.html").module
    line: Markup = module.node_row(row | _looks(row, url, ago, state), choose)
    return line


def _looks(row: dict[str, Any], url: Addresses, ago: str, state: str) -> dict[str, Any]:
    folder = row["kind"] == NodeKind.FOLDER
    sort = sort_of(row["kind"], row["document_type"])
    facts = (translated(sort) or sort, size_said(row["size"]), ago)
    return {
        "name": names.title(row["name"], row["kind"]),
        "folder": folder,
        "href": url("files:browse" if folder else "files:paper", node=row["id"]),
        "thumb": url("files:picture", preview=row["thumbnail"]) if row["thumbnail"] else "",
        "icon": icon(row["kind"], row["document_type"], row["media_type"]),
        "facts": (translated(FOLDER) or FOLDER) if folder else " · ".join(facts),
        "validity": state,
    }


def sort_of(kind: str, document_type: str) -> str:
    """What sort of paper it is: what was written here says so by itself."""
    return _WRITTEN.get(NodeKind(kind)) or label(document_type)


def icon(kind: str, document_type: str, media_type: str) -> str:
    """The picture of a node: that of its type, else that of its format."""
    if kind != NodeKind.FILE:
        return str(kind)
    known = BY_CODE.get(document_type, OTHER)
    return known.icon if known is not OTHER else _BY_VIEWER.get(viewer_for(media_type), "paper")


def validity(until: date | None) -> str:
    """`past`, `soon` or `valid`; empty for a paper without an end."""
    if until is None:
        return ""
    if until < today():
        return "past"
    return "soon" if until <= today() + SOON else "valid"
