"""The editor: one page to write, look, save and publish. Whatever happens, what was typed comes back."""

from __future__ import annotations

from typing import ClassVar, Generic
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from boite.access import publishing as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.errors import Conflict, Forbidden, Invalid
from boite.publishing import choice_forms, editor_forms
from boite.publishing.choice_forms import Choices
from boite.publishing.drafts import D
from boite.publishing.editor_looking_pages import EditorLooking
from boite.publishing.editor_refusal_pages import AUTOSAVE, EditorRefusals
from boite.publishing.rows import P
from boite.publishing.stages import Stage, Step
from boite.publishing.workflow import MovedOn
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.versions import Reading

WRITING = frozenset({Step.WRITTEN, Step.CORRECTED})
ONWARD = "onward"
"""The button that saves, then publishes or proposes."""


class EditorPages(EditorLooking[P, D], EditorRefusals[P, D], Generic[P, D]):
    """Writing one kind of publication."""

    saved: ClassVar[str] = "Le texte est enregistré."
    closed: ClassVar[str] = (
        "Ce texte n'est plus un brouillon. Ce que vous avez tapé est gardé ci-dessous. Reprenez-le, puis recollez-le."
    )
    """What is said once it is saved, and where it is no draft any more."""

    async def new(self, request: Request) -> Response:
        """A blank page; once sent, a draft."""
        user = current_user(request)
        places = await door.desk(user)
        if request.method != "POST":
            blank = self.form.values_of(self.form.empty(web_forms.query(request), places[0].code if places else None))
            read = Reading(values=self.form.words_of(blank), version=1)
            return await self.page(request, None, blank | {"draft": str(uuid4())}, read)
        form = await self.sent(request, None)
        if look := self.look_of(form):
            return await look(request, None, form)
        begun = None
        try:
            begun = await self._begun(form, user)
            draft, desk = await self._draft(request, begun, form), self.pages.desk(request)
            if begun is not None:
                await desk.keep(begun, draft, version=versions.number(form), by=user)
            publication = begun or await desk.begin(draft, by=user, identifier=editor_forms.blank(form))
        except (Invalid, Conflict) as error:
            return await self.refused(request, begun, form, error)
        return await self._saved(request, publication, form, "Votre brouillon est enregistré.")

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
        form = await self.sent(request, publication)
        if look := self.look_of(form):
            return await look(request, publication, form)
        try:
            if not allowed:
                raise MovedOn(self.closed)
            await self._write(request, publication, form)
        except (Invalid, Conflict) as error:
            return await self.refused(request, publication, form, error)
        return await self._saved(request, publication, form, self.saved)

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

    async def _saved(self, request: Request, publication: P, form: Form, words: str) -> Response:
        if form.raw("gesture") == ONWARD:
            return await self._go_on(request, publication, form, words)
        of = self.pages.about(request, "")["of"]
        if AUTOSAVE in request.headers:
            address = of(publication, "edit")
            return JSONResponse({"version": publication.version, "address": address, "words": "Enregistré"})
        return redirect(request, of(publication), words)

    async def _go_on(self, request: Request, publication: P, form: Form, words: str) -> Response:
        """Publish it, or propose it, now that it is saved."""
        name = await self.onward(current_user(request), publication)
        if not name:
            return redirect(request, self.pages.about(request, "")["of"](publication), words)
        try:
            await self.pages.take(request, publication, name, form, publication.version)
        except (Invalid, Conflict) as error:
            return await self.kept_only(request, publication, error)
        return self.pages.taken(request, publication, name)
