"""What can happen to the portraits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind


@kind("portraits.written", "edit", "Vous avez écrit dans le portrait « {territory} », à la question « {question} ».")
@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitWritten(Happening):
    """The words of a group under one question of its portrait. `place` is the code of the territory."""

    audience: ClassVar[Audience] = Audience.DESK
    subject_kind: ClassVar[SubjectKind] = SubjectKind.PORTRAIT
    subject_field: ClassVar[str] = "place"
    territory: str
    place: str
    question: str
