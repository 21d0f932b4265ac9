"""The working pages of the letter: the list, a new one, and the gestures over one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from boite.access import newsletter as door
from boite.accounts.guard import current_user
from boite.accounts.models import AccountRole, User
from boite.directory.models import Scale
from boite.newsletter import composer, desk, issue_forms, pause, progress, schedule, trial
from boite.newsletter.models import Issue, IssueStage
from boite.settings import Settings
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render

View = Callable[[Request], Awaitable[Response]]
MOVING = frozenset({IssueStage.SENDING, IssueStage.PAUSED})


async def mine(request: Request) -> Response:
    """The letters of the territories that this person coordinates."""
    user = current_user(request)
    if user.role == AccountRole.COORDINATOR and not await door.desk_codes(user):
        return render(request, "site/no-post.html", heading="Préparer la lettre")
    codes = [row.code for row in await door.desk(user)]
    page = forms.query(request).page()
    rows = await desk.issues(codes, page)
    moving = [issue for issue in rows if issue.stage in MOVING]
    sent = {issue.id: await progress.progress(issue) for issue in moving}
    return render(
        request, "newsletter/desk.html", rows=rows, groups=desk.grouped(rows), page=page, sent=sent, words=desk.WORDS
    )


async def new(request: Request) -> Response:
    """Territory and period; once sent, a draft already filled."""
    user = current_user(request)
    territories = await door.desk(user)
    own = next((row for row in territories if row.scale == Scale.LOCAL), territories[0])
    options = [(row.code, row.name) for row in territories]
    first = own if len(territories) == 1 else territories[0]

    async def do(form: Form) -> Response:
        code = form.choice("territory", [row.code for row in territories])
        territory = next(row for row in territories if row.code == code)
        period = issue_forms.period(form, await desk.last_sent(code))
        issue = await composer.begin(territory, period, by=user, url=addresses(request.app))
        page = request.app.url_path_for("newsletter:compose", issue=issue.id)
        return redirect(request, page, "La lettre est déjà remplie. Retirez ce qui est en trop.")

    values = {"territory": first.code, "period": issue_forms.SINCE_LAST}
    periods = list(issue_forms.PERIODS.items())
    return await answered(request, "newsletter/new.html", do, values=values, territories=options, periods=periods)


Doing = Callable[[Issue, Form, User, Settings], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class LetterGesture:
    """What somebody asks of a letter: the verb, the word said, where one goes, the route that takes it back."""

    do: Doing
    words: str
    page: str = "newsletter:sending"
    undo: str = ""


GESTURES = {
    "unschedule": LetterGesture(
        lambda issue, form, by, settings: schedule.unschedule(issue, by=by),
        "L'envoi est annulé. La lettre est de nouveau un brouillon.",
    ),
    "set_aside": LetterGesture(
        lambda issue, form, by, settings: schedule.set_aside(issue, by=by),
        "« {title} » est écartée. Son texte est gardé.",
        "newsletter:desk",
        "newsletter:recover",
    ),
    "recover": LetterGesture(
        lambda issue, form, by, settings: schedule.recover(issue, by=by),
        "« {title} » est de nouveau un brouillon.",
        "newsletter:compose",
    ),
    "withdraw": LetterGesture(
        lambda issue, form, by, settings: schedule.withdraw(issue, by=by),
        "La page de « {title} » n'est plus en ligne.",
        undo="newsletter:restore",
    ),
    "restore": LetterGesture(
        lambda issue, form, by, settings: schedule.restore(issue, by=by),
        "La page de « {title} » est de nouveau en ligne.",
    ),
    "trial": LetterGesture(
        lambda issue, form, by, settings: trial.send_trial(issue, by=by, settings=settings),
        "Un essai part vers {done}. Regardez votre courriel.",
    ),
    "stop": LetterGesture(
        lambda issue, form, by, settings: pause.stop(issue, form.text("reason", 500), by=by),
        "L'envoi est arrêté. Rien de plus ne part.",
        undo="newsletter:resume",
    ),
    "resume": LetterGesture(
        lambda issue, form, by, settings: pause.resume(issue, by=by), "L'envoi reprend là où il en était."
    ),
    "doubtful": LetterGesture(
        lambda issue, form, by, settings: pause.send_doubtful_again(issue, issue_forms.doubtful(form), by=by),
        "Repartis : {done}.",
    ),
}
"""By the name of its route."""


def gesture(name: str) -> View:
    """The view of one gesture."""
    asked = GESTURES[name]

    async def view(request: Request) -> Response:
        user = current_user(request)
        issue = await door.issue(user, request.path_params["issue"])
        form = await forms.read(request)
        done = await asked.do(issue, form, user, request.app.state.settings)
        url = addresses(request.app)
        page = url(asked.page) if asked.page == "newsletter:desk" else url(asked.page, issue=issue.id)
        undo = url(asked.undo, issue=issue.id) if asked.undo else None
        return redirect(request, page, asked.words.format(title=issue.title, done=done), undo=undo)

    return view
