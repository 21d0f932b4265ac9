"""The desk of the news: what is their own, on the desk of everything that is published."""

from __future__ import annotations

from collections.abc import Sequence

from boite.accounts.models import User
from boite.clock import today
from boite.database.revisions import Change
from boite.errors import Invalid
from boite.news import journal_kinds
from boite.news.drafts import ArticleDraft
from boite.news.models import ARTICLES, Article, ArticleAttachment, Pin
from boite.publishing.desk import Desk
from boite.publishing.drafts import Around
from boite.publishing.stages import Step

EDITION = "news"
"""What is on line: each step that readers see makes another edition."""
STILL_TO_COME = frozenset({Step.PROPOSED, Step.ACCEPTED, Step.SCHEDULED, Step.PUBLISHED})
"""The steps that a last day in the past forbids. What is corrected or put back may be in the archive."""


class NewsDesk(Desk[Article, ArticleDraft]):
    """Writing, deciding, putting on line and taking off line a piece of news."""

    tables, draft, says, edition = ARTICLES, ArticleDraft, journal_kinds.SAYS, EDITION
    around = (Around("attachments", ArticleAttachment, ("node_id", "label"), "rank"),)
    moved_on = "Cette actualité a changé entre-temps. Relisez-la, puis recommencez."
    without_words = "actualite"
    reserved = frozenset({"archives", "proposer", "redaction", "mes-choix", "flux", "flux.atom", "flux.json"})

    async def check(self, draft: ArticleDraft, step: Step) -> None:
        """Its last day is not behind us either, where it is still to come. Raises Invalid."""
        wrong = self.missing(draft)
        if step in STILL_TO_COME and draft.ends_on and draft.ends_on < today():
            wrong["ends_on"] = "La date de fin est passée. Choisissez-en une autre."
        if wrong:
            raise Invalid(fields=wrong)

    async def shown(self, publication: Article, *, by: User | None, changes: Sequence[Change] = ()) -> None:
        """What moves to another territory leaves its place at the top: there, three may be held already."""
        if any(change["field"] == "territory" for change in changes):
            await Pin.filter(article_id=publication.id).delete()
        await super().shown(publication, by=by, changes=changes)

    async def hidden(self, publication: Article, *, by: User | None) -> None:
        """It is held at the top no more."""
        await Pin.filter(article_id=publication.id).delete()
        await super().hidden(publication, by=by)


NEWS = NewsDesk()
