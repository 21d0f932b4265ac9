"""The editor of resources: a kind is chosen, then the editor of everything that is published."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import library as door
from boite.accounts.guard import current_user
from boite.database.shortened import Shortened
from boite.library import jobs
from boite.library.content_check import VIEWERS
from boite.library.desk_pages import PAGES
from boite.library.drafts import ResourceDraft
from boite.library.editor_forms import FORM, LANGUAGE_ANSWERS, ticked
from boite.library.models import Resource, ResourceKind
from boite.library.wording import KINDS, LEVEL_HINTS, LEVELS
from boite.publishing.desk_pages import DeskPages
from boite.publishing.editor_forms import EditorForm
from boite.publishing.editor_pages import EditorPages
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.forms import Form
from boite.web.templating import is_partial, render
from boite.web.versions import Values


class ResourceEditor(EditorPages[Resource, ResourceDraft]):
    """What only resources have: a kind, what makes them, a level, jobs that are looked for."""

    parts = ("library/_file.html", "library/_transcript.html")
    facet_parts, last_parts = ("library/_level.html",), ("library/_job-search.html",)
    files_part, preview = "library/_file.html", ""
    saved = "La ressource est enregistrée."
    closed = "Cette ressource n'est plus un brouillon. Votre texte est gardé ci-dessous. Reprenez-la, puis recollez-le."

    def __init__(self, pages: DeskPages[Resource, ResourceDraft], form: EditorForm[Resource, ResourceDraft]) -> None:
        """With the button that looks for jobs."""
        super().__init__(pages, form)
        self.looking["jobs"] = self.find_jobs

    async def new(self, request: Request) -> Response:
        """The four kinds to choose from; one chosen, a blank page; once sent, a draft."""
        if web_forms.query(request).raw("sorte") in list(ResourceKind):
            return await super().new(request)
        places = await door.desk(current_user(request))
        if request.method == "POST":
            await web_forms.read(request)
        return render(request, "library/new.html", kinds=KINDS, places=places)

    def here(self, request: Request, publication: Resource | None) -> str:
        """With the kind that was chosen, as long as it is no draft."""
        address = super().here(request, publication)
        return address if publication else f"{address}?sorte={_kind(request, publication)}"

    async def besides(self, request: Request, publication: Resource | None, values: Values) -> dict[str, Any]:
        """Its kind, levels, languages, and jobs: those ticked, and those that the words typed find."""
        kind = _kind(request, publication)
        chosen, found = await _around_jobs(values)
        return {
            "kind": kind,
            "adding": f"Ajouter {KINDS[kind].one}",
            "writes_text": kind in VIEWERS,
            "levels": [(code, label, LEVEL_HINTS[code]) for code, label in LEVELS.items()],
            "languages": LANGUAGE_ANSWERS,
            "chosen": chosen,
            "found": found,
            "searched": False,
        }

    async def find_jobs(self, request: Request, publication: Resource | None, form: Form) -> Response:
        """The jobs that have the words typed, without saving: alone for a script, in the whole form without one."""
        values = self.form.typed(form)
        if not is_partial(request):
            return await self.page(request, publication, values, versions.sent(form), searched=True)
        about = await self.besides(request, publication, values) | {"searched": True}
        return render(request, "library/_jobs.html", values=values, errors={}, **about)


def _kind(request: Request, publication: Resource | None) -> ResourceKind:
    return FORM.kind(publication, web_forms.query(request))


async def _around_jobs(values: Values) -> tuple[list[jobs.FoundJob], Shortened[jobs.FoundJob]]:
    chosen = await jobs.named(ticked(values["jobs"]))
    found = await jobs.search(values["job_words"])
    return chosen, found.drawn(job for job in found if all(job.code != named.code for named in chosen))


EDITOR = ResourceEditor(PAGES, FORM)
new, edit = EDITOR.new, EDITOR.edit
