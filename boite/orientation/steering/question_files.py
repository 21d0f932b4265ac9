"""The file of the questions: one row per answer, read from any spreadsheet, written for a French one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from boite.directory.exchange import files as import_files
from boite.directory.exchange.files import FileContent, Unreadable
from boite.orientation.models import Answer, Question
from boite.orientation.moments import MOMENTS
from boite.text.spreadsheets import BOM, lines

COLUMNS = (
    *("question", "moment", "libelle", "explication", "synonymes", "rang", "reseau", "structure", "territoire"),
    *("publics", "apporte", "modalites", "ordre", "publiee"),
)
"""The last two may be missing: the order is then that of the file, and what is new is published."""
LIMIT = 2_000_000
"""Bytes of such a file."""
SEPARATOR = "|"
_COMPUTES = frozenset("=+-@\t\r\n")
"""What makes a spreadsheet compute a cell (OWASP, « CSV injection »)."""
_GUARDED = _COMPUTES | {"'"}
Row = dict[str, str]


def rows_of(content: bytes) -> list[tuple[int, Row]]:
    """The rows of a file, each with its number as a spreadsheet shows it. Raises Unreadable."""
    if len(content) > LIMIT:
        raise Unreadable("Ce fichier est trop lourd : 2 Mo au plus.")
    source = import_files.read(content)
    if source.kind != FileContent.QUESTIONS:
        raise Unreadable("Ce fichier ne contient pas de questions : il lui faut les colonnes question et libelle.")
    return [(number, {name: unguarded(value or "") for name, value in row.items()}) for number, row in source.rows]


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`: the apostrophe that keeps a spreadsheet from computing goes away."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _GUARDED else cell


def guarded(cell: str) -> str:
    """A cell that no spreadsheet computes, and that `unguarded` gives back whatever it holds."""
    own = cell[:1] == "'" and cell[1:2] in _GUARDED
    return f"'{cell}" if own or cell[:1] in _COMPUTES else cell


async def written() -> bytes:
    """Every question, drafts included, with its answers."""
    questions = await Question.all().order_by("rank", "words", "slug")
    answers = await Answer.all().select_related("structure").order_by("standing", "rank", "id")
    by_question: dict[Any, list[Answer]] = {}
    for answer in answers:
        by_question.setdefault(answer.question_id, []).append(answer)
    places = {moment.code: number for number, moment in enumerate(MOMENTS)}
    ordered = sorted(questions, key=lambda row: places.get(row.moment, len(places)))
    rows = [cells for question in ordered for cells in _rows(question, by_question.get(question.id, []))]
    return BOM + lines([COLUMNS, *rows])


def _rows(question: Question, answers: Sequence[Answer]) -> Iterator[list[str]]:
    first = (
        *(question.slug, question.moment, question.words, question.explanation),
        SEPARATOR.join(question.synonyms),
    )
    last = (str(question.rank), "oui" if question.published_at else "non")
    for said in map(_said, answers) if answers else [("",) * 7]:
        yield [guarded(cell) for cell in (*first, *said, *last)]


def _said(answer: Answer) -> tuple[str, ...]:
    structure = answer.structure
    return (
        answer.standing.value,
        answer.network_id or "",
        (structure.source_id or structure.slug) if structure else "",
        answer.territory_id or "",
        SEPARATOR.join(answer.publics),
        answer.brings,
        answer.how,
    )
