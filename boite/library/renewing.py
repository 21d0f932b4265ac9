"""Transcripts made HTML by an older renderer are never shown, and are made again by a chore."""

from __future__ import annotations

from boite.library.models import Resource
from boite.library.writing import rendered
from boite.text import rich_text

BATCH = 20


async def html_of(resource: Resource) -> str:
    """The transcript as readers see it: what was kept, where today's renderer made it."""
    if resource.rendered_with == rich_text.VERSION:
        return resource.transcript_html
    return await rendered(resource.transcript)


async def renew(limit: int = BATCH) -> int:
    """Render again what another version rendered (a chore). Returns how many."""
    stale = await Resource.exclude(rendered_with=rich_text.VERSION).limit(limit)
    for resource in stale:
        # Only where the transcript is still the one that was rendered here.
        await Resource.filter(id=resource.id, version=resource.version).update(
            transcript_html=await rendered(resource.transcript), rendered_with=rich_text.VERSION
        )
    return len(stale)
