"""Starlette as most people write it: the body to a file chunk by chunk, FileResponse, a page from SQLite and Jinja."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import aiofiles
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from benchmarks.process import Process, free_port

FOLDER = "BENCHMARK_FOLDER"
"""Variable that tells the application where its files are."""
ROWS = 100
PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><title>Page</title><ul>{% for id, name, size in rows %}"
    '<li><a href="/{{ id }}">{{ name }}</a> {{ size }} octets</li>{% endfor %}</ul>'
)


def _file(request: Request) -> Path:
    return Path(os.environ[FOLDER]) / Path(request.path_params["name"]).name


async def put(request: Request) -> Response:
    """Keep a body."""
    async with aiofiles.open(_file(request), "wb") as file:
        async for chunk in request.stream():
            await file.write(chunk)
    return Response(status_code=201)


async def get(request: Request) -> Response:
    """Give it back."""
    return FileResponse(_file(request))


async def page(_: Request) -> Response:
    """A hundred rows, without session, log or anything else."""
    rows = _database().execute("SELECT id, name, size FROM row ORDER BY id LIMIT ?", (ROWS,)).fetchall()
    return HTMLResponse(PAGE.render(rows=rows))


def _database() -> sqlite3.Connection:
    if not _connections:
        base = sqlite3.connect(Path(os.environ[FOLDER]) / "naive.sqlite3")
        base.execute("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, name TEXT, size INTEGER)")
        base.executemany(
            "INSERT OR IGNORE INTO row VALUES (?, ?, ?)", [(n, f"papier {n}.pdf", n) for n in range(10_000)]
        )
        base.commit()
        _connections.append(base)
    return _connections[0]


_connections: list[sqlite3.Connection] = []


async def hello(_: Request) -> Response:
    """The least that an application answers."""
    return PlainTextResponse("bonjour")


app = Starlette(
    routes=[
        Route("/sante", hello),
        Route("/page", page),
        Route("/{name}", get, methods=["GET"]),
        Route("/{name}", put, methods=["PUT"]),
    ]
)
bare = Starlette(routes=[Route("/sante", hello)])


def serve(folder: Path, served: Path, *, name: str = "app") -> Process:
    """Serve one of the two applications of this module with uvicorn, one worker."""
    folder.mkdir(parents=True, exist_ok=True)
    served.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", f"{__name__}:{name}", "--port", str(port), "--no-access-log"]
    options = ["--loop", "uvloop", "--http", "httptools", "--log-level", "warning"]
    return Process([*command, *options], port, folder / f"{name}.log", {FOLDER: str(served)})
