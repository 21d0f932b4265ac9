"""What searching knows of a published resource: its words and those of its jobs, renewed with each change."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from boite.database.connection import execute, on_sqlite
from boite.library.models import JobName, Resource, ResourceDocument
from boite.publishing.stages import Stage
from boite.text import rich_text
from boite.text.stems import stems


async def index(resource: Resource) -> None:
    """Renew the words of one resource, inside the transaction of the verb that changed it."""
    document, _ = await ResourceDocument.get_or_create(resource_id=resource.id)
    titled = " ".join(stems(resource.title))
    said = f"{resource.summary} {resource.signature} {rich_text.plain(resource.transcript_html)}"
    named = await _names(resource.id)
    if on_sqlite():
        await execute("DELETE FROM library_terms WHERE rowid = ?", document.id)
        await execute(
            "INSERT INTO library_terms (rowid, titled, said, named) VALUES (?, ?, ?, ?)",
            document.id,
            titled,
            " ".join(stems(said)),
            named,
        )
        return
    await execute(
        "UPDATE library_document SET terms = setweight(to_tsvector('simple', ?), 'A')"
        " || setweight(to_tsvector('simple', ?), 'B') || setweight(to_tsvector('simple', ?), 'C') WHERE id = ?",
        titled,
        named,
        " ".join(stems(said)),
        document.id,
    )


async def _names(resource_id: UUID) -> str:
    """The words of the names of its jobs, each once: a baker looks for « boulangère »."""
    rows = await JobName.filter(job__in_resources__resource_id=resource_id).values_list("words", flat=True)
    return " ".join(dict.fromkeys(" ".join(map(str, rows)).split()))


async def renew(job_codes: Collection[str]) -> None:
    """The words of the published resources about these jobs, whose names changed. In the caller's transaction."""
    if job_codes:
        about = Resource.filter(stage=Stage.PUBLISHED, jobs__job_id__in=list(job_codes)).distinct()
        for resource in await about:
            await index(resource)


async def forget(resource_id: UUID) -> None:
    """What is withdrawn is found no more. On SQLite a trigger takes the words away with their document."""
    await ResourceDocument.filter(resource_id=resource_id).delete()
