"""What was refused comes back with all that was typed; beside it, what whoever was quicker wrote."""

from __future__ import annotations

from typing import Generic

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from boite.accounts.guard import current_user
from boite.errors import Conflict, Invalid, StaleVersion
from boite.publishing import choice_forms, waiting
from boite.publishing.drafts import D
from boite.publishing.editor_drawing_pages import EditorDrawing
from boite.publishing.rows import P
from boite.publishing.workflow import MovedOn
from boite.web import versions
from boite.web.forms import Form
from boite.web.versions import Reading

AUTOSAVE = "x-autosave"
"""The header of what the script saves by itself while somebody types."""


class EditorRefusals(EditorDrawing[P, D], Generic[P, D]):
    """The editor's page once something was refused."""

    async def refused(self, request: Request, publication: P | None, form: Form, error: Invalid | Conflict) -> Response:
        """Nothing of it was saved."""
        if AUTOSAVE in request.headers:
            return JSONResponse({"words": error.message}, 422 if isinstance(error, Invalid) else 409)
        values, again = self.form.typed(form), versions.sent(form)
        if isinstance(error, Invalid):
            moved = "" if error.fields else error.message
            return await self.page(request, publication, values, again, status=422, errors=error.fields, moved=moved)
        if publication is None or isinstance(error, MovedOn) or not isinstance(error, StaleVersion):
            return await self.page(request, publication, values, again, status=409, moved=error.message)
        theirs = await self.reading(request, await self.door.one(current_user(request), publication.id))
        offered = await choice_forms.answers(await self.files(request, publication, values))
        said = versions.saying(self.form.labels, offered | self.form.answers())
        mine, both = self.form.together(form, values, theirs, said)
        return await self.page(request, publication, mine, theirs, status=409, both=both)

    async def kept_only(self, request: Request, publication: P, error: Invalid | Conflict) -> Response:
        """It was saved, and cannot go further as it is: what is missing is said beside each field."""
        values = self.form.values_of(await self.pages.desk(request).draft_of(publication))
        read = Reading(values=self.form.words_of(values), version=publication.version)
        missing = error.fields if isinstance(error, Invalid) else {}
        why = "" if missing else error.message
        status = 422 if isinstance(error, Invalid) else 409
        return await self.page(request, publication, values, read, status=status, errors=missing, kept=True, moved=why)

    async def reading(self, request: Request, publication: P) -> Reading:
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
