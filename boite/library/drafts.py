"""What the editor of a resource holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from boite.library.models import Level, ResourceKind
from boite.publishing import drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDraft(drafts.Draft):
    """A resource, as the editor holds it. Its kind is chosen once."""

    kind: ResourceKind
    level: Level = Level.COMMON
    language: str = "fr"
    jobs: tuple[str, ...] = ()
    """ROME codes."""
    link: str = ""
    node: UUID | None = None
    subtitles: UUID | None = None
    transcript: str = ""

    def blank(self) -> Self:
        """A kind is no change: it was chosen before anything was written."""
        return type(self)(kind=self.kind, title="")

    @property
    def downloads(self) -> list[UUID]:
        """What is opened, watched or heard, and its subtitles."""
        return [node for node in (self.node, self.subtitles) if node]
