"""The application as a value: routes, middleware, handlers, lifespan, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from tortoise.contrib.starlette import RegisterTortoise

from boite.accounts.guard import Guard
from boite.database.commit_count import Pulse
from boite.database.connection import is_sqlite, tortoise_config
from boite.database.counters import Tally, keeping
from boite.files.opened_store import store_of
from boite.files.store_identity import recognise
from boite.notifications import inbox, live
from boite.routes import site_map
from boite.settings import Settings
from boite.web.badge import Badge
from boite.web.bounded_connections import room
from boite.web.compression import CompressedPages
from boite.web.errors import handlers
from boite.web.headers import SecurityHeaders
from boite.web.idle import Lull, NotesRequests
from boite.web.live_lines import LiveLines
from boite.web.live_watch import watching
from boite.web.logs import RequestLog, configure
from boite.web.maintenance import Rests
from boite.web.origin import SameOrigin
from boite.web.page_cache import Memory
from boite.web.page_language import SpeaksLanguage
from boite.web.plain_addresses import PlainAddresses
from boite.web.request_counts import RequestCounts
from boite.web.unexpected_errors import LastResort
from boite.worker import TIMETABLE, Worker

OPEN_AT_REST = ("/exploitation/entretien",)
"""What may be written during a maintenance: its end."""


def create_app(settings: Settings | None = None) -> Starlette:
    """The whole site for these settings (the environment's by default)."""
    settings = settings or Settings.from_environment()
    configure(settings.log_level, settings.log_format)
    lull, counts = Lull(), RequestCounts()
    app = Starlette(
        routes=site_map(settings),
        middleware=[
            Middleware(NotesRequests, lull=lull),
            Middleware(RequestLog, counts=counts, proxies=settings.trusted_proxies),
            Middleware(CompressedPages),
            Middleware(SecurityHeaders, secure=settings.secure),
            Middleware(LastResort),
            Middleware(PlainAddresses),
            Middleware(SameOrigin),
            Middleware(Guard, settings=settings),
            Middleware(SpeaksLanguage),
            Middleware(Rests, but=OPEN_AT_REST),
            Middleware(Badge, count=inbox.unread),
        ],
        exception_handlers=handlers(postgresql=not is_sqlite(settings)),
        lifespan=lifespan,
    )
    app.state.settings, app.state.lull = settings, lull
    app.state.counts, app.state.timetable = counts, TIMETABLE  # what /metrics tells
    app.state.lines = LiveLines(min(settings.live_lines, room() * 2 // 3))  # pages must always find a place
    app.state.store, app.state.tally = store_of(settings), Tally()
    return app


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[Mapping[str, Any]]:
    """Connections, and the background chores where this process does them. Gives what a connection calls at a stop."""
    settings: Settings = app.state.settings
    async with RegisterTortoise(app, config=tortoise_config(settings)):
        await recognise(settings, app.state.store)  # before the chores: they erase
        app.state.memory = Memory(Pulse(settings))
        worker = Worker(settings, app.state.store, rest=app.state.lull.wait)
        if settings.chores:
            worker.start()
        try:
            lines = watching(app.state.lines, settings, app.state.memory.pulse, live.standing)
            async with keeping(app.state.tally), lines:
                yield {"at_stop": app.state.lines.stop}
        finally:
            await worker.stop()
            app.state.memory.pulse.close()
            await app.state.store.close()
