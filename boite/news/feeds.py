"""Feeds, as programs read them: Atom (RFC 4287) and JSON Feed 1.1. Addresses are whole, texts already cleaned."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One piece of news in a feed."""

    id: str
    """For ever the same, whatever the address of the site becomes: `urn:uuid:…`."""
    address: str
    title: str
    summary: str
    html: str
    author: str
    topic: tuple[str, str]
    """Code and words."""
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed and where it is read."""

    title: str
    address: str
    page: str
    """The page that says the same to people."""
    entries: Sequence[FeedEntry]

    @property
    def updated(self) -> datetime:
        """When it last changed; the epoch for an empty one, so that it stays the same."""
        return max((entry.updated for entry in self.entries), default=datetime.fromtimestamp(0, UTC))


def atom(feed: Feed) -> bytes:
    """The feed in Atom."""
    register_namespace("", ATOM)
    root = _element(None, "feed", {"{http://www.w3.org/XML/1998/namespace}lang": "fr"})
    _element(root, "id", text=feed.address)
    _element(root, "title", text=feed.title)
    _element(root, "updated", text=_instant(feed.updated))
    _element(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.address})
    _element(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    _element(_element(root, "author"), "name", text="Ma boîte SPRO")
    for entry in feed.entries:
        _entry(_element(root, "entry"), entry)
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _entry(into: Element, entry: FeedEntry) -> None:
    _element(into, "id", text=entry.id)
    _element(into, "title", text=entry.title)
    _element(into, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    _element(into, "published", text=_instant(entry.published))
    _element(into, "updated", text=_instant(entry.updated))
    _element(_element(into, "author"), "name", text=entry.author)
    if entry.topic[0]:
        _element(into, "category", {"term": entry.topic[0], "label": entry.topic[1]})
    _element(into, "summary", text=entry.summary)
    _element(into, "content", {"type": "html"}, entry.html)


def _element(parent: Element | None, tag: str, attributes: dict[str, str] | None = None, text: str = "") -> Element:
    values = {key: _UNSAYABLE.sub("", value) for key, value in (attributes or {}).items()}
    name = f"{{{ATOM}}}{tag}"
    made = Element(name, values) if parent is None else SubElement(parent, name, values)
    made.text = _UNSAYABLE.sub("", text) or None
    return made


def json_feed(feed: Feed) -> bytes:
    """The same in JSON Feed."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": "fr",
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(values, ensure_ascii=False).encode(errors="replace")


def _item(entry: FeedEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": _instant(entry.published),
        "date_modified": _instant(entry.updated),
        "authors": [{"name": entry.author}],
        "tags": [entry.topic[1]] if entry.topic[0] else [],
        "language": "fr",
    }


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
