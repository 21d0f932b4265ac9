"""Short texts in Markdown in a template: `rich` in blocks, `rich_line` inside a line, `rich_words` without any sign."""

from __future__ import annotations

from markupsafe import Markup

from boite.text import short_rich_text
from boite.text.french import typeset


def rich(text: str) -> Markup:
    """Paragraphs, lists, links, as French sets them."""
    return Markup(typeset(short_rich_text.html(text)))  # noqa: S704 - nh3 cleaned it


def rich_line(text: str) -> Markup:
    """The same without the paragraph around, where there is only one."""
    return Markup(typeset(short_rich_text.line(text)))  # noqa: S704 - nh3 cleaned it


FILTERS = {"rich": rich, "rich_line": rich_line, "rich_words": short_rich_text.words}
