"""A kind of publication of the workshop: a « témoignage » (title, text, picture), on the desk. In no production.

Everything that a new kind needs is in this file: `test_story.py` counts its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields

from boite.access import publishing as door
from boite.errors import Gone
from boite.journal.subject import SubjectKind
from boite.publishing import drafts
from boite.publishing.desk import Desk
from boite.publishing.listing import Listing, Wanted
from boite.publishing.rows import DocumentRow, PlacedRow, Publication, PublicRow, RevisionRow, Tables
from boite.publishing.sentences import Noun, OfPublication, of_steps


class Story(Publication):
    """What somebody tells of their way, in their own words."""

    body = fields.TextField(default="")
    body_html = fields.TextField(default="")

    class Meta:
        table = "story_story"


def _story(related_name: str) -> Any:
    return fields.ForeignKeyField("boite.Story", related_name=related_name, on_delete=fields.CASCADE)


class StoryPlace(PlacedRow):
    """A territory where it is shown."""

    story = _story("places")
    story_id: UUID

    class Meta:
        table = "story_place"


class StoryPublic(PublicRow):
    """A public that it is for."""

    story = _story("publics")
    story_id: UUID

    class Meta:
        table = "story_public"


class StoryRevision(RevisionRow):
    """One step of its history."""

    story = _story("revisions")
    story_id: UUID

    class Meta:
        table = "story_revision"


class StoryDocument(DocumentRow):
    """What searching knows of it."""

    story = _story("documents")
    story_id: UUID

    class Meta:
        table = "story_document"


STORIES = Tables("story", Story, StoryRevision, StoryPlace, StoryPublic, StoryDocument)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(drafts.Draft):
    """What its editor holds."""

    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStory(OfPublication):
    """Something about one story."""

    subject_kind: ClassVar[SubjectKind] = SubjectKind.ARTICLE
    subject_field: ClassVar[str] = "story"
    story: str = ""


class StoryDesk(Desk[Story, Draft]):
    """Its workflow, drafts, history, files and words: those of every publication."""

    tables, draft = STORIES, Draft
    says = of_steps(OfStory, "story", Noun("le témoignage", "Votre témoignage", "le", ""))
    without_words = "temoignage"


DESK = StoryDesk()
DOOR = door.Door(Story, Gone)
LISTS: Listing[Wanted] = Listing(STORIES)
FULL_TEXT_SQLITE = (
    "CREATE VIRTUAL TABLE story_terms USING fts5(titled, said)",
    "CREATE TRIGGER story_document_gone AFTER DELETE ON story_document"
    " BEGIN DELETE FROM story_terms WHERE rowid = old.id; END",
)
FULL_TEXT_POSTGRESQL = ("ALTER TABLE story_document ADD COLUMN terms tsvector",)
"""What a new kind adds to `boite.database.schema`."""
