"""What a line of log belongs to: a request, or one run of a chore. All that logs meanwhile bears its identifier."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Empty where nothing of the kind is under way."""
SHORT = 8
"""Characters that a person reads aloud: the beginning of the identifier, which finds its lines."""


def new_identifier(prefix: str = "") -> str:
    """One that nobody guesses, nor gets twice."""
    return prefix + secrets.token_hex(8)


@contextmanager
def identified(prefix: str) -> Iterator[None]:
    """Something that has an identifier of its own, from here to the end of the block."""
    token = request_id.set(new_identifier(prefix))
    try:
        yield
    finally:
        request_id.reset(token)


def short_code() -> str:
    """What a page shows of the identifier of its request."""
    return request_id.get()[:SHORT]
