"""HTML made by an older renderer is never shown, and is made again by a chore."""

from __future__ import annotations

import asyncio

from boite.portraits.models import PortraitText
from boite.text import rich_text

BATCH = 50


async def rendered(body: str) -> str:
    """The HTML of a text, made in a thread: a hostile one takes half a second."""
    return await asyncio.to_thread(rich_text.render, body)


async def html_of(text: PortraitText) -> str:
    """The text as readers see it: what was kept, where today's renderer made it."""
    return text.body_html if text.rendered_with == rich_text.VERSION else await rendered(text.body)


async def renew(limit: int = BATCH) -> int:
    """Render again what another version rendered (a chore). Returns how many."""
    stale = await PortraitText.exclude(rendered_with=rich_text.VERSION).limit(limit)
    for text in stale:
        # Only where the text is still the one that was rendered here.
        await PortraitText.filter(id=text.id, version=text.version).update(
            body_html=await rendered(text.body), rendered_with=rich_text.VERSION
        )
    return len(stale)
