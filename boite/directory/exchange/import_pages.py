"""What was imported, for the coordination of the region: the list, and each report line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.accounts.guard import current_user
from boite.directory.exchange.files import KIND_WORDS, FileContent
from boite.directory.exchange.import_rows import ImportRun
from boite.directory.exchange.report import BADGES, WORDS, LineOutcome, summary, table
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.templating import render

PAGE = 30
LINES = 50
FARTHEST = 1000
COLUMNS = ("id", "kind", "file_name", "at", "counts", "paper")
"""What the list shows: reports may be long, and are read one at a time."""


async def listed(request: Request) -> Response:
    """Every import, the latest first."""
    await door.region(current_user(request))
    page = forms.query(request).integer("page", 1, FARTHEST) or 1
    rows = await ImportRun.all().order_by("-at", "id").offset((page - 1) * PAGE).limit(PAGE + 1).values(*COLUMNS)
    runs = [row | {"kind_words": _kind(row["kind"]), "summary": summary(row["counts"])} for row in rows[:PAGE]]
    return render(request, "directory/data/imports.html", runs=runs, page=page, more=len(rows) > PAGE)


def _kind(kind: str) -> str:
    words = KIND_WORDS[FileContent(kind)] if kind else "fichier illisible"
    return words[0].upper() + words[1:]


async def report(request: Request) -> Response:
    """What one file did, or would do, line by line."""
    run = await door.import_run(current_user(request), request.path_params["run"])
    query = forms.query(request)
    outcome = query.choice("resultat", ("", *LineOutcome))
    page = query.integer("page", 1, FARTHEST) or 1
    lines = [line for line in run.lines if not outcome or line["outcome"] == outcome]
    return render(
        request,
        "directory/data/import-report.html",
        run=run,
        kind=_kind(run.kind),
        summary=summary(run.counts),
        lines=[_line(line) for line in lines[(page - 1) * LINES : page * LINES]],
        page=page,
        more=len(lines) > page * LINES,
        outcome=outcome,
        tabs=_tabs(request, run, outcome),
    )


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    outcome = LineOutcome(line["outcome"])
    return {**line, "word": WORDS[outcome][0], "tone": BADGES[outcome]}


def _tabs(request: Request, run: ImportRun, outcome: str) -> list[tuple[str, str, bool]]:
    """The outcomes of this file, each with its number: links that narrow the report."""
    here = addresses(request.app)("directory:import_report", run=run.id)
    shown = {each["outcome"] for each in run.lines}
    counted = [(each, run.counts.get(each, 0)) for each in LineOutcome if each in shown]
    told = [
        (f"{WORDS[each][1].capitalize()} ({count})", f"{here}?resultat={each}", outcome == each)
        for each, count in counted
    ]
    return [("Toutes", here, not outcome), *told] if len(told) > 1 else []


async def download(request: Request) -> Response:
    """The report as a table for a spreadsheet."""
    run = await door.import_run(current_user(request), request.path_params["run"])
    headers = {"content-disposition": 'attachment; filename="rapport-import.csv"'}
    return Response(table(run.lines), media_type="text/csv; charset=utf-8", headers=headers)
