"""Texts in Markdown and the HTML made of them: kept beside, never shown where an older renderer made it.

A row has its text in one column, its HTML in `{column}_html`, and in `rendered_with` the renderer that made it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from boite.database.model import Model
from boite.text import rich_text

BATCH = 50


async def html_of(row: Model, column: str = "body") -> str:
    """A text as readers see it: what was kept, where today's renderer made it."""
    if row.rendered_with == rich_text.VERSION:  # type: ignore[attr-defined]
        return str(getattr(row, f"{column}_html"))
    return await rendered(getattr(row, column))


async def renew(rows: type[Model], column: str = "body", limit: int = BATCH) -> int:
    """Render again what another version rendered (a chore). Returns how many."""
    stale: list[Any] = await rows.exclude(rendered_with=rich_text.VERSION).limit(limit)
    for row in stale:
        html = await rendered(getattr(row, column))
        # Only where the text is still the one that was rendered here.
        same = rows.filter(pk=row.pk, version=row.version)
        await same.update(**{f"{column}_html": html, "rendered_with": rich_text.VERSION})
    return len(stale)


async def rendered(text: str) -> str:
    """The HTML of a text, made in a thread: a hostile one takes half a second."""
    return await asyncio.to_thread(_render, text)


def _render(text: str) -> str:
    """Piece by piece: an hour of radio is longer than what one rendering takes."""
    return "".join(map(rich_text.render, pieces(text)))


def pieces(text: str, longest: int = rich_text.LONGEST) -> list[str]:
    """A text cut between paragraphs, else between lines, else anywhere, so that no piece is longer than this."""
    found = []
    while len(text) > longest:
        ends = (text.rfind(mark, 1, longest) for mark in ("\n\n", "\n", " "))
        at = next((end for end in ends if end > 0), longest)
        found.append(text[:at])
        text = text[at:]
    return [*found, text]
