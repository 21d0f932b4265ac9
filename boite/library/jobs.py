"""Jobs found by the words that people use for them, « boulangère » as well as « D1102 »."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from boite.database.connection import fetch
from boite.database.long_lists import few
from boite.database.rows import records
from boite.database.shortened import Shortened
from boite.library.models import Job
from boite.text.stems import asked

CODE = re.compile(r"[A-Z][0-9]{4}")
"""A ROME code (France Travail)."""
MOST = 12
"""Jobs that a search shows: who sees more writes another word."""


@dataclass(frozen=True, slots=True)
class FoundJob:
    """One job, and which of its names has the words."""

    code: str
    name: str
    alias: str = ""
    """Empty where it is the name of the job itself."""


async def search(words: str) -> Shortened[FoundJob]:
    """The jobs that have every word in one of their names, the shortest name first; or whose code it is."""
    code = words.strip().upper()
    if CODE.fullmatch(code):
        found = await Job.get_or_none(code=code)
        return Shortened([FoundJob(found.code, found.name)] if found else [], MOST)
    stems = asked(words)
    if not stems:
        return Shortened([], MOST)
    conditions = " AND ".join("n.words LIKE ?" for _ in stems)
    rows = await fetch(
        "SELECT n.job_id, j.name, n.label, n.code FROM library_job_name n JOIN library_job j ON j.code = n.job_id"
        f" WHERE {conditions} ORDER BY LENGTH(n.words), n.label, n.id LIMIT {MOST * 8}",
        # Begun words count too: one types « boulang ». A stem holds letters and digits alone, never % nor _.
        *(f"% {stem}%" for stem in stems),
    )
    return Shortened(_once(rows).values(), MOST)


def _once(rows: list[dict[str, Any]]) -> dict[str, FoundJob]:
    """Each job once, by its best name."""
    found: dict[str, FoundJob] = {}
    for row in rows:
        found.setdefault(row["job_id"], FoundJob(row["job_id"], row["name"], row["label"] if row["code"] else ""))
    return found


async def named(codes: Collection[str]) -> list[FoundJob]:
    """These jobs, by name. Those that are not known are left out."""
    rows = await Job.filter(code__in=few(codes)).order_by("name") if codes else []
    return [FoundJob(row.code, row.name) for row in rows]


async def in_use() -> list[FoundJob]:
    """The jobs that something published is about, by name."""
    return await records(
        FoundJob,
        "SELECT j.code, j.name FROM library_job j WHERE EXISTS (SELECT 1 FROM library_resource_job x"
        " JOIN library_resource r ON r.id = x.resource_id WHERE x.job_id = j.code AND r.stage = 'published')"
        " ORDER BY j.name",
    )
