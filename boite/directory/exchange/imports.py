"""A file enters the directory whole or not at all: read, compared, written in one transaction, reported by line."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

from boite.accounts.models import User
from boite.database.connection import execute, on_sqlite, transaction
from boite.directory import journal_kinds as kinds
from boite.directory.exchange import communes, groups, outlines, structures, territories
from boite.directory.exchange.files import KIND_WORDS, FileContent, Source, Unreadable, read
from boite.directory.exchange.import_rows import ImportRun
from boite.directory.exchange.report import ImportReport
from boite.journal.record import record

Write = Callable[[], Awaitable[None]]
Prepare = Callable[[Source, ImportReport], Awaitable[Write]]
LOCK = 0x494D504F
"""Key of the PostgreSQL advisory lock: one import writes at a time (« IMPO »)."""

IMPORTERS: dict[FileContent, Prepare] = {
    FileContent.TERRITORIES: territories.prepare,
    FileContent.OUTLINES: outlines.prepare,
    FileContent.COMMUNES: communes.prepare,
    FileContent.GROUPS: groups.prepare,
    FileContent.STRUCTURES: structures.prepare,
}
"""How each kind of file is imported. Questions are of a domain above this one, which has its own pages for them."""


class _Rehearsed(Exception):
    """Everything went well, and nothing is to stay."""


async def import_file(name: str, content: bytes, *, by: User | None = None, dry_run: bool = False) -> ImportReport:
    """Import one file and tell what became of each line. A dry run does everything, then rolls it back.

    What cannot be read at all is a report too, with one refusal. Any unexpected error leaves nothing behind.
    """
    report = ImportReport(file_name=name[:200], sha256=hashlib.sha256(content).hexdigest())
    try:
        source = await asyncio.to_thread(read, content)
        report.kind = source.kind
        write = await _importer(source.kind)(source, report)
    except Unreadable as error:
        report.refuse(0, "fichier", error.message, name=report.file_name)
        write = _nothing
    try:
        async with transaction():
            await alone()
            await write()
            if dry_run:
                raise _Rehearsed
            await keep(report, by)
    except _Rehearsed:
        pass
    return report


def _importer(kind: FileContent) -> Prepare:
    if kind not in IMPORTERS:
        raise Unreadable(f"Ce fichier contient des {KIND_WORDS[kind]} : il ne s'importe pas d'ici.")
    return IMPORTERS[kind]


async def _nothing() -> None:
    """Nothing to write."""


async def alone() -> None:
    """Two imports of one file at once would both create its lines; SQLite has one writer by itself."""
    if not on_sqlite():
        await execute("SELECT pg_advisory_xact_lock(?)", LOCK)


async def keep(report: ImportReport, by: User | None) -> None:
    """The trace of an import: its report, and a line in the journal of the person who ran it."""
    report.run = (await trace(report, by)).id
    if by is not None:
        await record(kinds.Imported(name=report.file_name, count=report.total), owner=by.id, by=by.id)


async def trace(report: ImportReport, by: User | None, *, paper: str = "") -> ImportRun:
    """The row of an import; of a rehearsal where `paper` says under which key its file waits."""
    return await ImportRun.create(
        kind=report.kind,
        file_name=report.file_name,
        sha256=report.sha256,
        notes=report.notes,
        counts=dict(report.counts),
        lines=report.sorted_lines(),
        by_id=by.id if by else None,
        paper=paper,
    )


def kind_of(content: bytes) -> FileContent | None:
    """What a file holds; None where it cannot be read."""
    try:
        return read(content).kind
    except Unreadable:
        return None


def in_order(contents: dict[str, bytes]) -> list[str]:
    """The names of these files in the order in which they need each other; the unreadable ones last."""
    return sorted(contents, key=lambda name: (_order(contents[name]), name))


def _order(content: bytes) -> int:
    kind = kind_of(content)
    return len(FileContent) if kind is None else list(FileContent).index(kind)
