"""A resource is found by the names of its jobs too: « boulangère », « boulanger », « D1102 »."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from boite.database.long_lists import parts
from boite.library.models import RESOURCES, JobName, Resource
from boite.publishing import full_text
from boite.publishing.stages import Stage


async def index(resource: Resource) -> None:
    """Renew the words of one resource, inside the transaction of the verb that changed it."""
    words = full_text.stems_of(resource, resource.transcript_html) | {"named": await _names(resource.id)}
    await full_text.index(RESOURCES, resource.id, words)


async def _names(resource_id: UUID) -> str:
    """The words of the names of its jobs, each once: a baker looks for « boulangère »."""
    rows = await JobName.filter(job__in_resources__resource_id=resource_id).values_list("words", flat=True)
    return " ".join(dict.fromkeys(" ".join(map(str, rows)).split()))


async def renew(job_codes: Collection[str]) -> None:
    """The words of the published resources about these jobs, whose names changed. In the caller's transaction."""
    about: dict[UUID, Resource] = {}
    for some in parts(job_codes):
        found = await Resource.filter(stage=Stage.PUBLISHED, jobs__job_id__in=some).distinct()
        about |= {resource.id: resource for resource in found}
    for resource in about.values():
        await index(resource)
