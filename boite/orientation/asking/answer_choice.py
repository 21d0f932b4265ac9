"""Which answers of a question hold, for a territory and a public: the rule alone, without the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from boite.directory.models import REGION
from boite.directory.sheet.publics import EVERYBODY, accepting
from boite.orientation.models import AnswerStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedAnswer:
    """One answer as the rule sees it."""

    question_id: str
    standing: AnswerStanding
    rank: int
    network: str
    """The network that answers, or the main one of the structure that does."""
    structure_id: UUID | None = None
    """The structure named; None for the nearest of the network."""
    territory_id: str = ""
    """Where it holds; empty for everywhere."""
    publics: frozenset[str] = frozenset()
    """For whom it holds; empty for everybody."""
    brings: str = ""
    how: str = ""

    def welcomes(self, public: str) -> bool:
        """Whether it holds for somebody of this public. Of whom nothing is known, everything may."""
        return not public or not self.publics or bool(self.publics & accepting(public))

    def covers(self, other: RankedAnswer, public: str) -> bool:
        """Whether this one holds for everybody that the other holds for."""
        if public or not self.publics or EVERYBODY in self.publics:
            return True
        return bool(other.publics) and other.publics <= self.publics


def holding(lines: Iterable[RankedAnswer], territory: str, public: str) -> list[RankedAnswer]:
    """The answers to show, the main ones first.

    A territory's own answer replaces the general one of the same network and standing.
    """
    kept = [line for line in lines if line.welcomes(public) and line.territory_id in {"", REGION, territory}]
    local = [line for line in kept if is_local(line)]
    shown = [line for line in kept if is_local(line) or not _replaced(line, local, public)]
    return sorted(shown, key=lambda line: (line.standing != AnswerStanding.MAIN, line.rank))


def is_local(line: RankedAnswer) -> bool:
    """Whether it is about one territory, not the whole region."""
    return line.territory_id not in {"", REGION}


def _replaced(line: RankedAnswer, local: Iterable[RankedAnswer], public: str) -> bool:
    return any(
        other.standing == line.standing and other.network == line.network and other.covers(line, public)
        for other in local
    )
