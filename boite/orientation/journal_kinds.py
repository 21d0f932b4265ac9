"""What can happen to « Qui peut m'aider ? »."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.directory.journal_kinds import OfSheet
from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind


@kind("orientation.edited", "help", "Vous avez modifié la question « {words} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEdited(Happening):
    """A question, or its answers, were changed."""

    audience: ClassVar[Audience] = Audience.DESK
    subject_kind: ClassVar[SubjectKind] = SubjectKind.QUESTION
    subject_field: ClassVar[str] = "question"
    words: str
    question: str = ""


@kind("orientation.handed_over", "move", "Vous avez noté un passage de relais vers « {name} ».")
class HandedOver(OfSheet):
    """A professional led somebody to another structure. Nothing says who."""
