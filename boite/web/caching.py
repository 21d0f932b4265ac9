"""Answers that are the same for everybody: marked, kept a moment by browsers and proxies, answered 304 when unchanged.

One way to mark: a tag made here of all that the answer depends on. What the database has part in it is the version of
its domain (`page_version` in each), asked for by `page_cache.fact`, so that nothing is asked where nothing was written.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from boite.errors import Unmatched
from boite.languages.catalogues import digest_of_all
from boite.languages.spoken import spoken
from boite.web import csrf, flash, styles
from boite.web.templating import folder

SECONDS = 60
"""How long a page may be shown again without asking: what is withdrawn is gone within a minute."""


def is_for_anybody(request: Request) -> bool:
    """Whether nothing in the page is somebody's own: nobody signed in, no word to say."""
    return getattr(request.state, "user", None) is None and flash.COOKIE not in request.cookies


def is_same_for_all(request: Request, response: Response) -> bool:
    """Whether a page that was drawn for somebody unknown may be given to anybody: it holds no token of theirs."""
    return response.status_code == 200 and "set-cookie" not in response.headers and not csrf.was_asked(request)


def mark(*parts: object) -> str:
    """The entity tag of an answer that depends on these, and on our own templates. Weak: proxies may compress it.

    Our words depend on the language that its reader chose, which a cookie or the account says.
    """
    return "W/" + mark_of_data(styles.address(), _templates(), spoken().code, *parts)


def mark_of_data(*parts: object) -> str:
    """The entity tag of an answer that no template draws: it depends on these alone, byte for byte."""
    text = "\x1f".join(map(str, parts))
    return f'"{hashlib.sha256(text.encode(errors="replace")).hexdigest()[:24]}"'


@lru_cache(maxsize=1)
def _templates() -> str:
    """What every template and catalogue says, read once by process: another release is another page."""
    digest = hashlib.sha256()
    for path in sorted(folder().rglob("*.html")):
        digest.update(path.read_bytes())
    digest.update(digest_of_all().encode())
    return digest.hexdigest()


def known(request: Request, tag: str) -> bool:
    """Whether the other side already has what this tag marks (If-None-Match, RFC 9110, 13.1.2)."""
    given = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    return "*" in given or tag.removeprefix("W/") in given


def expected(request: Request) -> list[str]:
    """The tags of which one has to be that of what is there (If-Match); empty where any state will do."""
    return [each for each in map(str.strip, request.headers.get("if-match", "").split(",")) if each]


def check_expected(request: Request, tag: str = "") -> None:
    """Whether what is there is what the other side expects. Its tag is strong, or matches nothing. Raises Unmatched."""
    asked = expected(request)
    if asked and "*" not in asked and (tag not in asked or tag.startswith("W/")):
        raise Unmatched


def unchanged(request: Request, tag: str) -> Response | None:
    """The answer 304 where the browser already has this page. Raises Unmatched."""
    check_expected(request, tag)
    return shared(Response(status_code=304), tag) if known(request, tag) else None


def shared(response: Response, tag: str) -> Response:
    """Let anybody keep it. A browser that signs in sends another cookie, so it asks again.

    An answer 304 varies as the page that it freshens (RFC 9110, 15.4.5), which may have been compressed.
    """
    response.headers["etag"] = tag
    response.headers["cache-control"] = f"public, max-age={SECONDS}"
    response.headers["vary"] = "Cookie, Accept-Encoding"
    return response
