"""Structured logs: one line of JSON by event, each with the identifier of its request."""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from types import TracebackType
from typing import Any
from zlib import crc32

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boite.database.connection import watch_commits
from boite.log_context import new_identifier, request_id
from boite.web.client_network import is_from_proxy, is_unbelieved
from boite.web.request_counts import RequestCounts

log = logging.getLogger("boite.web")
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, request, and what was given as `extra={"fields": …}`."""
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["group"] = group_of(record.exc_info[1])
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """A record as a line that people read."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(request)s%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The identifier of the request stands before the message."""
        record.request = f"[{request_id.get()}] " if request_id.get() else ""
        return super().format(record)


def group_of(error: BaseException) -> str:
    """The same for the same mistake, whoever meets it: the kind of the error and the places of ours that it crossed.

    Neither its words, which may be somebody's, nor the lines, which move with each release.
    """
    places = [f"{frame.filename.rpartition('boite/')[2]}:{frame.name}" for frame in _ours(error.__traceback__)]
    return f"{type(error).__name__}-{crc32(' '.join(places).encode()):08x}"


def _ours(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    return [frame for frame in traceback.extract_tb(trace) if "/boite/" in frame.filename]


def configure(level: str, form: str) -> None:
    """Send every log to the error output in the chosen form."""
    handler = logging.StreamHandler()
    if form == "json":
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # At DEBUG they write statements with their values: people's names and digests.
    for name in ("tortoise", "aiosqlite", "asyncpg"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True


class RequestLog:
    """Gives each request an identifier and logs its end. Addresses of people are not logged."""

    def __init__(self, app: ASGIApp, *, counts: RequestCounts | None = None, proxies: str = "") -> None:
        """`proxies`: those whose X-Request-ID is believed, so that their lines and ours bear the same one."""
        self.app = app
        self._proxies = proxies
        self._counts = counts or RequestCounts()
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Measure and tell one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self._warn_once(scope)
        given = Headers(scope=scope).get("x-request-id", "")
        believed = _GIVEN.fullmatch(given) and is_from_proxy(scope, self._proxies)
        identifier = given if believed else new_identifier()
        token = request_id.set(identifier)
        watch_commits()
        started, status, live = time.perf_counter(), 0, False

        async def noted(message: Message) -> None:
            nonlocal status, live
            if message["type"] == "http.response.start":
                status, headers = message["status"], MutableHeaders(scope=message)
                live = headers.get("content-type", "").startswith("text/event-stream")
                headers["x-request-id"] = identifier
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            seconds, route = time.perf_counter() - started, _route(scope)
            elapsed = round(seconds * 1000, 1)
            fields = {"method": scope["method"], "route": route, "status": status, "ms": elapsed}
            self._counts.note(scope["method"], route, status, None if live else seconds)
            if not live:  # a thousand of them end together at each stop
                log.info("request", extra={"fields": fields})
            request_id.reset(token)

    def _warn_once(self, scope: Scope) -> None:
        """A whole region seen as one address would soon be refused: the operator must know."""
        if not self._warned and is_unbelieved(scope):
            self._warned = True
            log.warning("forwarded address not believed: see BOITE_TRUSTED_PROXIES")


def _route(scope: Scope) -> str:
    """The pattern of the address, never the address: a token in it opens something, a name says who was looked for."""
    route = scope.get("route")
    if isinstance(route, Route):
        return str(scope.get("root_path", "")) + route.path
    return f"{scope.get('root_path', '')}/*" if route else "unknown"
