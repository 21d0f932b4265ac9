"""The service itself, for administrators: its settings, what waits and what failed, its maintenance."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import administration as door
from boite.accounts.guard import current_user
from boite.administration import mail_trial, queues, retrying
from boite.administration.condition import ChoreState
from boite.clock import PARIS
from boite.database import chore_runs, maintenance_mode
from boite.database.chore_runs import ChoreRun
from boite.settings import in_force
from boite.text.french import plural
from boite.text.typed_dates import read_hour
from boite.web import flash, forms
from boite.web.templating import render


async def settings(request: Request) -> Response:
    """Those in force. What is secret is not shown."""
    door.administrator(current_user(request))
    return render(request, "administration/settings.html", lines=in_force.in_force())


async def try_mail(request: Request) -> Response:
    """« Essayer »: one mail, now, and what the server answers."""
    door.administrator(current_user(request))
    form = await forms.read(request)
    said = await mail_trial.try_mail(request.app.state.settings, form.required("address", 254, "Écrivez une adresse."))
    kind = "success" if said.handed else "error"
    return flash.redirect(request, request.app.url_path_for("administration:settings"), said.words, kind=kind)


async def work(request: Request) -> Response:
    """Queues and chores."""
    door.administrator(current_user(request))
    known = await chore_runs.known()
    timetable = request.app.state.timetable
    chores = [ChoreState(chore=each, run=known.get(each.name, ChoreRun())) for each in timetable]
    to_see = [each for each in chores if each.wrong]
    return render(
        request,
        "administration/work.html",
        queues=await queues.queues(),
        names=queues.NAMES,
        to_see=to_see,
        on_time=len(chores) - len(to_see),
    )


async def retry(request: Request) -> Response:
    """« Réessayer maintenant »: mails, messages and previews."""
    door.administrator(current_user(request))
    await forms.read(request)
    count = await retrying.retry(request.app.state.settings)
    said = (
        f"{plural(count, 'chose est reprise', 'choses sont reprises')}." if count else "Rien n'attend un nouvel essai."
    )
    return flash.redirect(request, request.app.url_path_for("administration:work"), said)


async def maintenance(request: Request) -> Response:
    """Where it stands."""
    door.administrator(current_user(request))
    found = await maintenance_mode.current()
    until = f"{found.until.astimezone(PARIS):%H:%M}" if found.until else ""
    return render(request, "administration/maintenance.html", on=found.on, until=until)


async def change_maintenance(request: Request) -> Response:
    """« Commencer », « Finir »."""
    door.administrator(current_user(request))
    form = await forms.read(request)
    if form.choice("wanted", ("on", "off")) == "off":
        await maintenance_mode.end()
        said = "L'entretien est fini : on écrit de nouveau."
    else:
        hour = read_hour(form.text("until", 20), "until")
        await maintenance_mode.begin(maintenance_mode.next_time(hour) if hour else None)
        said = "L'entretien a commencé : on lit, rien ne s'écrit."
    return flash.redirect(request, request.app.url_path_for("administration:maintenance"), said)
