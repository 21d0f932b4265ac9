"""One resource, for whom it is, and which jobs it is about."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.database.model import Model
from boite.files.models import Node
from boite.library.job_rows import Job
from boite.publishing.rows import DocumentRow, PlacedRow, Publication, PublicRow, desk_indexes


class ResourceKind(StrEnum):
    """What a resource is. The codes show in addresses."""

    DOCUMENT = "document"
    LINK = "lien"
    VIDEO = "video"
    AUDIO = "audio"


class Level(StrEnum):
    """How easily it is read or followed. The codes show in addresses."""

    EASY = "facile"
    COMMON = "courant"
    ADVANCED = "avance"


class Resource(Publication):
    """One resource. Its address (`slug`) is given when it is published and never changes."""

    kind = fields.CharEnumField(ResourceKind, max_length=10)
    level = fields.CharEnumField(Level, max_length=10, default=Level.COMMON)
    language = fields.CharField(max_length=10, default="fr")
    """The language of what is read, watched or heard (`boite.directory.sheet.languages`)."""
    link = fields.CharField(max_length=500, default="")
    """The address of a link."""
    node: fields.ForeignKeyNullableRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    """The document, film or recording, in the group's space."""
    node_id: UUID | None
    subtitles: fields.ForeignKeyNullableRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    """A WebVTT file of the group's space."""
    subtitles_id: UUID | None
    transcript = fields.TextField(default="")
    """What is said and shown, in Markdown. A video or a recording is not published without it."""
    transcript_html = fields.TextField(default="")
    """What the transcript gives, already cleaned."""
    checked_on: date | None = fields.DateField(null=True)
    """The day when somebody last said that all of it is right."""
    checked_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    checked_by_id: UUID | None
    next_check: date | None = fields.DateField(null=True)

    class Meta:
        table = "library_resource"
        indexes = (
            *desk_indexes("library_resource"),
            Index(fields=("stage", "next_check"), name="library_resource_check"),
        )


class ResourcePlace(PlacedRow):
    """One territory where a resource is shown, its own included. None at all: it is for the whole region."""

    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "boite.Resource", related_name="places", on_delete=fields.CASCADE
    )
    resource_id: UUID

    class Meta:
        table = "library_place"
        unique_together = (("resource", "territory"),)


class ResourcePublic(PublicRow):
    """One public that a resource is for (`boite.directory.sheet.publics`). « Everybody » where none was chosen."""

    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "boite.Resource", related_name="publics", on_delete=fields.CASCADE
    )
    resource_id: UUID

    class Meta:
        table = "library_public"
        unique_together = (("resource", "code"),)


class ResourceJob(Model):
    """One job that a resource is about."""

    id: int = fields.BigIntField(primary_key=True)
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "boite.Resource", related_name="jobs", on_delete=fields.CASCADE
    )
    resource_id: UUID
    job: fields.ForeignKeyRelation[Job] = fields.ForeignKeyField(
        "boite.Job", related_name="in_resources", on_delete=fields.RESTRICT
    )
    job_id: str

    class Meta:
        table = "library_resource_job"
        unique_together = (("resource", "job"),)
        indexes = (Index(fields=("job_id",), name="library_resource_job_job"),)


class ResourceDocument(DocumentRow):
    """A published resource as searching sees it. Its words are in the full-text index, under the same number."""

    resource: fields.OneToOneRelation[Resource] = fields.OneToOneField(
        "boite.Resource", related_name=False, on_delete=fields.CASCADE
    )
    resource_id: UUID

    class Meta:
        table = "library_document"
