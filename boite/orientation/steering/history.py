"""The history of a question: who did what, when, and what it said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boite.accounts.models import User
from boite.clock import now
from boite.database import revisions
from boite.database.revisions import Change
from boite.database.shortened import Shortened, shortened
from boite.directory.keepers import coordination
from boite.journal.record import record
from boite.orientation import journal_kinds as kinds
from boite.orientation.models import Answer, Question, QuestionRevision

SHOWN = 50
"""Changes shown at once, the last ones first."""


def differences(of: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """What changed between two ways of saying a thing: one mapping each, by field, in words."""
    return revisions.differences(before, after, absent="", of=of)


async def author_of(user: User) -> str:
    """Who did it, in words that name nobody: what they coordinate."""
    return coordination.words(await coordination.posts(user.id))


async def note(question: Question, what: str, changes: Iterable[Change], *, by: User) -> None:
    """Keep one change of a question, and tell its author's journal. Inside the verb's transaction."""
    await keep(question, what, changes, author=await author_of(by), by=by)
    await record(kinds.QuestionEdited(words=question.words, question=str(question.id)), owner=by.id, by=by.id)


async def keep(question: Question, what: str, changes: Iterable[Change], *, author: str, by: User | None) -> None:
    """One revision. The instant on the question tells the other processes to read their words again."""
    at = now()
    await Question.filter(id=question.id).update(changed_at=at)
    question.changed_at = at
    await QuestionRevision.create(
        question_id=question.id,
        by_id=by.id if by else None,
        author=author[:200],
        at=at,
        what=what,
        changes=list(changes),
    )


async def latest(question: Question) -> Shortened[QuestionRevision]:
    """The last changes, the newest first."""
    return await shortened(QuestionRevision.filter(question_id=question.id).order_by("-id"), SHOWN)


async def change_of(answer: Answer) -> QuestionRevision | None:
    """The change that made an answer what it is; None where it is not among the last ones."""
    which = (str(answer.id), answer.version)
    for row in await QuestionRevision.filter(question_id=answer.question_id).order_by("-id").limit(SHOWN):
        if any((change.get("answer"), change.get("version")) == which for change in row.changes):
            return row
    return None
