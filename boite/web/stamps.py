"""Addresses of our own static files, stamped by their digest: browsers may keep them for good."""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static"


def stamped(path: str) -> str:
    """`css/base.css` as `/static/css/base.css?v=3f2a…`. Raises FileNotFoundError: a missing asset is a mistake."""
    return _stamped(path, int(time.monotonic()))


@lru_cache(maxsize=512)
def _stamped(path: str, second: int) -> str:
    """The file is looked at once a second at most: a page asks for the same picture a hundred times."""
    return f"/static/{path}?v={_digest(path, (FOLDER / path).stat().st_mtime_ns)}"


@lru_cache(maxsize=512)
def _digest(path: str, modified: int) -> str:
    """Ten letters of a file's digest. `modified` renews it while one works on the file."""
    return hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:10]
