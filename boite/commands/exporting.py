"""`boite export`: the directory in a file."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncGenerator, Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from boite.bootstrap import say
from boite.database.upgrade.migration_state import opened_current
from boite.directory.exchange import exports
from boite.directory.exchange.structure_table import table
from boite.orientation.steering import question_files
from boite.settings import Settings

Maker = Callable[[], AsyncGenerator[bytes, None]]


def makers(settings: Settings) -> dict[str, Maker]:
    """What can be exported, by name."""

    def sheet(slug: str) -> str:
        return f"{settings.base_url}/annuaire/structures/{slug}"

    return {
        "structures": exports.structures_json,
        "csv": partial(table, sheet),
        "communes": exports.communes_json,
        "questions": questions,
    }


async def questions() -> AsyncGenerator[bytes, None]:
    """The questions of « Qui peut m'aider ? » with their answers, as their own page gives them."""
    yield await question_files.written()


def run(arguments: list[str]) -> int:
    """Write one file, or the standard output."""
    settings = Settings.from_environment()
    known = makers(settings)
    parser = argparse.ArgumentParser("boite export", description="Écrit l'annuaire dans un fichier.")
    parser.add_argument("what", choices=list(known), metavar="|".join(known), help="ce qu'il faut écrire")
    parser.add_argument("-o", "--output", type=Path, metavar="FICHIER", help="sans lui, la sortie standard")
    options = parser.parse_args(arguments)
    if options.output is None:
        asyncio.run(write(settings, known[options.what], sys.stdout.buffer))
        return 0
    # Beside it first: an export cut in the middle must not take the place of a good one.
    beside: Path = options.output.with_name(f"{options.output.name}.partiel")
    with beside.open("wb") as file:
        asyncio.run(write(settings, known[options.what], file))
    beside.replace(options.output)
    say(f"{options.output} est écrit.")
    return 0


async def write(settings: Settings, maker: Maker, file: BinaryIO) -> None:
    """The bytes as they are made."""
    async with opened_current(settings):
        async for piece in maker():
            file.write(piece)
