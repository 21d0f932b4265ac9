"""Which network answers which question, in one table: where the holes are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from boite.directory.models import Network, Territory
from boite.orientation.asking.answer_choice import RankedAnswer, holding
from boite.orientation.asking.answer_loading import lines_of, sheets, sheets_of_territory
from boite.orientation.models import AnswerStanding, Question
from boite.orientation.moments import MOMENTS

OURS = 100
"""The rank under which networks are this service's."""


@dataclass(slots=True, kw_only=True)
class OverviewRow:
    """One question, and what each column says of it."""

    slug: str
    words: str
    moment: str
    published: bool
    cells: list[str] = field(default_factory=list)
    """One per column: a standing, or nothing."""
    hole: bool = False
    """Whether nobody answers it first."""


@dataclass(slots=True, kw_only=True)
class Table:
    """Questions by networks, or by the structures of a territory."""

    columns: list[tuple[str, str]]
    """Code or address, and name."""
    rows: list[OverviewRow]
    never: list[str] = field(default_factory=list)
    """The columns that answer nothing."""

    @property
    def holes(self) -> int:
        """How many questions nobody answers first."""
        return sum(row.hole for row in self.rows)


async def by_network(territory: Territory | None) -> Table:
    """Questions by networks, for a territory or for the answers of everywhere."""
    networks = await Network.filter(rank__lt=OURS).order_by("rank", "short_name")
    columns = [(network.code, network.short_name) for network in networks]
    questions, kept = await _kept(territory)
    return _table(columns, questions, [_networks(lines) for lines in kept])


async def by_structure(territory: Territory) -> Table:
    """Questions by the structures of a territory, and those that answer there by name."""
    questions, kept = await _kept(territory)
    there = await sheets_of_territory(territory.code)
    named = {line.structure_id for lines in kept for line in lines if line.structure_id is not None}
    shown = [*there.values(), *(await sheets(named - there.keys(), None)).values()]
    columns = [(str(sheet.id), sheet.name) for sheet in shown]
    members: dict[str, list[str]] = {}
    for sheet in there.values():
        for network in sheet.networks:
            members.setdefault(network, []).append(str(sheet.id))
    return _table(columns, questions, [_structures(lines, members) for lines in kept])


async def _kept(territory: Territory | None) -> tuple[list[Question], list[list[RankedAnswer]]]:
    places = {moment.code: number for number, moment in enumerate(MOMENTS)}
    questions = await Question.all().order_by("rank", "words")
    questions.sort(key=lambda question: places.get(question.moment, len(places)))
    lines = await lines_of([question.id for question in questions])
    by_question: dict[UUID, list[RankedAnswer]] = {question.id: [] for question in questions}
    for line in lines:
        by_question[UUID(line.question_id)].append(line)
    code = territory.code if territory else ""
    return questions, [holding(by_question[question.id], code, "") for question in questions]


def _networks(lines: Sequence[RankedAnswer]) -> list[tuple[str, AnswerStanding]]:
    return [(line.network, line.standing) for line in lines]


def _structures(lines: Sequence[RankedAnswer], members: dict[str, list[str]]) -> list[tuple[str, AnswerStanding]]:
    found: list[tuple[str, AnswerStanding]] = []
    for line in lines:
        keys = [str(line.structure_id)] if line.structure_id else members.get(line.network, [])
        found += [(key, line.standing) for key in keys]
    return found


def _table(
    columns: list[tuple[str, str]], questions: Sequence[Question], said: Sequence[list[tuple[str, AnswerStanding]]]
) -> Table:
    rows = [_row(columns, question, pairs) for question, pairs in zip(questions, said, strict=True)]
    never = [name for number, (_, name) in enumerate(columns) if not any(row.cells[number] for row in rows)]
    return Table(columns=columns, rows=rows, never=never)


def _row(columns: list[tuple[str, str]], question: Question, pairs: list[tuple[str, AnswerStanding]]) -> OverviewRow:
    best: dict[str, AnswerStanding] = {}
    for key, standing in pairs:
        if best.get(key) != AnswerStanding.MAIN:
            best[key] = standing
    return OverviewRow(
        slug=question.slug,
        words=question.words,
        moment=question.moment,
        published=question.published_at is not None,
        cells=[best[key].value if key in best else "" for key, _ in columns],
        hole=AnswerStanding.MAIN not in best.values(),
    )
