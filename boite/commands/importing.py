"""`boite import`: files enter the directory, each with its report."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from boite.bootstrap import say
from boite.database.connection import opened
from boite.database.schema import migrate
from boite.directory.exchange.files import KIND_WORDS, LIMIT, FileContent
from boite.directory.exchange.imports import import_file, in_order, kind_of
from boite.directory.exchange.report import ImportReport, LineOutcome, ReportLine
from boite.library.job_importing import import_jobs
from boite.orientation.steering.question_import import import_questions
from boite.portraits.figure_import import import_figures
from boite.settings import Settings

SHOWN = 50
"""Lines told for one file, unless all are asked for."""
SIGNS = {
    LineOutcome.CREATED: "créée",
    LineOutcome.CHANGED: "modifiée",
    LineOutcome.UNCHANGED: "inchangée",
    LineOutcome.KEPT: "gardée",
    LineOutcome.REFUSED: "REFUSÉE",
}


def run(arguments: list[str]) -> int:
    """Import the files in the order in which they need each other. Returns 1 where a line was refused."""
    parser = argparse.ArgumentParser(
        "boite import",
        description="Fait entrer des fichiers dans l'annuaire. Leur sorte se reconnaît à leur contenu.",
    )
    accepted = "JSON, GeoJSON ou CSV, en UTF-8, même compressé (gz)"
    parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER", help=accepted)
    parser.add_argument("--dry-run", action="store_true", help="fait tout, dit ce qui changerait, puis annule tout")
    parser.add_argument("--all", action="store_true", help="montre toutes les lignes du rapport")
    options = parser.parse_args(arguments)
    contents = dict[str, bytes]()
    for path in options.files:
        try:
            contents[str(path)] = _content(path)
        except OSError as error:
            sys.stderr.write(f"{path} : ce fichier ne se lit pas ({error.strerror}).\n")
            return 1
    reports = asyncio.run(import_all(Settings.from_environment(), contents, dry_run=options.dry_run))
    for report in reports:
        tell(report, every=options.all)
    if options.dry_run:
        say("Essai seulement : rien n'a été changé.")
    return 1 if any(report.refused for report in reports) else 0


def _content(path: Path) -> bytes:
    """The bytes of a file, and no more than it takes to know that it is too heavy. Raises OSError."""
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


async def import_all(settings: Settings, contents: dict[str, bytes], *, dry_run: bool) -> list[ImportReport]:
    """Each file in its turn: one that is refused does not stop the next."""
    await migrate(settings)
    async with opened(settings):
        return [await _import(Path(name).name, contents[name], dry_run) for name in in_order(contents)]


async def _import(name: str, content: bytes, dry_run: bool) -> ImportReport:
    kind = kind_of(content)
    if kind == FileContent.QUESTIONS:
        return await import_questions(content, file_name=name, dry=dry_run)
    if kind == FileContent.FIGURES:
        return await import_figures(content, file_name=name, dry_run=dry_run)
    if kind == FileContent.JOBS:
        return await import_jobs(content, file_name=name, dry_run=dry_run)
    return await import_file(name, content, dry_run=dry_run)


def tell(report: ImportReport, *, every: bool = False) -> None:
    """A report for somebody at the keyboard."""
    kind = KIND_WORDS[FileContent(report.kind)] if report.kind else "fichier illisible"
    say(f"\n{report.file_name} ({kind})\n{report.summary}")
    for note in report.notes:
        say(f"  {note}")
    told = [line for line in report.lines if line.outcome != LineOutcome.CREATED or line.warnings or every]
    for line in told if every else told[:SHOWN]:
        say(_words(line))
    if len(told) > SHOWN and not every:
        say(f"  … et {len(told) - SHOWN} autres lignes (--all les montre toutes)")


def _words(line: ReportLine) -> str:
    name = " ".join(filter(None, (line.what, line.identifier, f"« {line.name} »" if line.name else "")))
    said = [line.why, ", ".join(line.fields), *(f"Attention : {warning}" for warning in line.warnings)]
    return f"  ligne {line.number}, {SIGNS[line.outcome]} : {name}. {' '.join(filter(None, said))}".rstrip()
