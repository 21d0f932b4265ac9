"""The verbs over an answer: add it, change it, remove it, give it another place."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.database.versions import swap
from boite.errors import NotFound
from boite.orientation.models import Answer, AnswerStanding, Question
from boite.orientation.naming import names_of
from boite.orientation.steering import history
from boite.orientation.steering.drafts import AnswerDraft


async def add_answer(question: Question, draft: AnswerDraft, *, by: User) -> Answer:
    """One more answer, the last of its standing. Raises Invalid."""
    draft = draft.checked()
    async with transaction():
        answer = await insert_answer(question, draft, await _last_rank(question, draft.standing) + 1)
        names = await names_of([draft.structure_id])
        changes = history.differences(draft.who(names), {}, draft.told(names))
        await history.note(question, "Réponse ajoutée", changes, by=by)
    return answer


async def insert_answer(question: Question, draft: AnswerDraft, rank: int) -> Answer:
    """The row alone, inside the caller's transaction."""
    return await Answer.create(
        question_id=question.id,
        standing=draft.standing,
        rank=rank,
        network_id=draft.network_id,
        structure_id=draft.structure_id,
        territory_id=draft.territory_id,
        publics=list(draft.publics),
        brings=draft.brings,
        how=draft.how,
    )


async def _last_rank(question: Question, standing: AnswerStanding) -> int:
    last = await Answer.filter(question_id=question.id, standing=standing).order_by("-rank").first()
    return last.rank if last else 0


async def change_answer(answer: Answer, draft: AnswerDraft, *, version: int, by: User) -> None:
    """Change its words, over the version that was read. Nothing is written where nothing changed.

    Raises Invalid, NotFound where it was removed meanwhile, StaleVersion where somebody else wrote.
    """
    draft = draft.checked()
    async with transaction():
        fresh = await Answer.get_or_none(id=answer.id).select_related("question")
        if fresh is None:
            raise NotFound
        names = await names_of([draft.structure_id, fresh.structure_id])
        before = AnswerDraft.of(fresh).told(names)
        changes = history.differences(draft.who(names), before, draft.told(names))
        if not changes:
            return
        which = {"answer": str(answer.id), "version": version + 1}
        moved = fresh.standing != draft.standing
        columns = {
            "standing": draft.standing,
            "rank": await _last_rank(fresh.question, draft.standing) + 1 if moved else fresh.rank,
            "network_id": draft.network_id,
            "structure_id": draft.structure_id,
            "territory_id": draft.territory_id,
            "publics": list(draft.publics),
            "brings": draft.brings,
            "how": draft.how,
        }
        await swap(answer, version, columns)
        await history.note(fresh.question, "Réponse modifiée", [change | which for change in changes], by=by)


async def remove_answer(answer: Answer, *, by: User) -> None:
    """Remove an answer. The history keeps what it said."""
    async with transaction():
        question = await Question.get(id=answer.question_id)
        draft = AnswerDraft.of(answer)
        names = await names_of([draft.structure_id])
        changes = history.differences(draft.who(names), draft.told(names), {})
        if await Answer.filter(id=answer.id).delete():
            await history.note(question, "Réponse retirée", changes, by=by)


async def move_answer(answer: Answer, *, up: bool, by: User) -> None:
    """One place earlier or later among the answers of its standing and territory. At either end, nothing happens.

    The others of the territory alone change places with it: those of everywhere are the region's to order.
    """
    async with transaction():
        rows = await Answer.filter(
            question_id=answer.question_id, standing=answer.standing, territory_id=answer.territory_id
        ).order_by("rank", "id")
        place = next((number for number, row in enumerate(rows) if row.id == answer.id), 0)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        await _ranked(rows, sorted(row.rank for row in rows))
        question = await Question.get(id=answer.question_id)
        what = "Réponse montée" if up else "Réponse descendue"
        who = AnswerDraft.of(answer).who(await names_of([answer.structure_id]))
        await history.note(question, f"{what} : {who}"[:200], [], by=by)


async def _ranked(rows: list[Answer], ranks: list[int]) -> None:
    """Give these rows these ranks, in this order, each greater than the one before."""
    last = -1
    for row, rank in zip(rows, ranks, strict=True):
        last = max(rank, last + 1)
        if row.rank != last:
            await Answer.filter(id=row.id).update(rank=last)
