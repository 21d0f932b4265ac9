"""Structured logs: one line of JSON by event, each with the identifier of its request."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from contextvars import ContextVar
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boite.database.connection import watch_commits
from boite.web.client_network import is_unbelieved
from boite.web.request_counts import RequestCounts

request_id: ContextVar[str] = ContextVar("request_id", default="")
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
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: str, form: str) -> None:
    """Send every log to the error output in the chosen form."""
    handler = logging.StreamHandler()
    if form == "json":
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # At DEBUG they write statements with their values: people's names and digests.
    for name in ("tortoise", "aiosqlite", "asyncpg"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True


class RequestLog:
    """Gives each request an identifier and logs its end. Addresses of people are not logged."""

    def __init__(self, app: ASGIApp, *, counts: RequestCounts | None = None) -> None:
        self.app = app
        self._counts = counts or RequestCounts()
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Measure and tell one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self._warn_once(scope)
        given = Headers(scope=scope).get("x-request-id", "")
        identifier = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
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
