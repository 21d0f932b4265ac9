"""Sentences that Python code makes for a page. Each is French as a string, and can be said in another language.

So a refusal is raised, compared and logged in French wherever it comes from; the page that shows it says it in the
language of its reader.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable
from functools import reduce
from typing import Any

from boite.languages.catalogues import SourceText, bound, catalogue
from boite.languages.spoken import spoken

_FRENCH = SourceText()
_VALUE = re.compile(r"%\(\w+\)s")


class Message(str):
    """A French sentence that remembers what it was made of: `source`, `many` where it counts, and its `values`."""

    __slots__ = ("many", "source", "values")

    source: str
    many: str
    values: dict[str, Any]

    def __new__(cls, source: str, many: str, values: dict[str, Any]) -> Message:
        made = super().__new__(cls, _filled(_FRENCH, source, many, values))
        made.source, made.many, made.values = source, many, values
        return made

    def __reduce__(self) -> tuple[type[Message], tuple[str, str, dict[str, Any]]]:
        return Message, (self.source, self.many, self.values)


def _(source: str, **values: Any) -> str:
    """A sentence to translate, a `Message`; `values` fill its `%(name)s`."""
    return Message(source, "", values)


def counted(source: str, many: str, num: int, **values: Any) -> str:
    """A sentence that counts: `source` for one, `many` for several, with `%(num)s` in both."""
    return Message(source, many, {**values, "num": num})


def joined(first: str, second: str) -> str:
    """Two sentences, one after the other."""
    return Message("%(first)s %(second)s", "", {"first": first, "second": second})


def sentences(*parts: str) -> str:
    """Those that say something, one after the other, each with its full stop."""
    said = [
        part if part.endswith((".", "?", "!")) else Message("%(words)s.", "", {"words": part}) for part in parts if part
    ]
    return reduce(joined, said) if said else ""


def filled(sentence: str, **values: Any) -> str:
    """A sentence made by `_` without its values, with them: one that is declared once and said of many things."""
    return Message(sentence.source if isinstance(sentence, Message) else sentence, "", values)


class SaidValue(str):
    """A value with words of its own in each language (`boite.languages.values`). Its French ones, as a string."""

    __slots__ = ()

    @abstractmethod
    def said(self) -> str:
        """In the language spoken now."""


def translated(text: str, mark: Callable[[Any], Any] = lambda value: value) -> str | None:
    """What this text is in the language spoken now; None where that is not known. A French one stays as it is.

    `mark` is what is done to each value that is no sentence of ours: a page says in which language it is.
    """
    if spoken().code == "fr" or not text:
        return text
    known = catalogue(spoken().code)
    source, many, values = (text.source, text.many, text.values) if isinstance(text, Message) else (text, "", {})
    if known.gettext(source) == source and _wordy(source):  # gettext gives back what it does not know
        return None
    return _filled(known, source, many, {name: _own(value, mark) for name, value in values.items()})


def _wordy(source: str) -> bool:
    """Whether there is anything to translate beside its values."""
    return any(letter.isalpha() for letter in _VALUE.sub("", source))


def _own(value: Any, mark: Callable[[Any], Any]) -> Any:
    """A value that is itself a sentence is translated too."""
    if isinstance(value, SaidValue):
        return value.said()
    known = translated(value, mark) if isinstance(value, Message) else None
    return mark(value) if known is None else known


def _filled(known: Any, source: str, many: str, values: dict[str, Any]) -> str:
    sentence: str = known.ngettext(source, many, values["num"]) if many else known.gettext(source)
    return bound(known, sentence) % values if values else sentence
