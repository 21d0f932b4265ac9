"""The answers of a question as those who keep them see them: in words, and which of them they may change."""

from __future__ import annotations

from typing import Any

from boite.clock import today
from boite.database.long_lists import parts
from boite.directory.models import Ending
from boite.directory.sheet.publics import LABELS
from boite.orientation.models import Answer, AnswerStanding, Question

EVERYWHERE = "Partout"


async def answer_rows(question: Question, writable: frozenset[str] | None) -> list[dict[str, Any]]:
    """The answers, the main ones first. `writable`: the territories whose answers may be changed; None for all."""
    answers = (
        await Answer.filter(question_id=question.id)
        .select_related("network", "structure", "territory")
        .order_by("rank", "id")
    )
    named = [answer.structure_id for answer in answers if answer.structure_id]
    over = [row for some in parts(named) for row in await Ending.filter(structure_id__in=some, since__lte=today())]
    ended = {row.structure_id for row in over}
    rows = [
        _row(answer, writable is None or answer.territory_id in writable) | {"ended": answer.structure_id in ended}
        for answer in answers
    ]
    return sorted(rows, key=lambda row: not row["main"])


def _row(answer: Answer, writable: bool) -> dict[str, Any]:
    structure, network, territory = answer.structure, answer.network, answer.territory
    return {
        "id": str(answer.id),
        "main": answer.standing == AnswerStanding.MAIN,
        "who": structure.name if structure else (network.short_name if network else ""),
        "nearest": structure is None,
        "where": territory.name if territory else EVERYWHERE,
        "publics": ", ".join(LABELS.get(code, code) for code in answer.publics),
        "brings": answer.brings,
        "how": answer.how,
        "writable": writable,
    }
