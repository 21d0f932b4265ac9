"""The fictional structures of the demonstration, loaded by the same import as any other file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from boite.directory.exchange.imports import import_file
from boite.errors import Invalid

FILES = ("territories.json", "communes.json", "structures.json")
"""In the order in which they need each other."""


async def load_demo(folder: Path) -> None:
    """Enter the files of this folder. Idempotent. Raises Invalid where a line is refused: the demo must be whole."""
    for name in FILES:
        report = await import_file(name, await asyncio.to_thread((folder / name).read_bytes))
        if report.refused:
            refused = next(line for line in report.lines if line.why)
            raise Invalid(f"{name}, ligne {refused.number} : {refused.why}")
