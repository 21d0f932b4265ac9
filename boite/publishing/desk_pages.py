"""The working pages of one kind: what somebody wrote, what waits, one publication, and what may be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import publishing as publishing_door
from boite.accounts.guard import current_user
from boite.errors import Invalid
from boite.publishing import audience, topics, waiting
from boite.publishing.desk import Desk
from boite.publishing.drafts import D
from boite.publishing.gesture_forms import AWAY, COMMON, Asked, Gesture
from boite.publishing.page_words import Words
from boite.publishing.rows import P, Tables
from boite.publishing.stages import Stage
from boite.publishing.waiting import Line
from boite.publishing.words import FIELDS, WORDS_OF_TEXTS, steps
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render

View = Callable[[Request], Awaitable[Response]]


class DeskPages(Generic[P, D]):
    """What differs from one kind to another: its words, its templates, its facts, its own gestures."""

    tables: Tables[P]
    routes: ClassVar[str]
    """The namespace of its addresses. They name a publication by the relation of its tables (`article`)."""
    front: ClassVar[str] = "front"
    page: ClassVar[str]
    """The routes of readers: the list, and one."""
    words: ClassVar[Words]
    fields: ClassVar[Mapping[str, str]] = FIELDS
    """The words of its fields, for the history."""
    own_line: ClassVar[str] = ""
    own_details: ClassVar[str] = ""
    """The templates of what only this kind says on a line, and under it."""
    one_template: ClassVar[str] = "publishing/desk.html"
    queue_template: ClassVar[str] = "publishing/queue.html"
    tabs: ClassVar[Sequence[tuple[str, str, str]]] = ()
    """More pages of the desk: words, route, sign."""
    gestures: ClassVar[Mapping[str, Gesture]] = COMMON

    def __init__(self, desk: Callable[[Request], Desk[P, D]], of: publishing_door.Door[P]) -> None:
        """`desk`: the desk that serves a request; `of`: the door of this kind."""
        self.desk, self.door = desk, of

    async def lines(self, rows: Sequence[P]) -> list[Line[P]]:
        """These publications as lines."""
        return await waiting.lines(self.tables, rows)

    async def waiting(self, codes: frozenset[str]) -> dict[str, Any]:
        """What waits in these territories, and the latest on line: `sections`; and whether `nothing_waits`."""
        rows = await waiting.undecided(self.tables, codes, Stage.PROPOSED)
        latest = await waiting.online(self.tables, codes)
        lines = await self.lines([*rows, *latest])
        proposed, online = rows.drawn(lines[: len(rows)]), latest.drawn(lines[len(rows) :])
        return {"sections": [("Proposées", proposed), ("En ligne", online)], "nothing_waits": not proposed}

    async def facts(self, request: Request, publication: P, draft: D) -> dict[str, Any]:
        """What only the page of this kind says of a publication."""
        return {}

    async def mine(self, request: Request) -> Response:
        """What this person wrote, at whatever stage."""
        user = current_user(request)
        places = await publishing_door.desk(user)
        page = web_forms.query(request).page()
        rows = await waiting.mine(self.tables, user, [place.code for place in places], page)
        lines = rows.drawn(await self.lines(rows))
        reviews = bool(await directory_door.coordinated_codes(user))
        about = self.about(request, "mine", reviews=reviews)
        return render(request, "publishing/mine.html", lines=lines, places=places, page=page, **about)

    async def queue(self, request: Request) -> Response:
        """What the coordination has to decide."""
        codes = await publishing_door.review(current_user(request))
        about = self.about(request, "queue") | await self.waiting(codes)
        return render(request, self.queue_template, **about)

    async def show(self, request: Request) -> Response:
        """One publication as it stands: its state, what may be done, its history."""
        publication = await self.door.one(current_user(request), request.path_params[self.tables.name])
        return await self.page_of(request, publication)

    async def page_of(
        self,
        request: Request,
        publication: P,
        errors: Mapping[str, str] | None = None,
        values: Mapping[str, str] | None = None,
    ) -> Response:
        """The page, with what was typed and could not be understood."""
        desk, user = self.desk(request), current_user(request)
        draft = await desk.draft_of(publication)
        [line] = await self.lines([publication])
        context = {
            "it": publication,
            "line": line,
            "html": await desk.html_of(publication),
            "topic": topics.TOPICS.get(publication.topic),
            "where": await audience.where(draft),
            "for_whom": audience.for_whom(draft),
            "may": {step.value for step in await self.door.steps(user, publication)},
            "history": await waiting.history(desk.tables, publication),
            "said": steps(self.tables.noun),
            "fields_of": lambda revision: audience.fields_of(revision, self.fields),
            "texts": WORDS_OF_TEXTS,
            "errors": dict(errors or {}),
        }
        facts = await self.facts(request, publication, draft)
        typed = {"reason": ""} | facts.pop("values", {}) | dict(values or {})
        about = self.about(request, "") | facts
        status = 422 if errors else 200
        return render(request, self.one_template, status=status, values=typed, **context, **about)

    def about(self, request: Request, at: str, *, reviews: bool = True) -> dict[str, Any]:
        """What every page of this desk needs: its words, its addresses, its tabs. `at` is the page where one is."""
        url, name = addresses(request.app), self.tables.name

        def of(it: P, route: str = "desk") -> str:
            return url(f"{self.routes}:{route}", **{name: it.id})

        tabs = [(self.words.mine, "mine", "edit"), ("À valider", "queue", "check"), *self.tabs]
        named = [(words, route if ":" in route else f"{self.routes}:{route}", icon) for words, route, icon in tabs]
        return {
            "words": self.words,
            "to": lambda route: url(f"{self.routes}:{route}"),
            "of": of,
            "readers": url(f"{self.routes}:{self.front}"),
            "reading": lambda slug: url(f"{self.routes}:{self.page}", slug=slug),
            "tabs": [(words, url(route), route == f"{self.routes}:{at}", icon) for words, route, icon in named],
            "reviews": reviews,
            "own_line": self.own_line,
            "own_details": self.own_details,
            "topics": topics,
        }

    async def take(self, request: Request, publication: P, name: str, form: Form, version: int) -> None:
        """Make a gesture over the version that was read. Raises Invalid, MovedOn, Conflict."""
        await self.gestures[name].do(Asked(self.desk(request), publication, form, current_user(request), version))

    def taken(self, request: Request, publication: P, name: str) -> Response:
        """Where one goes once it is made, what is said there, and what takes it back."""
        made, to = self.gestures[name], self.about(request, "")
        page = to["to"](AWAY[name]) if name in AWAY else to["of"](publication)
        undo = to["of"](publication, made.undo) if made.undo else None
        words = made.words.format(title=publication.title, e=self.tables.noun.agrees)
        return redirect(request, page, words, undo=undo)

    def gesture(self, name: str) -> View:
        """The page of one gesture: one address each, the same few lines for all."""
        wanted = self.gestures[name]

        async def view(request: Request) -> Response:
            user = current_user(request)
            publication = await self.door.one(user, request.path_params[self.tables.name], wanted.step)
            form = await web_forms.read(request)
            try:
                await self.take(request, publication, name, form, versions.number(form))
            except Invalid as error:
                typed = {field: form.raw(field) for field in wanted.fields if form.raw(field)}
                return await self.page_of(request, publication, error.fields, typed)
            return self.taken(request, publication, name)

        return view
