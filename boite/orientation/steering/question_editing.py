"""The verbs over a question: write it, change it, publish it, take it back, give it another place."""

from __future__ import annotations

from boite.accounts.models import User
from boite.clock import now
from boite.database import slugs
from boite.database.connection import transaction
from boite.database.versions import swap
from boite.orientation.models import Question
from boite.orientation.steering import history
from boite.orientation.steering.drafts import RESERVED, QuestionDraft
from boite.text.normalise import slug


async def create_question(draft: QuestionDraft, *, by: User) -> Question:
    """A new question, last of its moment, which nobody sees before it is published. Raises Invalid."""
    draft = draft.checked()
    async with transaction():
        question = await Question.create(
            slug=await slugs.free(Question, slug(draft.words, "question"), reserved=RESERVED),
            moment=draft.moment,
            words=draft.words,
            explanation=draft.explanation,
            synonyms=list(draft.synonyms),
            rank=await last_rank(draft.moment) + 1,
        )
        await history.note(question, "Question écrite", history.differences("", {}, draft.told()), by=by)
    return question


async def last_rank(moment: str) -> int:
    """The rank of the last question of a moment; 0 where there is none."""
    last = await Question.filter(moment=moment).order_by("-rank").first()
    return last.rank if last else 0


async def change_question(question: Question, draft: QuestionDraft, *, version: int, by: User) -> None:
    """Change its words, over the version that was read. Nothing is written where nothing changed.

    Raises Invalid, StaleVersion where somebody else wrote meanwhile.
    """
    draft = draft.checked()
    async with transaction():
        fresh = await Question.get(id=question.id)
        changes = history.differences("", QuestionDraft.of(fresh).told(), draft.told())
        if not changes:
            return
        columns = {
            "moment": draft.moment,
            "words": draft.words,
            "explanation": draft.explanation,
            "synonyms": list(draft.synonyms),
            "rank": fresh.rank if fresh.moment == draft.moment else await last_rank(draft.moment) + 1,
        }
        await swap(question, version, columns)
        await history.note(question, "Question modifiée", changes, by=by)


async def publish(question: Question, *, by: User) -> None:
    """Let everybody see it. Idempotent."""
    async with transaction():
        if await Question.filter(id=question.id, published_at=None).update(published_at=now()):
            await history.note(question, "Question publiée", [], by=by)


async def unpublish(question: Question, *, by: User) -> None:
    """Make it a draft again. Idempotent."""
    async with transaction():
        if await Question.filter(id=question.id).exclude(published_at=None).update(published_at=None):
            await history.note(question, "Question retirée du site", [], by=by)


async def move_question(question: Question, *, up: bool, by: User) -> None:
    """One place earlier or later among the questions of its moment. At either end of the list, nothing happens."""
    async with transaction():
        rows = await Question.filter(moment=question.moment).order_by("rank", "words")
        place = next(number for number, row in enumerate(rows) if row.id == question.id)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for rank, row in enumerate(rows, 1):
            if row.rank != rank:
                await Question.filter(id=row.id).update(rank=rank)
        await history.note(question, "Question montée" if up else "Question descendue", [], by=by)
