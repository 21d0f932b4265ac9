"""The editor: one page to write, look, and save. Whatever happens, what was typed comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Generic
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from boite.access import publishing as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.errors import Conflict, Forbidden, Invalid, StaleVersion
from boite.groups.file_picker import LAST_PAGE, FileChoices, Sought
from boite.publishing import choice_forms, editor_forms, prose, waiting
from boite.publishing.choice_forms import Choices
from boite.publishing.desk_pages import DeskPages
from boite.publishing.drafts import D
from boite.publishing.editor_forms import EditorForm
from boite.publishing.rows import P
from boite.publishing.stages import Stage, Step
from boite.publishing.topics import TOPICS
from boite.publishing.workflow import MovedOn
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import is_partial, render
from boite.web.versions import Reading, Sent, Values

AUTOSAVE = "x-autosave"
"""The header of what the script saves by itself while somebody types."""
Looking = Callable[[Request, P | None, Form], Awaitable[Response]]
WRITING = frozenset({Step.WRITTEN, Step.CORRECTED})


class EditorPages(Generic[P, D]):
    """What differs from one kind to another: its form, its parts of the page, what may be looked at unsaved."""

    parts: ClassVar[tuple[str, ...]] = ("publishing/_text.html",)
    facet_parts: ClassVar[tuple[str, ...]] = ()
    last_parts: ClassVar[tuple[str, ...]] = ("publishing/_picture-search.html",)
    """The templates of its own fields: after the summary, after the topic, at the end."""
    files_part: ClassVar[str] = "publishing/_picture-search.html"
    """The one that looks for files: answered alone to a script."""
    preview: ClassVar[str] = "publishing/_preview.html"
    """The one that shows it as readers will see it. Empty: nothing is looked at before it is saved."""
    saved: ClassVar[str] = "Le texte est enregistré."
    closed: ClassVar[str] = (
        "Ce texte n'est plus un brouillon. Ce que vous avez tapé est gardé ci-dessous. Reprenez-le, puis recollez-le."
    )
    """What is said once it is saved, and where it is no draft any more."""

    def __init__(self, pages: DeskPages[P, D], form: EditorForm[P, D]) -> None:
        """`pages`, `form`: the working pages and the form of the same kind."""
        self.pages, self.form, self.door, self.tables = pages, form, pages.door, pages.tables
        self.looking: dict[str, Looking[P]] = {"files": self.find_files}
        """The buttons that save nothing, by their value."""
        if self.preview:
            self.looking["preview"] = self.look

    async def besides(self, request: Request, publication: P | None, values: Values) -> dict[str, Any]:
        """What only the page of this kind shows."""
        return {}

    async def new(self, request: Request) -> Response:
        """A blank page; once sent, a draft."""
        user = current_user(request)
        places = await door.desk(user)
        if request.method != "POST":
            blank = self.form.values_of(self.form.empty(web_forms.query(request), places[0].code if places else None))
            read = Reading(values=self.form.words_of(blank), version=1)
            return await self.page(request, None, blank | {"draft": str(uuid4())}, read)
        form = await web_forms.read(request)
        if look := self._look(form):
            return await look(request, None, form)
        begun = None
        try:
            begun = await self._begun(form, user)
            draft, desk = await self._draft(request, begun, form), self.pages.desk(request)
            if begun is not None:
                await desk.keep(begun, draft, version=versions.number(form), by=user)
            publication = begun or await desk.begin(draft, by=user, identifier=editor_forms.blank(form))
        except (Invalid, Conflict) as error:
            return await self._refused(request, begun, form, error)
        return self._saved(request, publication, "Votre brouillon est enregistré.")

    def _look(self, form: Form) -> Looking[P] | None:
        """What a button that saves nothing does: its value may go on with a page, after a colon."""
        return self.looking.get(form.raw("gesture").partition(":")[0])

    async def _begun(self, form: Form, user: User) -> P | None:
        """The draft that this very page began already: it was sent twice, or saved by itself just before."""
        found = await self.tables.publication.get_or_none(id=editor_forms.blank(form), author_id=user.id)
        return found if found is not None and Step.WRITTEN in await self.door.steps(user, found) else None

    async def edit(self, request: Request) -> Response:
        """The text of a draft, of a proposal for those who decide, or of what is on line, to correct it."""
        user = current_user(request)
        publication = await self.door.one(user, request.path_params[self.tables.name])
        allowed = await self.door.steps(user, publication) & WRITING
        if request.method != "POST":
            if not allowed:
                raise Forbidden
            values = self.form.values_of(await self.pages.desk(request).draft_of(publication))
            read = Reading(values=self.form.words_of(values), version=publication.version)
            return await self.page(request, publication, values, read)
        form = await web_forms.read(request)
        if look := self._look(form):
            return await look(request, publication, form)
        try:
            if not allowed:
                raise MovedOn(self.closed)
            await self._write(request, publication, form)
        except (Invalid, Conflict) as error:
            return await self._refused(request, publication, form, error)
        return self._saved(request, publication, self.saved)

    async def _write(self, request: Request, publication: P, form: Form) -> None:
        user, desk = current_user(request), self.pages.desk(request)
        draft, version = await self._draft(request, publication, form), versions.number(form)
        if publication.stage != Stage.PUBLISHED:
            await desk.keep(publication, draft, version=version, by=user)
            return
        await desk.correct(publication, draft, version=version, note=editor_forms.correction(form), by=user)

    async def _draft(self, request: Request, publication: P | None, form: Form) -> D:
        places = await choice_forms.desk(current_user(request), publication)
        offered = await self.files(request, publication, self.form.typed(form))
        choices = Choices(
            desk=[code for code, _ in places],
            locals=[code for code, _ in await choice_forms.local_places()],
            files=offered.nodes,
        )
        return await self.form.read(form, choices, publication, web_forms.query(request))

    async def files(self, request: Request, publication: P | None, values: Values) -> FileChoices:
        """The files to choose from: those that fit each field, and have the words looked for, if any."""
        sought = Sought(
            fitting=self.form.fitting(publication, web_forms.query(request)),
            kept=(await self.pages.desk(request).draft_of(publication)).files if publication else (),
            picked=self.form.picked(values),
            words=values["file_words"][:200],
            page=values.get("file_page", 1),
        )
        return await choice_forms.files(current_user(request), sought)

    def _saved(self, request: Request, publication: P, words: str) -> Response:
        of = self.pages.about(request, "")["of"]
        if AUTOSAVE in request.headers:
            address = of(publication, "edit")
            return JSONResponse({"version": publication.version, "address": address, "words": "Enregistré"})
        return redirect(request, of(publication), words)

    async def _refused(
        self, request: Request, publication: P | None, form: Form, error: Invalid | Conflict
    ) -> Response:
        """The same page with what was typed; beside it, what whoever was quicker wrote."""
        if AUTOSAVE in request.headers:
            return JSONResponse({"words": error.message}, 422 if isinstance(error, Invalid) else 409)
        values, again = self.form.typed(form), versions.sent(form)
        if isinstance(error, Invalid):
            moved = "" if error.fields else error.message
            return await self.page(request, publication, values, again, status=422, errors=error.fields, moved=moved)
        if publication is None or isinstance(error, MovedOn) or not isinstance(error, StaleVersion):
            return await self.page(request, publication, values, again, status=409, moved=error.message)
        theirs = await self._reading(request, await self.door.one(current_user(request), publication.id))
        offered = await choice_forms.answers(await self.files(request, publication, values))
        said = versions.saying(self.form.labels, offered | self.form.answers())
        mine, both = self.form.together(form, values, theirs, said)
        return await self.page(request, publication, mine, theirs, status=409, both=both)

    async def _reading(self, request: Request, publication: P) -> Reading:
        """What is kept now, and who wrote it."""
        values = self.form.values_of(await self.pages.desk(request).draft_of(publication))
        last = await waiting.last_writing(self.tables, publication)
        by = last.by if last else None
        return Reading(
            values=self.form.words_of(values),
            version=publication.version,
            author=by.shown_name if by else "",
            own=by is not None and by.id == current_user(request).id,
            at=last.at if last else None,
        )

    async def find_files(self, request: Request, publication: P | None, form: Form) -> Response:
        """The files of the group whose names have the words typed, without saving: alone for a script."""
        page = form.raw("gesture").partition(":")[2]
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
        values = self.form.typed(form) | {"file_page": max(1, min(number, LAST_PAGE))}
        if not is_partial(request):
            return await self.page(request, publication, values, versions.sent(form))
        choices, about = (
            await self.files(request, publication, values),
            await self.besides(request, publication, values),
        )
        here = self.here(request, publication)
        return render(request, self.files_part, values=values, errors={}, choices=choices, here=here, **about)

    async def look(self, request: Request, publication: P | None, form: Form) -> Response:
        """How readers will see it, without saving: alone for a script, above the form without one."""
        values = self.form.typed(form)
        seen = {
            "title": values["title"] or "Sans titre",
            "summary": values["summary"],
            "topic": TOPICS.get(values["topic"]),
            "html": await prose.rendered(values[self.pages.desk(request).prose]),
        }
        if is_partial(request):
            return render(request, self.preview, seen=seen)
        return await self.page(request, publication, values, versions.sent(form), seen=seen)

    def here(self, request: Request, publication: P | None) -> str:
        """The address of this page."""
        about = self.pages.about(request, "")
        return str(about["of"](publication, "edit") if publication else about["to"]("new"))

    async def page(
        self,
        request: Request,
        publication: P | None,
        values: Values,
        read: Reading | Sent,
        *,
        status: int = 200,
        **context: Any,
    ) -> Response:
        """The page, with these values."""
        shown = {
            "it": publication,
            "here": self.here(request, publication),
            "correcting": publication is not None and publication.stage == Stage.PUBLISHED,
            "adding": self.pages.words.add,
            "values": values,
            "read": read,
            "desk": await choice_forms.desk(current_user(request), publication),
            "locals": await choice_forms.local_places(),
            "topics": choice_forms.TOPIC_ANSWERS,
            "publics": choice_forms.PUBLIC_ANSWERS,
            "choices": await self.files(request, publication, values),
            "parts": self.parts,
            "facet_parts": self.facet_parts,
            "last_parts": self.last_parts,
            "preview": self.preview,
            **{"writes_text": True, "errors": {}, "moved": "", "both": None, "seen": None},
        }
        own = await self.besides(request, publication, values) | context
        return render(request, "publishing/editor.html", status=status, **self.pages.about(request, "") | shown | own)
