"""The limit for a page of news: twenty rows of SQLite in a Jinja template, and nothing else. No account, no choice."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from benchmarks.peers.datasette import keep
from benchmarks.process import Process, free_port

FILE = "BENCHMARK_FILE"
"""Variable that tells the application where its articles are."""
PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><title>Actualités</title><h1>Actualités</h1><ul>{% for row in rows %}<li><article>"
    '<h2><a href="/{{ row.slug }}">{{ row.title }}</a></h2>'
    "<p>{{ row.topic }} {{ row.published_at }} {{ row.territory }}</p><p>{{ row.summary }}</p>"
    "</article></li>{% endfor %}</ul>"
)
_connections: list[sqlite3.Connection] = []


async def front(_: Request) -> Response:
    """The newest twenty."""
    if not _connections:
        _connections.append(sqlite3.connect(os.environ[FILE]))
        _connections[0].row_factory = sqlite3.Row
    rows = _connections[0].execute("SELECT * FROM articles ORDER BY published_at DESC LIMIT 20").fetchall()
    return HTMLResponse(PAGE.render(rows=[dict(row) for row in rows]))


async def hello(_: Request) -> Response:
    """The least that an application answers."""
    return PlainTextResponse("bonjour")


app = Starlette(routes=[Route("/sante", hello), Route("/", front)])


def serve(folder: Path, rows: Iterable[tuple[str, ...]]) -> Process:
    """Serve these articles with uvicorn, one worker."""
    folder.mkdir(parents=True, exist_ok=True)
    keep(folder / "actualites.db", rows)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", f"{__name__}:app", "--port", str(port), "--no-access-log"]
    options = ["--loop", "uvloop", "--http", "httptools", "--log-level", "warning"]
    environment = {FILE: str(folder / "actualites.db")}
    return Process([*command, *options], port, folder / "output.log", environment)
