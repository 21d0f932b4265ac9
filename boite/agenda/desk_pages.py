"""Where professionals keep the agenda: the list of events, one event, writing, publishing."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from boite.access import agenda as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.agenda import event_lists, event_words, notices, publication, results
from boite.agenda.event_editor_pages import publish_now
from boite.agenda.models import Change, Event, VisitStop
from boite.clock import day_of
from boite.database.shortened import shortened
from boite.files.content_response_pages import disposition
from boite.mail.connection import reachable
from boite.text import spreadsheets
from boite.text.rich_text import render as rich
from boite.web import forms
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render

PAGE, CHANGES = 100, 50
"""Events on one page of the list, changes in the history of one."""


def desk_page(request: Request, event: Event) -> str:
    """Where one works on an event."""
    return str(request.app.url_path_for("agenda:kept", slug=event.slug))


async def desk(request: Request) -> Response:
    """The events of the territories where this person writes."""
    user = current_user(request)
    if user.is_professional and not await door.desk_codes(user):
        return render(request, "site/no-post.html", heading="Préparer l'agenda")
    page = forms.query(request).page()
    found = await shortened(await door.events(user), PAGE, page)
    return render(
        request,
        "agenda/desk/index.html",
        coming=[row for row in reversed(found) if not row.over],
        past=[row for row in found if row.over],
        found=found,
        page=page,
        figures=await results.figures(found),
        state=results.state,
        words=event_words,
        days={row.id: day_of(row.begins_at) for row in found},
    )


async def desk_csv(request: Request) -> Response:
    """The figures of the events that this person organises, for a spreadsheet."""
    user = current_user(request)
    found = [row for row in await (await door.events(user)) if row.public]
    allowed = await door.organised(user, found)
    return spreadsheet(await results.lines([row for row in found if row.id in allowed]), "evenements.csv")


def spreadsheet(lines: Sequence[Sequence[str]], name: str) -> Response:
    """The answer that a spreadsheet opens."""
    headers = {"content-disposition": disposition("attachment", name)}
    return Response(spreadsheets.BOM + spreadsheets.lines(lines), media_type="text/csv; charset=utf-8", headers=headers)


async def _reach(request: Request, event: Event) -> notices.Reach:
    return await notices.reach(event, mails=reachable(request.app.state.settings))


async def kept(request: Request) -> Response:
    """One event as its organiser sees it, published or not."""
    user = current_user(request)
    event = await door.event(user, request.path_params["slug"], Right.PREVIEW)
    return render(
        request,
        "agenda/desk/event.html",
        event=event,
        rights=await door.rights(user, event),
        figures=(await results.figures([event]))[event.id],
        state=results.state(event),
        structures=await event_lists.structures(event),
        steps=await VisitStop.filter(event_id=event.id).order_by("rank", "id"),
        description=rich(event.description),
        changes=await shortened(Change.filter(event_id=event.id).order_by("-id").select_related("by"), CHANGES),
        words=event_words,
    )


async def publish(request: Request) -> Response:
    """Show it to everybody."""
    user = current_user(request)
    event = await door.event(user, request.path_params["slug"])
    await forms.read(request)
    return await publish_now(request, event)


async def withdraw(request: Request) -> Response:
    """Take it back from the public."""
    user = current_user(request)
    event = await door.event(user, request.path_params["slug"])
    await forms.read(request)
    await publication.withdraw(event, by=user)
    undo = request.app.url_path_for("agenda:publish", slug=event.slug)
    return redirect(request, desk_page(request, event), "L'événement n'est plus montré.", undo=undo)


async def cancel(request: Request) -> Response:
    """Say that it will not take place, and why."""
    user = current_user(request)
    event = await door.event(user, request.path_params["slug"])

    async def do(form: Form) -> Response:
        owed = await publication.cancel(event, form.text("reason", 300), by=user)
        said = "L'événement est annulé."
        if owed:
            said = f"{said} {(await _reach(request, event)).words}".strip()
        return redirect(request, desk_page(request, event), said)

    counted = (await results.figures([event]))[event.id]
    return await answered(
        request,
        "agenda/desk/cancel.html",
        do,
        values={"reason": ""},
        event=event,
        figures=counted,
        words=event_words,
        reach=await _reach(request, event),
    )
