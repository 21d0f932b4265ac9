"""Where professionals keep the agenda: the list of events, one event, writing, publishing."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from boite import spreadsheets
from boite.access import agenda as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.agenda import forms as agenda_forms
from boite.agenda import listing, publishing, results, wording, writing
from boite.agenda.models import Change, Event, Step
from boite.directory.models import Structure, Territory, Wheelchair
from boite.directory.publics import ASKED
from boite.errors import Invalid
from boite.files.serving import disposition
from boite.rich_text import render as rich
from boite.web import forms
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render


def desk_page(request: Request, event: Event) -> str:
    """Where one works on an event."""
    return str(request.app.url_path_for("agenda:kept", slug=event.slug))


async def desk(request: Request) -> Response:
    """The events of the territories where this person writes."""
    user = current_user(request)
    found = await door.worked_on(user)
    return render(
        request,
        "agenda/desk/index.html",
        coming=[row for row in reversed(found) if not row.over],
        past=[row for row in found if row.over],
        figures=await results.figures(found),
        state=results.state,
        words=wording,
    )


async def desk_csv(request: Request) -> Response:
    """The figures of the events that this person organises, for a spreadsheet."""
    user = current_user(request)
    found = [row for row in await door.worked_on(user) if row.public]
    allowed = await door.organised(user, found)
    return spreadsheet(await results.lines([row for row in found if row.id in allowed]), "rendez-vous.csv")


def spreadsheet(lines: Sequence[Sequence[str]], name: str) -> Response:
    """The answer that a spreadsheet opens."""
    headers = {"content-disposition": disposition("attachment", name)}
    return Response(spreadsheets.BOM + spreadsheets.lines(lines), media_type="text/csv; charset=utf-8", headers=headers)


async def new(request: Request) -> Response:
    """Write a new event."""
    user = current_user(request)
    territories = await door.writing(user)
    organisers = await door.organisers(user, territories)
    first = {
        "territory": territories[-1].code if len(territories) == 1 else "",
        "organiser": str(organisers[0].id) if len(organisers) == 1 else "",
    }
    return await _written(request, user, None, territories, organisers, agenda_forms.shown(None, **first))


async def edit(request: Request) -> Response:
    """Change an event."""
    user = current_user(request)
    event = await door.kept_event(user, request.path_params["slug"])
    territories = await door.writing(user)
    organisers = await door.organisers(user, territories)
    # What the event says already may stay, even where this person could not have chosen it.
    if event.territory_id not in {row.code for row in territories}:
        territories = [*territories, event.territory]
    if event.organiser is not None and event.organiser_id not in {row.id for row in organisers}:
        organisers = [*organisers, event.organiser]
    return await _written(request, user, event, territories, organisers, agenda_forms.shown(event))


async def _written(
    request: Request,
    user: User,
    event: Event | None,
    territories: list[Territory],
    organisers: list[Structure],
    values: dict[str, str],
) -> Response:
    """The form, until it is right; then the event is made, or changed."""
    publics: list[str] = list(event.publics) if event else []
    errors: dict[str, str] = {}
    if request.method == "POST":
        form = await forms.read(request)
        try:
            draft = await agenda_forms.draft(form, territories, organisers)
            if event is None:
                event = await writing.create(draft, by=user)
                said = "Le brouillon est gardé. Relisez-le, puis publiez."
            else:
                await writing.edit(event, draft, by=user)
                said = "Le rendez-vous est à jour."
            return redirect(request, desk_page(request, event), said)
        except Invalid as error:
            errors, values = error.fields, {name: form.raw(name) for name in agenda_forms.FIELDS}
            publics = form.all("publics")
    return render(
        request,
        "agenda/desk/write.html",
        status=422 if errors else 200,
        event=event,
        values=values,
        chosen=publics,
        errors=errors,
        territories=[(row.code, row.name) for row in territories],
        organisers=[(str(row.id), row.name) for row in organisers],
        publics=list(ASKED.items()),
        kinds=list(wording.KINDS.items()),
        wheelchair=[(code, words) for code, words in wording.WHEELCHAIR.items() if code != Wheelchair.UNKNOWN],
    )


async def kept(request: Request) -> Response:
    """One event as its organiser sees it, published or not."""
    user = current_user(request)
    event = await door.kept_event(user, request.path_params["slug"], door.Task.READ)
    return render(
        request,
        "agenda/desk/event.html",
        event=event,
        tasks=await door.tasks(user, event),
        figures=(await results.figures([event]))[event.id],
        state=results.state(event),
        structures=await listing.structures(event),
        steps=await Step.filter(event_id=event.id).order_by("rank", "id"),
        description=rich(event.description),
        changes=await Change.filter(event_id=event.id).order_by("-id").limit(50).select_related("by"),
        words=wording,
    )


async def publish(request: Request) -> Response:
    """Show it to everybody."""
    user = current_user(request)
    event = await door.kept_event(user, request.path_params["slug"])
    await forms.read(request)
    await publishing.publish(event, by=user)
    undo = request.app.url_path_for("agenda:withdraw", slug=event.slug)
    return redirect(request, desk_page(request, event), "Le rendez-vous est publié.", undo=undo)


async def withdraw(request: Request) -> Response:
    """Take it back from the public."""
    user = current_user(request)
    event = await door.kept_event(user, request.path_params["slug"])
    await forms.read(request)
    await publishing.withdraw(event, by=user)
    undo = request.app.url_path_for("agenda:publish", slug=event.slug)
    return redirect(request, desk_page(request, event), "Le rendez-vous n'est plus montré.", undo=undo)


async def cancel(request: Request) -> Response:
    """Say that it will not take place, and why."""
    user = current_user(request)
    event = await door.kept_event(user, request.path_params["slug"])

    async def do(form: Form) -> Response:
        owed = await publishing.cancel(event, form.text("reason", 300), by=user)
        said = "Le rendez-vous est annulé. " + ("Prévenez les personnes inscrites." if owed else "")
        return redirect(request, desk_page(request, event), said.strip())

    counted = (await results.figures([event]))[event.id]
    return await answered(
        request, "agenda/desk/cancel.html", do, values={"reason": ""}, event=event, figures=counted, words=wording
    )
