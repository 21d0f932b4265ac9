"""Addresses of our pages in the text of a queued mail: the verb does not know the site's URL, the sender does."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.routing import NoMatchFound

from boite.settings import Settings
from boite.web.addresses import of_site

HOST = "https://page.invalid/"
"""Never an address (RFC 2606, 2)."""
_LINK = re.compile(re.escape(HOST) + r"[^\s\"'<>]*")


def to(route: str, **values: str) -> str:
    """What stands for the address of a page of ours, until the mail leaves. Without a route: the site itself."""
    return HOST + quote(route, safe=":") + (f"?{urlencode(values)}" if values else "")


def resolved(words: str, settings: Settings) -> str:
    """The same words with the whole addresses. One that leads to no page of ours becomes the site's own."""
    return _LINK.sub(lambda found: _address(unescape(found[0]), settings), words)


def _address(stand_in: str, settings: Settings) -> str:
    site, asked = settings.base_url.rstrip("/"), urlsplit(stand_in)
    try:
        return site + of_site(settings)(asked.path.strip("/"), **dict(parse_qsl(asked.query)))
    except (NoMatchFound, AssertionError, ValueError):
        return site
