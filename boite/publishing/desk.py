"""The desk of one kind of publication: everything that is done with it, from the first draft to its withdrawal.

A kind gives its tables, its draft, the journal's sentences, what readers would miss, and what is its own:

    class NewsDesk(Desk[Article, ArticleDraft]):
        tables, draft, says = ARTICLES, ArticleDraft, kinds.SAYS

    NEWS = NewsDesk()
    await NEWS.publish(article, version=1, by=user)

Each verb is one transaction. Who may call it is the business of the door (`boite.access.desks.Door`). A kind may leave
verbs out: those whose step the journal does not say (`says`), and the door does not know, cannot be taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.database.long_lists import parts
from boite.database.revisions import Change
from boite.publishing import full_text, shown_files
from boite.publishing.appearance import Appearance
from boite.publishing.drafts import D
from boite.publishing.rows import P
from boite.publishing.stages import Stage

AT_ONCE = 100
"""Publications whose words are renewed in one transaction."""


class Desk(Appearance[P, D], Generic[P, D]):
    """Workflow, drafts, review, appearance; found by its words, with its files, as long as it is on line."""

    async def shown(self, publication: P, *, by: User | None, changes: Sequence[Change] = ()) -> None:
        """Found by its words, its files public: in the transaction of the step. Raises Conflict for a missing file."""
        await self.index(publication)
        await shown_files.show(self.tables.name, publication, await self.draft_of(publication), by=by)

    async def hidden(self, publication: P, *, by: User | None) -> None:
        """Neither found nor shown: in the transaction of the step."""
        await full_text.forget(self.tables, publication.id)
        await shown_files.hide(self.tables.name, publication, by=by)

    async def index(self, publication: P) -> None:
        """Renew its words in the index, inside the caller's transaction."""
        html = getattr(publication, f"{self.prose}_html")
        await full_text.index(self.tables, publication.id, full_text.stems_of(publication, html))

    async def reindex(self) -> int:
        """Renew the words of all that is on line, while people go on. Returns how many. For a new way to read words."""
        publication, count = self.tables.publication, 0
        for some in parts(await publication.filter(stage=Stage.PUBLISHED).values_list("id", flat=True), AT_ONCE):
            async with transaction():
                # Held, so that what is taken off line meanwhile is not found again.
                shown = await publication.filter(id__in=some, stage=Stage.PUBLISHED).order_by("id").select_for_update()
                for one in shown:
                    await self.index(one)
            count += len(shown)
        return count
