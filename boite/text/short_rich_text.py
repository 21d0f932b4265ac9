"""Short texts in Markdown, made into HTML when they are shown: an answer of « Qui peut m'aider ? », an explanation.

The same renderer and the same walls as long ones (`boite.text.rich_text`), which keep their HTML beside them instead.
"""

from __future__ import annotations

import re
from functools import lru_cache

from boite.text import rich_text

LONGEST = 5000
"""Characters that are looked at: more than any form takes, each sign with its backslash."""
KEPT = 1000
"""Texts whose HTML one process remembers, of some hundred characters each."""
_MARKS = re.compile(r"([\\`*_\[\]<>&])")
_BEGINNING = re.compile(r"(\d{1,9}(?=[.)])|(?=[-+=~#]))")
"""What means something at the beginning of a line alone: a list, a heading, a rule."""
_OTHER_TAGS = re.compile(r"<(?!/?(?:p|a)\b|br\b)")


def html(text: str) -> str:
    """The HTML of a text, clean: paragraphs, lists, links."""
    return _html(text[:LONGEST])


@lru_cache(maxsize=KEPT)
def _html(text: str) -> str:
    return rich_text.render(text)


def line(text: str) -> str:
    """The same inside a line, where the text is one paragraph; its blocks where it has several."""
    made = html(text).strip()
    inner = made.removeprefix("<p>").removesuffix("</p>")
    return inner if made == f"<p>{inner}</p>" and "<p>" not in inner else made


def words(text: str) -> str:
    """The words alone: for searching, for a line that is folded, for what machines read."""
    return rich_text.plain(html(text))


def literal(text: str) -> str:
    """Markdown that reads as this text does where no sign means anything."""
    if words(text) == " ".join(text.split()) and not _OTHER_TAGS.search(html(text)):
        return text
    return "\n".join(map(_literal_line, text.splitlines()))


def _literal_line(typed: str) -> str:
    escaped = _MARKS.sub(r"\\\1", typed.strip())
    return _BEGINNING.sub(lambda found: f"{found[0]}\\", escaped, count=1) if _BEGINNING.match(escaped) else escaped
