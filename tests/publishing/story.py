"""A kind of publication of the workshop: a « témoignage » (title, text, picture), on the desk. In no production.

Everything that a new kind needs is in this file, its pages and addresses included: `test_story.py` counts its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from starlette.routing import BaseRoute, Route
from tortoise import fields

from boite.access import publishing as door
from boite.errors import Gone
from boite.journal.subject import SubjectKind
from boite.publishing.desk import Desk
from boite.publishing.desk_pages import DeskPages
from boite.publishing.desk_routes import desk_routes
from boite.publishing.drafts import TextDraft
from boite.publishing.editor_forms import TextForm
from boite.publishing.editor_pages import EditorPages
from boite.publishing.listing import Listing, Wanted
from boite.publishing.nouns import Noun
from boite.publishing.page_words import Words
from boite.publishing.reader_pages import ReaderPages
from boite.publishing.rows import DocumentRow, PlacedRow, PublicRow, RevisionRow, Tables, TextPublication
from boite.publishing.sentences import OfPublication, of_steps
from boite.web.page_modules import PageModule


class Story(TextPublication):
    """What somebody tells of their way, in their own words."""

    class Meta:
        table = "story_story"


OF_STORY = partial(fields.ForeignKeyField, "boite.Story", on_delete=fields.CASCADE)


class StoryPlace(PlacedRow):
    """A territory where it is shown."""

    story = OF_STORY(related_name="places")

    class Meta:
        table = "story_place"


class StoryPublic(PublicRow):
    """A public that it is for."""

    story = OF_STORY(related_name="publics")

    class Meta:
        table = "story_public"


class StoryRevision(RevisionRow):
    """One step of its history."""

    story = OF_STORY(related_name="revisions")

    class Meta:
        table = "story_revision"


class StoryDocument(DocumentRow):
    """What searching knows of it."""

    story = OF_STORY(related_name="documents")

    class Meta:
        table = "story_document"


STORIES = Tables("story", Noun("témoignage"), Story, StoryRevision, StoryPlace, StoryPublic, StoryDocument)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStory(OfPublication):
    """Something about one story."""

    subject_kind: ClassVar[SubjectKind] = SubjectKind.ARTICLE
    subject_field: ClassVar[str] = "story"
    page: ClassVar[tuple[str, str]] = ("story:desk", "story")
    story: str = ""


class StoryDesk(Desk[Story, TextDraft]):
    """Its workflow, drafts, history, files and words: those of every publication."""

    tables, draft, says, without_words = STORIES, TextDraft, of_steps(OfStory, "story", STORIES.noun), "temoignage"
    reserved = frozenset({"redaction"})


class StoryPages(DeskPages[Story, TextDraft]):
    """Its working pages: those of every publication."""

    tables, routes, page, words = STORIES, "story", "story", Words.of(STORIES.noun)


DESK, DOOR, LISTS = StoryDesk(), door.Door(Story, Gone), Listing[Wanted](STORIES)
PAGES = StoryPages(lambda request: DESK, DOOR)
EDITOR, READERS = EditorPages(PAGES, TextForm[Story, TextDraft](TextDraft)), ReaderPages(PAGES, LISTS)
mine, queue, show, gesture, new, edit = PAGES.mine, PAGES.queue, PAGES.show, PAGES.gesture, EDITOR.new, EDITOR.edit
front, one = READERS.front, READERS.one
HERE = PageModule(__name__)
routes: list[BaseRoute] = [
    Route("/", HERE.front, name="front"),
    *desk_routes(HERE, HERE, "story"),
    Route("/{slug}", HERE.one, name="story"),
]
PUBLIC = frozenset({"front", "story"})
