"""Bringing a file of questions in: compared whole, reported line by line, written in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from boite.accounts.models import User
from boite.clock import now
from boite.database import slugs
from boite.database.connection import transaction
from boite.database.long_lists import few, parts
from boite.database.versions import digest, swap
from boite.directory import journal_kinds as kinds
from boite.directory.exchange.report import ImportReport
from boite.directory.models import ImportRun, Network, Structure, Territory
from boite.errors import StaleVersion
from boite.journal.record import record
from boite.orientation.models import Answer, Question
from boite.orientation.naming import names_of
from boite.orientation.steering import history
from boite.orientation.steering.answers import insert_answer
from boite.orientation.steering.drafts import QuestionDraft
from boite.orientation.steering.question_differences import QuestionChange, compare, refuse
from boite.orientation.steering.question_editing import last_rank
from boite.orientation.steering.question_files import Row, rows_of
from boite.orientation.steering.question_reading import KnownNames, ReadQuestion, read_rows

KIND = "questions"
FILE = "un fichier importé"
"""Who changed a question, when nobody did by name."""

SOURCE = 200
"""Most characters of the end of an address, and of an identifier elsewhere: Tortoise refuses to look for more."""


async def import_questions(
    content: bytes, *, file_name: str = "", by: User | None = None, dry: bool = False, read: str | None = None
) -> ImportReport:
    """Bring a file in; `dry` only tells what would be done. `read` is the version of the report that was read.

    Raises Unreadable, and StaleVersion where what is here moved since: the report would not be the same.
    A question that the file has gets the answers that the file gives, and no others. A question that it has not
    stays as it is. A question with an invalid row stays as it is, and is reported.
    """
    rows = rows_of(content)
    report = ImportReport(file_name=file_name[:200], kind=KIND, sha256=hashlib.sha256(content).hexdigest())
    async with transaction():
        entries = read_rows(rows, await _known(rows))
        changes = await _compared(entries, report)
        report.version = digest(json.dumps([change.changes for change in changes]))
        if read is not None and read != report.version:
            raise StaleVersion
        if not dry:
            author = await history.author_of(by) if by else FILE
            for change in changes:
                await _write(change, author, by)
            await _keep(report, by)
    return report


async def _known(rows: Iterable[tuple[int, Row]]) -> KnownNames:
    """What the file may name: all the networks and territories, and the structures that it does."""
    said = {said for _, row in rows if 0 < len(said := row.get("structure", "").strip()) <= SOURCE}
    found: list[tuple[str, UUID]] = []
    for some in parts(said):
        named = Structure.filter(slug__in=few(one for one in some if len(one) <= slugs.LONGEST))
        found += [(row.slug, row.id) for row in await named.only("id", "slug")]
        found += [
            (row.source_id or "", row.id) for row in await Structure.filter(source_id__in=some).only("id", "source_id")
        ]
    return KnownNames(
        networks=frozenset(map(str, await Network.all().values_list("code", flat=True))),
        territories=frozenset(map(str, await Territory.all().values_list("code", flat=True))),
        structures=dict(found),
    )


async def _compared(entries: list[ReadQuestion], report: ImportReport) -> list[QuestionChange]:
    """What each question of the file changes here, those that change nothing left out."""
    said = parts(entry.slug for entry in entries if len(entry.slug) <= slugs.LONGEST)
    here = {row.slug: row for some in said for row in await Question.filter(slug__in=some)}
    answers: dict[UUID, list[Answer]] = {row.id: [] for row in here.values()}
    for some in parts(list(answers)):
        for answer in await Answer.filter(question_id__in=some).order_by("standing", "rank", "id"):
            answers[answer.question_id].append(answer)
    named = [draft.structure_id for entry in entries for _, draft in entry.answers]
    names = await names_of([*named, *(row.structure_id for rows in answers.values() for row in rows)])
    changes = []
    for entry in entries:
        if entry.wrong or entry.draft is None:
            refuse(entry, report)
            continue
        question = here.get(entry.slug)
        kept = answers[question.id] if question else []
        changes.append(compare(entry, entry.draft, question, kept, names, report))
    return [change for change in changes if change.changes]


async def _write(change: QuestionChange, author: str, by: User | None) -> None:
    question = change.question or await _created(change.entry, change.draft)
    await swap(question, question.version, _values(change, question))
    for answer in change.gone:
        if not await Answer.filter(id=answer.id, version=answer.version).delete():
            raise StaleVersion
    for rank, (draft, same) in enumerate(change.answers, 1):
        if same is None:
            await insert_answer(question, draft, rank)
        elif (same.brings, same.how) == (draft.brings, draft.how):
            await Answer.filter(id=same.id).update(rank=rank)
        else:
            await swap(same, same.version, {"rank": rank, "brings": draft.brings, "how": draft.how})
    what = "Question importée" if change.question is None else "Question modifiée par un fichier"
    await history.keep(question, what, change.changes, author=author, by=by)


def _values(change: QuestionChange, question: Question) -> dict[str, Any]:
    """The columns of the question; what the file leaves out stays."""
    draft, entry = change.draft, change.entry
    values: dict[str, Any] = {
        "moment": draft.moment,
        "words": draft.words,
        "explanation": draft.explanation,
        "synonyms": list(draft.synonyms),
    }
    if entry.rank is not None:
        values["rank"] = entry.rank
    if entry.published is not None and entry.published != (question.published_at is not None):
        values["published_at"] = now() if entry.published else None
    return values


async def _created(entry: ReadQuestion, draft: QuestionDraft) -> Question:
    rank = entry.rank if entry.rank is not None else await last_rank(draft.moment) + 1
    published_at = None if entry.published is False else now()
    return await Question.create(
        slug=entry.slug, moment=draft.moment, words=draft.words, rank=rank, published_at=published_at
    )


async def _keep(report: ImportReport, by: User | None) -> None:
    """The report is kept, and its author finds it in their journal."""
    await ImportRun.create(
        kind=KIND,
        file_name=report.file_name,
        sha256=report.sha256,
        by_id=by.id if by else None,
        counts=dict(report.counts),
        lines=report.sorted_lines(),
    )
    if by:
        happening = kinds.Imported(name=report.file_name or KIND, count=report.total)
        await record(happening, owner=by.id, by=by.id)
