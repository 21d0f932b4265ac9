"""What the editor of a resource holds, as one value: read from the rows, compared, written back around a resource."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from boite.directory.sheet.publics import EVERYBODY
from boite.library.models import Kind, Level, Resource, ResourceJob, ResourcePlace, ResourcePublic
from boite.text import rich_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the editor holds. Its kind is chosen once."""

    kind: Kind
    title: str
    summary: str = ""
    topic: str = ""
    level: Level = Level.COMMON
    language: str = "fr"
    territory: str | None = None
    """The territory whose coordination decides; None for the whole region."""
    places: tuple[str, ...] = ()
    """The other territories where it is shown."""
    publics: tuple[str, ...] = ()
    """Empty for everybody."""
    jobs: tuple[str, ...] = ()
    """ROME codes."""
    link: str = ""
    node: UUID | None = None
    subtitles: UUID | None = None
    transcript: str = ""
    picture: UUID | None = None
    picture_alt: str = ""

    @property
    def files(self) -> list[UUID]:
        """The files of the group's space that it needs."""
        return [node for node in (self.node, self.subtitles, self.picture) if node]


async def draft_of(resource: Resource) -> Draft:
    """What is kept now, as the editor holds it. Three queries."""
    places = await ResourcePlace.filter(resource_id=resource.id).order_by("id")
    publics = await ResourcePublic.filter(resource_id=resource.id).order_by("id")
    jobs = await ResourceJob.filter(resource_id=resource.id).order_by("id")
    return Draft(
        kind=resource.kind,
        title=resource.title,
        summary=resource.summary,
        topic=resource.topic,
        level=resource.level,
        language=resource.language,
        territory=resource.territory_id,
        places=tuple(row.territory_id for row in places if row.territory_id != resource.territory_id),
        publics=tuple(row.code for row in publics if row.code != EVERYBODY),
        jobs=tuple(row.job_id for row in jobs),
        link=resource.link,
        node=resource.node_id,
        subtitles=resource.subtitles_id,
        transcript=resource.transcript,
        picture=resource.picture_id,
        picture_alt=resource.picture_alt,
    )


def columns_of(draft: Draft, html: str) -> dict[str, Any]:
    """The columns of a resource that say what the draft says. `html`: its transcript, rendered."""
    return {
        "kind": draft.kind,
        "title": draft.title,
        "summary": draft.summary,
        "topic": draft.topic,
        "level": draft.level,
        "language": draft.language,
        "territory_id": draft.territory,
        "link": draft.link,
        "node_id": draft.node,
        "subtitles_id": draft.subtitles,
        "transcript": draft.transcript,
        "transcript_html": html,
        "rendered_with": rich_text.VERSION,
        "picture_id": draft.picture,
        "picture_alt": draft.picture_alt,
    }


async def set_around(resource: Resource, draft: Draft) -> None:
    """The rows around a resource, as the draft says. Few and small: written anew."""
    for rows in (ResourcePlace, ResourcePublic, ResourceJob):
        await rows.filter(resource_id=resource.id).delete()
    # What is for the whole region is shown everywhere: it names no place.
    places = dict.fromkeys([draft.territory, *draft.places]) if draft.territory else {}
    await ResourcePlace.bulk_create(ResourcePlace(resource_id=resource.id, territory_id=code) for code in places)
    publics = draft.publics or (EVERYBODY,)
    await ResourcePublic.bulk_create(ResourcePublic(resource_id=resource.id, code=code) for code in publics)
    await ResourceJob.bulk_create(ResourceJob(resource_id=resource.id, job_id=code) for code in draft.jobs)


def changes_between(before: Draft, after: Draft) -> list[dict[str, Any]]:
    """Each field that differs, as plain values."""
    names = Draft.__dataclass_fields__
    pairs = [(name, _plain(getattr(before, name)), _plain(getattr(after, name))) for name in names]
    return [{"field": name, "before": old, "after": new} for name, old, new in pairs if old != new]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, UUID | date | Kind | Level) else value
