"""The language spoken now: by the request that is answered, or by a part of its page. French where nobody chose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from boite.languages.offered import BY_CODE, FRENCH, Language

_spoken: ContextVar[Language] = ContextVar("language", default=FRENCH)


def spoken() -> Language:
    """The language spoken now."""
    return _spoken.get()


def speak(language: Language) -> None:
    """Speak it for the rest of this task: a request is one."""
    _spoken.set(language)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak the language of this code for a while."""
    former = _spoken.set(BY_CODE[code])
    try:
        yield
    finally:
        _spoken.reset(former)
