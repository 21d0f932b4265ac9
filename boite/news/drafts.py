"""What the editor of a piece of news holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from boite.publishing import drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft(drafts.TextDraft):
    """A piece of news, as the editor holds it."""

    attachments: tuple[tuple[UUID, str], ...] = ()
    """Files of the group's space, each with the words of its link."""
    publish_at: datetime | None = None
    ends_on: date | None = None

    @property
    def downloads(self) -> list[UUID]:
        """What is attached."""
        return [node for node, _ in self.attachments]
