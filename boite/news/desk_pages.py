"""The working pages: « Mes articles », « À valider », one piece of news, one proposal of a partner."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import news as news_door
from boite.accounts.guard import current_user
from boite.clock import PARIS
from boite.directory.sheet.publics import LABELS
from boite.errors import Invalid
from boite.mail.connection import reachable
from boite.news import article_view_pages, forms, partners, waiting
from boite.news.desk import NEWS
from boite.news.models import Article, PartnerProposal
from boite.publishing import topics
from boite.publishing.stages import Step
from boite.web import forms as web_forms
from boite.web.flash import redirect
from boite.web.templating import render

SAID = {
    Step.WRITTEN: "Texte enregistré",
    Step.PROPOSED: "Proposée à la coordination",
    Step.TAKEN_BACK: "Reprise pour être modifiée",
    Step.ACCEPTED: "Acceptée",
    Step.SENT_BACK: "Renvoyée",
    Step.SCHEDULED: "Jour de parution choisi",
    Step.UNSCHEDULED: "Jour de parution retiré",
    Step.PUBLISHED: "Mise en ligne",
    Step.PINNED: "Épinglée",
    Step.UNPINNED: "Détachée",
    Step.CORRECTED: "Corrigée",
    Step.WITHDRAWN: "Retirée du site",
    Step.RESTORED: "Remise en ligne",
    Step.SET_ASIDE: "Écartée",
    Step.RECOVERED: "Reprise",
    Step.LEFT_OUT: "Retirée de la page d'un autre territoire",
}
"""The words of each step, in the history."""


async def mine(request: Request) -> Response:
    """What this person wrote, at whatever stage."""
    user = current_user(request)
    places = await news_door.desk(user)
    lines = await waiting.mine(user, [place.code for place in places])
    reviews = bool(await directory_door.coordinated_codes(user))
    return render(request, "news/mine.html", lines=lines, places=places, reviews=reviews, topics=topics)


async def queue(request: Request) -> Response:
    """What the coordination has to decide."""
    codes = await news_door.review(current_user(request))
    return render(request, "news/queue.html", queue=await waiting.queue(codes), topics=topics)


async def show(request: Request) -> Response:
    """One piece of news as it stands: its state, what may be done, its history."""
    article = await news_door.article(current_user(request), request.path_params["article"])
    return await page_of(request, article)


async def page_of(
    request: Request, article: Article, errors: dict[str, str] | None = None, values: dict[str, str] | None = None
) -> Response:
    """The page, with what was typed and could not be understood."""
    user = current_user(request)
    at = article.publish_at.astimezone(PARIS) if article.publish_at else None
    day, hour = (f"{at:%Y-%m-%d}", f"{at:%H:%M}") if at else ("", "08:00")
    typed = {"reason": "", "publish_on": day, "publish_time": hour}
    kept = await NEWS.draft_of(article)
    return render(
        request,
        "news/desk.html",
        status=422 if errors else 200,
        line=await waiting.one(article),
        article=article,
        html=await NEWS.html_of(article),
        topic=topics.TOPICS.get(article.topic),
        where=await article_view_pages.where(kept),
        for_whom=[LABELS[code] for code in kept.publics if code in LABELS],
        may={step.value for step in await news_door.steps(user, article)},
        history=await waiting.history(article),
        said=SAID,
        fields_of=article_view_pages.fields_of,
        errors=errors or {},
        values=typed | (values or {}),
    )


async def offer(request: Request) -> Response:
    """What a partner proposes, and the answer to give."""
    proposal = await news_door.proposal(current_user(request), request.path_params["proposal"])
    return await _offer(request, proposal)


async def _offer(request: Request, proposal: PartnerProposal, **context: Any) -> Response:
    mails = reachable(request.app.state.settings)
    values = {"errors": {}, "reason": "", "mails": mails} | context
    return render(request, "news/offer.html", status=422 if values["errors"] else 200, proposal=proposal, **values)


async def adopt(request: Request) -> Response:
    """Make a draft of it, and go on writing."""
    user = current_user(request)
    proposal = await news_door.proposal(user, request.path_params["proposal"])
    await web_forms.read(request)
    article = await partners.adopt(proposal, by=user)
    page = request.app.url_path_for("news:edit", article=article.id)
    return redirect(request, page, "C'est maintenant votre brouillon. Complétez-le, puis publiez-le.")


async def refuse(request: Request) -> Response:
    """Set it aside, with a reason."""
    user = current_user(request)
    proposal = await news_door.proposal(user, request.path_params["proposal"])
    form = await web_forms.read(request)
    try:
        await partners.refuse(proposal, forms.reason(form), by=user)
    except Invalid as error:
        return await _offer(request, proposal, errors=error.fields, reason=form.raw("reason"))
    return redirect(request, request.app.url_path_for("news:queue"), "La proposition est refusée.")
