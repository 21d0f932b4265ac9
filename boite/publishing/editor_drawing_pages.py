"""How the editor's page is drawn: the same for every kind, with the parts that each puts in it."""

from __future__ import annotations

from typing import Any, ClassVar, Generic

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.groups.file_picker import FileChoices, Sought
from boite.publishing import choice_forms
from boite.publishing.desk_pages import DeskPages
from boite.publishing.drafts import D
from boite.publishing.editor_forms import EditorForm
from boite.publishing.file_forms import Keeper
from boite.publishing.rows import P
from boite.publishing.stages import Stage
from boite.web import forms as web_forms
from boite.web import forms_with_files
from boite.web.forms import Form
from boite.web.templating import render
from boite.web.versions import Reading, Sent, Values


class EditorDrawing(Generic[P, D]):
    """What differs from one kind to another: its form, its parts of the page."""

    parts: ClassVar[tuple[str, ...]] = ("publishing/_text.html",)
    facet_parts: ClassVar[tuple[str, ...]] = ()
    last_parts: ClassVar[tuple[str, ...]] = ("publishing/_files.html",)
    """The templates of its own fields: after the summary, after the topic, at the end."""
    files_part: ClassVar[str] = "publishing/_files.html"
    """The one where files are chosen: answered alone to a script."""
    preview: ClassVar[str] = "publishing/_preview.html"
    """The one that shows it as readers will see it. Empty: nothing is looked at before it is saved."""
    onwards: ClassVar[tuple[str, ...]] = ("publish", "propose")
    """The gestures that go on from the editor: the first one that this person may make."""

    def __init__(self, pages: DeskPages[P, D], form: EditorForm[P, D]) -> None:
        """`pages`, `form`: the working pages and the form of the same kind."""
        self.pages, self.form, self.door, self.tables = pages, form, pages.door, pages.tables

    async def besides(self, request: Request, publication: P | None, values: Values) -> dict[str, Any]:
        """What only the page of this kind shows."""
        return {}

    async def onward(self, user: User, publication: P | None) -> str:
        """The gesture that shows it to others once it is written: « publish », « propose »; empty where none may be."""
        if publication is None:
            decides = await door.coordinated_codes(user)
            return self.onwards[0] if decides else self.onwards[-1]
        steps = await self.door.steps(user, publication)
        return next((name for name in self.onwards if self.pages.gestures[name].step in steps), "")

    async def sent(self, request: Request, publication: P | None) -> Form:
        """What was sent, each file that came with it already kept. Raises Forbidden, Invalid."""
        fitting = self.form.fitting(publication, web_forms.query(request))
        state = request.app.state
        keeper = Keeper(user=current_user(request), store=state.store, settings=state.settings, fitting=fitting)
        return await forms_with_files.read(request, keeper)

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
        user = current_user(request)
        shown = {
            "it": publication,
            "here": self.here(request, publication),
            "correcting": publication is not None and publication.stage == Stage.PUBLISHED,
            "drafting": publication is None or publication.stage == Stage.DRAFT,
            "onward": await self.onward(user, publication),
            "adding": self.pages.words.add,
            "values": values,
            "read": read,
            "desk": await choice_forms.desk(user, publication),
            "locals": await choice_forms.local_places(),
            "topics": choice_forms.TOPIC_ANSWERS,
            "publics": choice_forms.PUBLIC_ANSWERS,
            "choices": await self.files(request, publication, values),
            "fitting": self.form.fitting(publication, web_forms.query(request)),
            "parts": self.parts,
            "facet_parts": self.facet_parts,
            "last_parts": self.last_parts,
            "preview": self.preview,
            **{"writes_text": True, "errors": {}, "moved": "", "kept": False, "both": None, "seen": None},
        }
        own = await self.besides(request, publication, values) | context
        return render(request, "publishing/editor.html", status=status, **self.pages.about(request, "") | shown | own)
