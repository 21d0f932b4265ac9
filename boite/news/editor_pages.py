"""The editor of the news: that of everything that is published, with a preview of the text."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.news.desk_pages import PAGES
from boite.news.drafts import Draft
from boite.news.editor_forms import FORM
from boite.news.models import Article
from boite.publishing import prose, topics
from boite.publishing.desk_pages import DeskPages
from boite.publishing.editor_forms import EditorForm
from boite.publishing.editor_pages import EditorPages
from boite.web import versions
from boite.web.forms import Form
from boite.web.templating import is_partial, render


class ArticleEditor(EditorPages[Article, Draft]):
    """What only the news have: a text, a preview, attachments, days."""

    parts, last_parts = ("news/_text.html",), ("news/_files.html", "news/_dates.html")
    files_part, preview = "news/_files.html", "news/_preview.html"
    saved = "Le texte est enregistré."
    closed = "Cette actualité n'est plus un brouillon. Votre texte est gardé ci-dessous. Reprenez-la, puis recollez-le."

    def __init__(self, pages: DeskPages[Article, Draft], form: EditorForm[Article, Draft]) -> None:
        """With the button of the preview."""
        super().__init__(pages, form)
        self.looking["preview"] = self.look

    async def look(self, request: Request, publication: Article | None, form: Form) -> Response:
        """How readers will see it, without saving: alone for a script, above the form without one."""
        values = self.form.typed(form)
        seen = {
            "title": values["title"] or "Sans titre",
            "summary": values["summary"],
            "topic": topics.TOPICS.get(values["topic"]),
            "html": await prose.rendered(values["body"]),
        }
        if is_partial(request):
            return render(request, self.preview, seen=seen)
        return await self.page(request, publication, values, versions.sent(form), seen=seen)


EDITOR = ArticleEditor(PAGES, FORM)
new, edit = EDITOR.new, EDITOR.edit
