"""What a file of questions changes here, question by question, and what its report says of each line."""

from __future__ import annotations

from dataclasses import dataclass, field

from boite.database import revisions
from boite.directory.exchange.report import ImportReport, LineOutcome, ReportLine
from boite.orientation.models import Answer, Question
from boite.orientation.naming import Names
from boite.orientation.steering import history
from boite.orientation.steering.drafts import AnswerDraft, QuestionDraft
from boite.orientation.steering.question_reading import ReadQuestion
from boite.text.french import of_fr

WAITS = "La question entière attend : une autre de ses lignes est refusée."
Key = tuple[object, ...]


@dataclass(slots=True, kw_only=True)
class QuestionChange:
    """What is to be written of one question."""

    entry: ReadQuestion
    draft: QuestionDraft
    question: Question | None
    """The one that is here; None for a new one."""
    answers: list[tuple[AnswerDraft, Answer | None]] = field(default_factory=list)
    """In the order of the file, each with the row that it changes."""
    gone: list[Answer] = field(default_factory=list)
    """Those that the file no longer has."""
    changes: list[revisions.Change] = field(default_factory=list)
    """Nothing to write where it is empty."""


def refuse(entry: ReadQuestion, report: ImportReport) -> None:
    """A question that waits: which of its lines is wrong, and why."""
    for number in entry.numbers:
        report.refuse(number, "question", entry.wrong.get(number, WAITS), identifier=entry.slug[:120])


def compare(
    entry: ReadQuestion,
    draft: QuestionDraft,
    question: Question | None,
    answers: list[Answer],
    names: Names,
    report: ImportReport,
) -> QuestionChange:
    """What one question of the file changes. Its lines enter the report."""
    change = QuestionChange(entry=entry, draft=draft, question=question)
    change.changes = history.differences("", _told(question), _wanted(entry, draft, question))
    of_words = list(change.changes)
    left = list(answers)
    for number, wanted in entry.answers:
        same = next((row for row in left if _key(AnswerDraft.of(row)) == _key(wanted)), None)
        if same is not None:
            left.remove(same)
        change.answers.append((wanted, same))
        told = _differences(wanted, same, names)
        change.changes += told
        _tell(report, number, entry, same is None, [*(of_words if number == entry.number else []), *told])
    if not entry.answers:
        _tell(report, entry.number, entry, question is None, of_words)
    _let_go(change, left, names, report)
    return change


def _let_go(change: QuestionChange, left: list[Answer], names: Names, report: ImportReport) -> None:
    """Answers that the file no longer has go away; those that stay may come in another order."""
    change.gone = left
    for draft in map(AnswerDraft.of, left):
        change.changes += history.differences(draft.who(names), draft.told(names), {})
        report.notes.append(f"« {change.draft.words} » : la réponse {of_fr(draft.who(names))} est retirée.")
    if not change.changes and _reordered(change):
        change.changes = [{"of": "", "field": "Ordre des réponses", "before": "", "after": "celui du fichier"}]
        report.notes.append(f"« {change.draft.words} » : l'ordre des réponses change.")


def _told(question: Question | None) -> dict[str, str]:
    if question is None:
        return {}
    published = "oui" if question.published_at else "non"
    return QuestionDraft.of(question).told() | {"Ordre": str(question.rank), "Publiée": published}


def _wanted(entry: ReadQuestion, draft: QuestionDraft, question: Question | None) -> dict[str, str]:
    """What the file says; what it leaves out stays as it is here."""
    here = _told(question)
    rank = str(entry.rank) if entry.rank is not None else here.get("Ordre", "")
    published = {None: here.get("Publiée", "oui"), True: "oui", False: "non"}[entry.published]
    return draft.told() | {"Ordre": rank, "Publiée": published}


def _key(draft: AnswerDraft) -> Key:
    """What makes two answers the same one, told otherwise."""
    return draft.standing, draft.network_id, draft.structure_id, draft.territory_id, tuple(sorted(draft.publics))


def _differences(wanted: AnswerDraft, same: Answer | None, names: Names) -> list[revisions.Change]:
    before = AnswerDraft.of(same).told(names) if same else {}
    return history.differences(wanted.who(names), before, wanted.told(names))


def _tell(report: ImportReport, number: int, entry: ReadQuestion, new: bool, changes: list[revisions.Change]) -> None:
    outcome = LineOutcome.CREATED if new else (LineOutcome.CHANGED if changes else LineOutcome.UNCHANGED)
    fields = [] if new else list(dict.fromkeys(str(change["field"]) for change in changes))
    words = entry.draft.words if entry.draft else ""
    what = "question" if number == entry.number else "réponse"
    report.add(ReportLine(number=number, what=what, identifier=entry.slug, name=words, outcome=outcome, fields=fields))


def _reordered(change: QuestionChange) -> bool:
    """Whether the answers that stay come in another order, among those of their standing."""
    ranks: dict[object, list[int]] = {}
    for draft, same in change.answers:
        if same is not None:
            ranks.setdefault(draft.standing, []).append(same.rank)
    return any(found != sorted(found) for found in ranks.values())
