"""The sending of a letter: to whom, when, how far it is. What will happen is said before."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import newsletter as door
from boite.accounts.guard import current_user
from boite.clock import PARIS, now
from boite.directory.sheet.publics import ASKED
from boite.errors import Conflict, Invalid
from boite.mail.addresses import shown
from boite.mail.connection import reachable
from boite.newsletter import audiences, contents, desk, issue_forms, progress, schedule
from boite.newsletter.composer import LetterMovedOn
from boite.newsletter.models import Issue, IssueStage
from boite.web import forms, versions
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render

UNREACHABLE = "L'envoi de courriels n'est pas réglé : rien ne partira. Parlez-en à l'équipe technique."


class NoServer(Conflict):
    """No mail server is set."""

    message = UNREACHABLE


async def sending(request: Request) -> Response:
    """A draft: choose to whom and when. Any other: where it is."""
    user = current_user(request)
    issue = await door.issue(user, request.path_params["issue"])
    if request.method != "POST":
        return await _page(request, issue)
    form = await forms.read(request)
    settings = request.app.state.settings
    if not reachable(settings):
        raise NoServer
    try:
        wish = issue_forms.wish(form, issue.scheduled_at)
        await schedule.schedule(issue, wish, version=versions.number(form), settings=settings, by=user)
    except (Invalid, LetterMovedOn) as error:
        return await _refused(request, issue, form, error)
    words = "La lettre partira au moment choisi." if wish.at else "La lettre part. Suivez l'envoi ici."
    page = addresses(request.app)("newsletter:sending", issue=issue.id)
    undo = addresses(request.app)("newsletter:unschedule", issue=issue.id) if wish.at else None
    return redirect(request, page, words, undo=undo)


async def _refused(request: Request, issue: Issue, form: Form, error: Invalid | LetterMovedOn) -> Response:
    await issue.refresh_from_db()
    await issue.fetch_related("territory")
    typed: dict[str, Any] = issue_forms.typed(form, ("send_on", "send_time", "anyway"))
    typed |= {"to": form.all("to"), "publics": form.all("publics")}
    if isinstance(error, Invalid):
        return await _page(request, issue, typed, status=422, errors=error.fields)
    return await _page(request, issue, typed, status=409, moved=error.message)


async def _page(
    request: Request, issue: Issue, typed: dict[str, Any] | None = None, *, status: int = 200, **context: Any
) -> Response:
    said: dict[str, Any] = {"errors": {}, "moved": ""} | context
    draft = issue.stage == IssueStage.DRAFT
    doubtful = await progress.doubtful(issue)
    if typed is not None:
        issue.to_asked, issue.to_professionals = "asked" in typed["to"], "professionals" in typed["to"]
    return render(
        request,
        "newsletter/sending.html",
        status=status,
        issue=issue,
        badge_of=desk.WORDS[issue.stage],
        values=typed or _values(issue),
        audience=await audiences.count(issue),
        publics=list(ASKED.items()),
        letter=await contents.content(issue, addresses(request.app)),
        resting=schedule.at_rest(now()),
        reachable=reachable(request.app.state.settings),
        unreachable=UNREACHABLE,
        doubts=doubtful.drawn((str(mail.id), shown(mail.address)) for mail in doubtful),
        progress=None if draft or issue.published_at is None else await progress.progress(issue),
        **said,
    )


def _values(issue: Issue) -> dict[str, Any]:
    at = issue.scheduled_at.astimezone(PARIS) if issue.scheduled_at else None
    to = [("asked", issue.to_asked), ("professionals", issue.to_professionals)]
    return {
        "send_on": f"{at:%Y-%m-%d}" if at else "",
        "send_time": f"{at:%H:%M}" if at else "09:00",
        "anyway": "",
        "to": [code for code, chosen in to if chosen],
        "publics": list(issue.publics),
    }
