"""Whether a person reads a page, for anonymous counts: neither address, cookie nor account is looked at."""

from __future__ import annotations

import re

from starlette.requests import Request

# « CUBOT » makes telephones.
ROBOTS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|scan|monitor|check|fetch|facebookexternalhit|whatsapp|embed|feed|rss"
    r"|curl|wget|python|java/|go-http|okhttp|axios|libwww|headless",
    re.IGNORECASE,
)


def is_robot(user_agent: str) -> bool:
    """Whether a program says that it is one, or says nothing."""
    return not user_agent.strip() or ROBOTS.search(user_agent) is not None


def by_somebody(request: Request) -> bool:
    """Whether a page is asked for by a person: neither a program, nor a browser that looks ahead."""
    headers = request.headers
    ahead = "prefetch" in headers.get("sec-purpose", headers.get("purpose", ""))
    return request.method == "GET" and not ahead and not is_robot(headers.get("user-agent", ""))
