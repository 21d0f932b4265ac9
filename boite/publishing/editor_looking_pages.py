"""What the editor's buttons show without saving anything: how readers will see it, the files of the group."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic

from starlette.requests import Request
from starlette.responses import Response

from boite.publishing import prose
from boite.publishing.desk_pages import DeskPages
from boite.publishing.drafts import D
from boite.publishing.editor_drawing_pages import EditorDrawing
from boite.publishing.editor_forms import EditorForm
from boite.publishing.rows import P
from boite.publishing.topics import TOPICS
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.forms import Form
from boite.web.templating import is_partial, render
from boite.web.versions import Values

Looking = Callable[[Request, P | None, Form], Awaitable[Response]]


class EditorLooking(EditorDrawing[P, D], Generic[P, D]):
    """The buttons that save nothing, by their value: it may go on with a page or a field, after a colon."""

    def __init__(self, pages: DeskPages[P, D], form: EditorForm[P, D]) -> None:
        """A kind adds its own to `looking`."""
        super().__init__(pages, form)
        self.looking: dict[str, Looking[P]] = {"files": self.find_files, "drop": self.drop}
        if self.preview:
            self.looking["preview"] = self.look

    def look_of(self, form: Form) -> Looking[P] | None:
        """What the button that was pressed shows; None for one that saves."""
        return self.looking.get(form.raw("gesture").partition(":")[0])

    async def look(self, request: Request, publication: P | None, form: Form) -> Response:
        """How readers will see it: alone for a script, above the form without one."""
        values = self.form.typed(form)
        seen = {
            "title": values["title"] or "Sans titre",
            "summary": values["summary"],
            "topic": TOPICS.get(values["topic"]),
            "html": await prose.rendered(values[self.pages.desk(request).prose]),
        }
        if is_partial(request):
            return render(request, self.preview, seen=seen)
        return await self.page(request, publication, values, versions.sent(form), seen=seen, errors=form.faults)

    async def find_files(self, request: Request, publication: P | None, form: Form) -> Response:
        """The files of the group, those just sent, those whose names have the words typed."""
        page = web_forms.page_number(form.raw("gesture").partition(":")[2])
        return await self._files(request, publication, form, self.form.typed(form) | {"file_page": page})

    async def drop(self, request: Request, publication: P | None, form: Form) -> Response:
        """Without the file of a field: it stays in the group's space."""
        field, values = form.raw("gesture").partition(":")[2], self.form.typed(form)
        if field in self.form.of_files and field not in self.form.several:
            values |= {field: ""}
        return await self._files(request, publication, form, values)

    async def _files(self, request: Request, publication: P | None, form: Form, values: Values) -> Response:
        """Alone for a script, in the whole page without one."""
        if not is_partial(request):
            return await self.page(request, publication, values, versions.sent(form), errors=form.faults)
        return render(
            request,
            self.files_part,
            values=values,
            errors=form.faults,
            choices=await self.files(request, publication, values),
            fitting=self.form.fitting(publication, web_forms.query(request)),
            here=self.here(request, publication),
            **await self.besides(request, publication, values),
        )
