"""The questions of the demonstration, loaded by the same import as any other file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from boite.errors import Invalid
from boite.orientation.steering.question_import import import_questions


async def load_demo_questions(path: Path) -> None:
    """Enter this file. Idempotent. Raises Invalid where a line is refused: the demonstration must be whole."""
    report = await import_questions(await asyncio.to_thread(path.read_bytes), file_name=path.name)
    if report.refused:
        refused = next(line for line in report.lines if line.why)
        raise Invalid(f"{path.name}, ligne {refused.number} : {refused.why}")
