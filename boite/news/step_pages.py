"""The gestures over one piece of news: one address each, the same few lines for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from boite.access import news as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.errors import Invalid
from boite.news import forms, pins, scheduling
from boite.news.desk import NEWS
from boite.news.desk_pages import page_of
from boite.news.models import Article
from boite.publishing.stages import Step
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.flash import redirect
from boite.web.forms import Form

View = Callable[[Request], Awaitable[Response]]
Doing = Callable[[Article, Form, User], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Gesture:
    """What somebody asks of a piece of news: the step, the verb, the word said, the route that takes it back."""

    step: Step
    do: Doing
    words: str
    undo: str = ""


async def _schedule(article: Article, form: Form, by: User) -> None:
    at = forms.instant(form)
    if at is None:
        raise Invalid(fields={"publish_on": "Choisissez un jour."})
    await scheduling.schedule(article, at, version=versions.number(form), by=by)


GESTURES = {
    "propose": Gesture(
        Step.PROPOSED,
        lambda article, form, by: NEWS.propose(article, by=by),
        "« {title} » attend la réponse de la coordination.",
        "news:take_back",
    ),
    "take_back": Gesture(
        Step.TAKEN_BACK,
        lambda article, form, by: NEWS.take_back(article, by=by),
        "« {title} » est de nouveau un brouillon.",
    ),
    "accept": Gesture(
        Step.ACCEPTED,
        lambda article, form, by: NEWS.accept(article, version=versions.number(form), by=by),
        "« {title} » est acceptée. Choisissez quand elle paraît.",
    ),
    "send_back": Gesture(
        Step.SENT_BACK,
        lambda article, form, by: NEWS.send_back(article, forms.reason(form), by=by),
        "« {title} » est renvoyée, avec votre raison.",
    ),
    "schedule": Gesture(Step.SCHEDULED, _schedule, "« {title} » paraîtra au moment choisi.", "news:unschedule"),
    "unschedule": Gesture(
        Step.UNSCHEDULED,
        lambda article, form, by: scheduling.unschedule(article, by=by),
        "« {title} » ne paraîtra plus toute seule.",
    ),
    "publish": Gesture(
        Step.PUBLISHED,
        lambda article, form, by: NEWS.publish(article, version=versions.number(form), by=by),
        "« {title} » est en ligne.",
    ),
    "pin": Gesture(
        Step.PINNED,
        lambda article, form, by: pins.pin(article, by=by),
        "« {title} » est en tête de la page.",
        "news:unpin",
    ),
    "unpin": Gesture(
        Step.UNPINNED,
        lambda article, form, by: pins.unpin(article, by=by),
        "« {title} » a repris sa place.",
        "news:pin",
    ),
    "withdraw": Gesture(
        Step.WITHDRAWN,
        lambda article, form, by: NEWS.withdraw(article, forms.reason(form), by=by),
        "« {title} » n'est plus en ligne.",
        "news:restore",
    ),
    "restore": Gesture(
        Step.RESTORED,
        lambda article, form, by: NEWS.restore(article, by=by),
        "« {title} » est de nouveau en ligne.",
    ),
    "set_aside": Gesture(
        Step.SET_ASIDE,
        lambda article, form, by: NEWS.set_aside(article, by=by),
        "« {title} » est écartée. Son texte est gardé.",
        "news:recover",
    ),
    "recover": Gesture(
        Step.RECOVERED,
        lambda article, form, by: NEWS.recover(article, by=by),
        "« {title} » est de nouveau un brouillon.",
    ),
}
"""By the name of its route."""
AWAY = {"send_back": "news:queue", "set_aside": "news:mine"}
"""Where one goes afterwards, when it is no longer theirs to see or is out of the way."""


def gesture(name: str) -> View:
    """The view of one gesture."""
    asked = GESTURES[name]

    async def view(request: Request) -> Response:
        user = current_user(request)
        article = await door.article(user, request.path_params["article"], asked.step)
        form = await web_forms.read(request)
        try:
            await asked.do(article, form, user)
        except Invalid as error:
            values = {field: form.raw(field) for field in ("reason", "publish_on", "publish_time") if form.raw(field)}
            return await page_of(request, article, error.fields, values)
        path_for = request.app.url_path_for
        page = path_for(AWAY[name]) if name in AWAY else path_for("news:desk", article=article.id)
        undo = path_for(asked.undo, article=article.id) if asked.undo else None
        return redirect(request, page, asked.words.format(title=article.title), undo=undo)

    return view
