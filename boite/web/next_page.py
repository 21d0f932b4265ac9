"""Where to go after signing in: a page of ours and of nobody else."""

from __future__ import annotations

import re

from starlette.requests import Request

# Browsers read a backslash as a slash, and drop tabs and line ends: none of them may pass.
_LOCAL = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")
LONGEST = 2000


def local(request: Request, asked: str) -> str:
    """The address asked for where it is one of our pages, else the home page."""
    if len(asked) <= LONGEST and _LOCAL.fullmatch(asked):
        return asked
    return str(request.app.url_path_for("site:home"))
