"""The jobs of ROME come in from the official file: each job by its code, each of its names by its own.

Columns `code_rome`, `appellation_code`, `libelle`; a row without an appellation code names the job itself. Nothing is
ever erased: a job that a resource is about may leave ROME, and its page still says what it was.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.directory.exchange import files as import_files
from boite.directory.exchange.files import FileContent, Unreadable
from boite.directory.exchange.imports import alone, keep
from boite.directory.exchange.report import ImportReport, LineOutcome, ReportLine, readable
from boite.library import job_words
from boite.library.jobs import CODE
from boite.library.models import Job, JobName
from boite.text.stems import stems

LONGEST = 200
BATCH = 500
NameKey = tuple[str, str]
"""ROME code, code of the name."""


@dataclass(slots=True)
class Plan:
    """What the file changes here."""

    new_jobs: list[Job] = field(default_factory=list)
    renamed: list[Job] = field(default_factory=list)
    new_names: list[JobName] = field(default_factory=list)
    changed_names: list[JobName] = field(default_factory=list)

    @property
    def touched(self) -> set[str]:
        """The codes of the jobs whose words changed."""
        return {row.job_id for row in [*self.new_names, *self.changed_names]}


async def import_jobs(
    content: bytes, *, file_name: str = "", by: User | None = None, dry_run: bool = False
) -> ImportReport:
    """Bring a file in; a dry run only tells what would be done. What cannot be read at all is one refusal."""
    sha256 = hashlib.sha256(content).hexdigest()
    report = ImportReport(file_name=file_name[:200], kind=FileContent.JOBS, sha256=sha256)
    async with transaction():
        await alone()
        plan = await _plan(content, report)
        if not dry_run:
            await _write(plan)
            await keep(report, by)
    return report


async def _plan(content: bytes, report: ImportReport) -> Plan:
    try:
        source = import_files.read(content)
        if source.kind != FileContent.JOBS:
            raise Unreadable("Ce fichier ne contient pas de métiers.")
    except Unreadable as error:
        report.refuse(0, "fichier", error.message, name=report.file_name)
        return Plan()
    rows = _read(source.rows, report)
    return await _compared(rows, report)


def _read(rows: list[tuple[int, dict[str, str | None]]], report: ImportReport) -> dict[NameKey, tuple[int, str]]:
    """The names of the file, each with its line; what makes no sense is refused."""
    found: dict[NameKey, tuple[int, str]] = {}
    for number, row in rows:
        code, alias, label = ((row.get(name) or "").strip() for name in ("code_rome", "appellation_code", "libelle"))
        what = "appellation" if alias else "métier"
        why = ""
        if not CODE.fullmatch(code):
            why = "Le code ROME est une lettre et quatre chiffres, par exemple D1102."
        elif alias and not (alias.isascii() and alias.isdigit() and len(alias) <= 12):
            why = "Le code de l'appellation est un nombre."
        elif not label or len(label) > LONGEST or not label.isprintable():
            why = f"Le libellé a entre 1 et {LONGEST} signes."
        elif (code, alias) in found:
            why = "Cette ligne est déjà dans le fichier."
        if why:
            report.refuse(number, what, why, identifier=readable(alias or code, 40), name=readable(label))
        else:
            found[code, alias] = number, label
    return found


async def _compared(rows: dict[NameKey, tuple[int, str]], report: ImportReport) -> Plan:
    jobs = {row.code: row for row in await Job.all()}
    names = {(row.job_id, row.code): row for row in await JobName.all()}
    titled = jobs.keys() | {code for code, alias in rows if not alias}
    plan = Plan()
    for (code, alias), (number, label) in rows.items():
        if code not in titled:
            why = "Ce métier n'est ni dans le fichier, ni déjà là."
            report.refuse(number, "appellation", why, identifier=alias, name=label)
            continue
        if not alias:
            _job(plan, jobs.get(code), code, label)
        outcome = _name(plan, names.get((code, alias)), code, alias, label)
        what = "appellation" if alias else "métier"
        report.add(ReportLine(number=number, what=what, identifier=alias or code, name=label, outcome=outcome))
    return plan


def _job(plan: Plan, kept: Job | None, code: str, label: str) -> None:
    if kept is None:
        plan.new_jobs.append(Job(code=code, name=label))
    elif kept.name != label:
        kept.name = label
        plan.renamed.append(kept)


def _name(plan: Plan, kept: JobName | None, code: str, alias: str, label: str) -> LineOutcome:
    words = f" {' '.join(dict.fromkeys(stems(label)))} "[:400]
    if kept is None:
        plan.new_names.append(JobName(job_id=code, code=alias, label=label, words=words))
        return LineOutcome.CREATED
    if (kept.label, kept.words) == (label, words):
        return LineOutcome.UNCHANGED
    kept.label, kept.words = label, words
    plan.changed_names.append(kept)
    return LineOutcome.CHANGED


async def _write(plan: Plan) -> None:
    await Job.bulk_create(plan.new_jobs, batch_size=BATCH)
    if plan.renamed:
        await Job.bulk_update(plan.renamed, ["name"], batch_size=BATCH)
    await JobName.bulk_create(plan.new_names, batch_size=BATCH)
    if plan.changed_names:
        await JobName.bulk_update(plan.changed_names, ["label", "words"], batch_size=BATCH)
    await job_words.renew(plan.touched)
