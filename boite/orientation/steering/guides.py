"""The printable guide of a territory: moments, questions, who answers each, then the index of the structures."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from boite.directory.models import Territory
from boite.orientation.asking.answer_loading import AnsweringStructure
from boite.orientation.asking.found_answers import FoundAnswer, Replies, replies_in
from boite.orientation.asking.question_search import Catalogue, QuestionEntry
from boite.orientation.moments import MOMENTS, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideChapter:
    """One moment: its questions, each with who answers it."""

    moment: Moment
    questions: list[tuple[QuestionEntry, Replies]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The whole of it."""

    chapters: list[GuideChapter]
    index: list[AnsweringStructure]
    """The structures cited, by name."""


async def guide_of(territory: Territory, catalogue: Catalogue) -> Guide:
    """The guide of a territory. The number of queries does not depend on what it holds."""
    replies = await replies_in(territory, [UUID(question.id) for question in catalogue.questions])
    chapters = [_chapter(moment, catalogue, replies) for moment in MOMENTS]
    cited = {reply.sheet.id: reply.sheet for reply in _all(replies) if reply.sheet}
    index = sorted(cited.values(), key=lambda sheet: sheet.name.casefold())
    return Guide(chapters=[chapter for chapter in chapters if chapter.questions], index=index)


def _chapter(moment: Moment, catalogue: Catalogue, replies: dict[str, Replies]) -> GuideChapter:
    inside = [question for question in catalogue.questions if question.moment == moment.code]
    return GuideChapter(moment=moment, questions=[(question, replies[question.id]) for question in inside])


def _all(replies: dict[str, Replies]) -> list[FoundAnswer]:
    return [reply for each in replies.values() for reply in each.every]
