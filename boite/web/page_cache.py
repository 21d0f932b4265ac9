"""Pages and parts of pages kept in memory. Nobody's own things enter: a part is drawn without knowing who reads.

Everything that a page shows is in its mark (`boite.web.caching.mark`), so nothing has to be thrown away in time: what
changed has another mark, and what nobody asks for any more leaves first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from boite.database.commit_count import Pulse
from boite.languages.spoken import speaking
from boite.web import caching, csrf, token_placeholder
from boite.web.addresses import addresses
from boite.web.single_flight import Together
from boite.web.templating import environment
from boite.web.translation import page_speaks

Fact = TypeVar("Fact")
Drawn = TypeVar("Drawn", bound=bytes | None)

ROOM = 8_000_000
"""Bytes of pages that one process keeps."""
LARGEST = 200_000
"""Bytes of one page. A larger one is drawn each time."""


class Shelf:
    """Drawn pages by mark; the least recently used leave when it is full."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.used = 0
        self._rows: OrderedDict[str, bytes] = OrderedDict()

    def get(self, tag: str) -> bytes | None:
        """What was kept under this mark."""
        found = self._rows.get(tag)
        if found is not None:
            self._rows.move_to_end(tag)
        return found

    def put(self, tag: str, drawn: bytes) -> None:
        """Keep it, and let go of what was asked least lately."""
        if len(drawn) > LARGEST:
            return
        self.used += len(drawn) - len(self._rows.pop(tag, b""))
        self._rows[tag] = drawn
        while self.used > self.room:
            self.used -= len(self._rows.popitem(last=False)[1])


class Memory:
    """What one process keeps for its pages: drawings by their mark, and facts that hold until the next commit."""

    def __init__(self, pulse: Pulse) -> None:
        self.pulse = pulse
        self.shelf = Shelf()
        self.beat: int | None = None
        self.facts: dict[str, Any] = {}
        self.together = Together()

    async def once(self, key: object, look: Callable[[], Fact | None], make: Callable[[], Awaitable[Fact]]) -> Fact:
        """What `look` finds, else what `make` gives: once for everybody who comes meanwhile."""

        async def made() -> Fact:
            found = look()  # the previous caller may have drawn it
            return await make() if found is None else found

        found = look()
        return await self.together.ask(key, made) if found is None else found

    def facts_of_now(self) -> dict[str, Any]:
        """The facts found since the last commit; a new mapping, kept nowhere, where that is not known."""
        beat = self.pulse.beat()
        if beat is None:
            return {}
        if beat != self.beat:
            self.beat, self.facts = beat, {}
        return self.facts


def memory(request: Request) -> Memory:
    """That of this request's application."""
    found: Memory = request.app.state.memory
    return found


async def fact(request: Request, name: str, ask: Callable[[], Awaitable[Fact]]) -> Fact:
    """What `ask` gives, kept until anything is written to the database; asked again where that is not known.

    None is not kept: what a stranger makes up does not fill the memory.
    """
    here = memory(request)

    async def asked() -> Fact:
        # The beat first: what is written between it and the answer is asked for again at the next one.
        known = here.facts_of_now()
        found = await ask()
        if found is not None:
            known[name] = found
        return found

    return await here.once(("fact", name), lambda: here.facts_of_now().get(name), asked)


async def page(request: Request, tag: str, draw: Callable[[], Awaitable[Response]], *, keep: bool = True) -> Response:
    """A whole page that is the same for anybody: 304, from memory, or drawn. Only where `caching.is_for_anybody`.

    Without `keep`, it is drawn each time: what a stranger may ask for in endless ways does not fill the memory.
    """
    same = caching.unchanged(request, tag)
    if same is not None:
        return same
    own: Response | None = None

    async def drawn() -> bytes | None:
        nonlocal own
        own = await draw()
        return bytes(own.body) if caching.is_same_for_all(request, own) else None

    found = await _drawing(request, tag, drawn, keep=keep)
    if found is None:
        return own or await draw()
    return caching.shared(HTMLResponse(found), tag)


async def page_of_somebody(
    request: Request, tag: str, draw: Callable[[Request], Awaitable[Response]], *, keep: bool = True
) -> Response:
    """A whole page for somebody signed in, from memory where the mark says all that it shows of them, or drawn.

    What is kept is drawn for a request that knows nobody (`token_placeholder`): a page that asks more of the person
    fails. Its token is put in last. Where the frame of the page is theirs too, it is drawn with their own request.
    """
    if not keep or not token_placeholder.suits(request):
        return await draw(request)
    reader = token_placeholder.Somebody(request.state.user.theme, request.state.user.role)

    async def drawn() -> bytes | None:
        response = await draw(token_placeholder.request_of(reader, request))
        return bytes(response.body) if response.status_code == 200 and "set-cookie" not in response.headers else None

    found = await _drawing(request, f"somebody {reader.theme} {reader.role} {tag}", drawn, keep=True)
    if found is None:
        return await draw(request)
    response = HTMLResponse(csrf.fill_in(request, found))
    csrf.remember(request, response)
    return response


async def part(
    request: Request, tag: str, template: str, gather: Callable[[], Awaitable[dict[str, Any]]], *, keep: bool = True
) -> Markup:
    """A part of a page, from memory or drawn. Its template knows neither the person nor their token: it would fail."""

    async def drawn() -> bytes:
        context = {"url": addresses(request.app), "settings": request.app.state.settings, **await gather()}
        with speaking(page_speaks(template)):
            return environment().get_template(template).render(context).encode(errors="replace")

    # Never taken for the whole page of the same mark.
    found = await _drawing(request, f"{template} {tag}", drawn, keep=keep)
    return Markup(found.decode())  # noqa: S704 - drawn by the environment that escapes everything


async def _drawing(request: Request, tag: str, draw: Callable[[], Awaitable[Drawn]], *, keep: bool) -> bytes | Drawn:
    """What was drawn under this mark, else what `draw` gives: kept where `keep` says so, unless it is None."""
    if not keep:
        return await draw()
    here = memory(request)

    async def drawn() -> bytes | Drawn:
        found = await draw()
        if found is not None:
            here.shelf.put(tag, found)
        return found

    return await here.once(("drawing", tag), lambda: here.shelf.get(tag), drawn)
