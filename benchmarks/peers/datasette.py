"""Datasette, as it comes: the table page of a SQLite file. From the PATH, else a throw-away venv."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import venv
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from benchmarks.process import Process, free_port

PAGE = "/actualites/articles?_sort_desc=published_at&_size=20"
"""Twenty rows, the newest first."""


def install(folder: Path) -> str | None:
    """The command: the one of the PATH, else installed in a venv in `folder`; None where it cannot be had."""
    found = shutil.which("datasette")
    if found is not None:
        return found
    venv.create(folder, with_pip=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "datasette"]
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
        return None
    return str(folder / "bin" / "datasette")


def serve(command: str | None, folder: Path, rows: Iterable[tuple[str, ...]]) -> Process | None:
    """Serve these articles, one process; None where the command is not there."""
    if command is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    keep(folder / "actualites.db", rows)
    port = free_port()
    options = ["serve", str(folder / "actualites.db"), "-h", "127.0.0.1", "-p", str(port)]
    return Process([command, *options], port, folder / "output.log", {"PYTHONWARNINGS": "default"})


def keep(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """The same articles in one plain table."""
    with closing(sqlite3.connect(path)) as base:
        base.execute(
            "CREATE TABLE articles (slug TEXT PRIMARY KEY, title TEXT, summary TEXT, topic TEXT, signature TEXT,"
            " published_at TEXT, territory TEXT)"
        )
        base.execute("CREATE INDEX newest ON articles (published_at)")
        base.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        base.commit()
