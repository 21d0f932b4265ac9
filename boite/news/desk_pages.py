"""The working pages of the news: the desk of everything that is published, and the proposals of partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import news as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.clock import PARIS, now
from boite.errors import Invalid
from boite.mail.connection import reachable
from boite.news import article_lines, forms, partners, pins, scheduling
from boite.news.article_lines import Line
from boite.news.desk import NEWS
from boite.news.drafts import ArticleDraft
from boite.news.editor_forms import FORM
from boite.news.models import ARTICLES, Article, PartnerProposal
from boite.news.words import FIELDS
from boite.publishing import gesture_forms
from boite.publishing.desk_pages import DeskPages
from boite.publishing.editor_pages import EditorPages
from boite.publishing.gesture_forms import COMMON, Asked, Gesture
from boite.publishing.page_words import Words
from boite.publishing.stages import Step
from boite.web import forms as web_forms
from boite.web.flash import redirect
from boite.web.templating import render


async def _schedule(asked: Asked) -> None:
    at = forms.instant(asked.form, asked.it.publish_at)
    if at is None:
        raise Invalid(fields={"publish_on": "Choisissez un jour."})
    await scheduling.schedule(asked.it, at, version=asked.version, by=asked.by)


class NewsPages(DeskPages[Article, ArticleDraft]):
    """What only the news have: they are accepted, scheduled, held at the top; partners propose some."""

    tables, fields = ARTICLES, FIELDS
    routes, page = "news", "article"
    words = Words.of(
        ARTICLES.noun,
        mine="Mes articles",
        none=("Aucun article", "Vos brouillons et vos actualités se rangeront ici."),
        other_words="Essayez un autre mot, ou regardez les archives.",
    )
    tabs = (("La lettre", "newsletter:desk", "mail"),)
    own_line, one_template, queue_template = "news/_line.html", "news/desk.html", "news/queue.html"
    gestures = COMMON | {
        "accept": Gesture(
            Step.ACCEPTED,
            lambda asked: NEWS.accept(asked.it, version=asked.version, by=asked.by),
            "« {title} » est acceptée. Choisissez quand elle paraît.",
        ),
        "schedule": Gesture(
            Step.SCHEDULED,
            _schedule,
            "« {title} » paraîtra au moment choisi.",
            "unschedule",
            ("publish_on", "publish_time"),
        ),
        "unschedule": Gesture(
            Step.UNSCHEDULED,
            lambda asked: scheduling.unschedule(asked.it, by=asked.by),
            "« {title} » ne paraîtra plus toute seule.",
        ),
        "pin": Gesture(
            Step.PINNED,
            lambda asked: pins.pin(asked.it, by=asked.by),
            "« {title} » est en tête de la page.",
            "unpin",
        ),
        "unpin": Gesture(
            Step.UNPINNED,
            lambda asked: pins.unpin(asked.it, by=asked.by),
            "« {title} » a repris sa place.",
            "pin",
        ),
    }

    async def lines(self, rows: Sequence[Article]) -> list[Line]:
        """With their readings, and whether each is at the top."""
        return await article_lines.lines(rows)

    async def waiting(self, codes: frozenset[str]) -> dict[str, Any]:
        """What is to be decided, or is and waits for its day; what partners propose."""
        queue = await article_lines.queue(codes)
        headed = {
            "Proposées": queue.proposed,
            "Acceptées, sans jour de parution": queue.accepted,
            "Programmées": queue.scheduled,
            "En ligne": queue.published,
        }
        nothing = not (queue.proposed or queue.offers or queue.accepted)
        return {"sections": list(headed.items()), "offers": queue.offers, "nothing_waits": nothing}

    async def facts(self, request: Request, publication: Article, draft: ArticleDraft) -> dict[str, Any]:
        """The day and the hour of the form that schedules."""
        at = publication.publish_at.astimezone(PARIS) if publication.publish_at else None
        day, hour = (f"{at:%Y-%m-%d}", f"{at:%H:%M}") if at else ("", "08:00")
        return {"values": {"publish_on": day, "publish_time": hour}}


PAGES = NewsPages(lambda request: NEWS, door.NEWS)
mine, queue, show, gesture = PAGES.mine, PAGES.queue, PAGES.show, PAGES.gesture


class ArticleEditor(EditorPages[Article, ArticleDraft]):
    """The editor of everything that is published, with attachments and days."""

    files_part, last_parts = "news/_files.html", ("news/_files.html", "news/_dates.html")
    closed = "Cette actualité n'est plus un brouillon. Votre texte est gardé ci-dessous. Reprenez-la, puis recollez-le."

    async def onward(self, user: User, publication: Article | None) -> str:
        """What has its day waits for it."""
        name = await super().onward(user, publication)
        waits = publication is not None and publication.publish_at is not None and publication.publish_at > now()
        return "schedule" if waits and name == "publish" else name


EDITOR = ArticleEditor(PAGES, FORM)
new, edit = EDITOR.new, EDITOR.edit


async def offer(request: Request) -> Response:
    """What a partner proposes, and the answer to give."""
    proposal = await door.proposal(current_user(request), request.path_params["proposal"])
    return await _offer(request, proposal)


async def _offer(request: Request, proposal: PartnerProposal, **context: Any) -> Response:
    mails = reachable(request.app.state.settings)
    values = {"errors": {}, "reason": "", "mails": mails} | context
    return render(request, "news/offer.html", status=422 if values["errors"] else 200, proposal=proposal, **values)


async def adopt(request: Request) -> Response:
    """Make a draft of it, and go on writing."""
    user = current_user(request)
    proposal = await door.proposal(user, request.path_params["proposal"])
    await web_forms.read(request)
    article = await partners.adopt(proposal, by=user)
    page = request.app.url_path_for("news:edit", article=article.id)
    return redirect(request, page, "C'est maintenant votre brouillon. Complétez-le, puis publiez-le.")


async def refuse(request: Request) -> Response:
    """Set it aside, with a reason."""
    user = current_user(request)
    proposal = await door.proposal(user, request.path_params["proposal"])
    form = await web_forms.read(request)
    try:
        await partners.refuse(proposal, gesture_forms.reason(form), by=user)
    except Invalid as error:
        return await _offer(request, proposal, errors=error.fields, reason=form.raw("reason"))
    return redirect(request, request.app.url_path_for("news:queue"), "La proposition est refusée.")
