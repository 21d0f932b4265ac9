"""« Quand » : the rhythm of what is grouped, the quiet hours, and the silence that somebody asks for."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts.guard import current_user
from boite.clock import today
from boite.languages.messages import _
from boite.notifications import rhythm_choices
from boite.notifications.rhythm import Digest
from boite.notifications.rhythm_choices import DAYS, DIGESTS, RhythmChoice, hour
from boite.web import forms
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form

LATEST = 23 * 60 + 30
HALVES = [(str(minutes), hour(minutes)) for minutes in range(0, LATEST + 1, 30)]
LENGTHS = {"semaine": timedelta(days=7), "mois": timedelta(days=30)}


async def rhythm(request: Request) -> Response:
    """When what waits is told, and when nothing is."""
    user = current_user(request)

    async def do(form: Form) -> Response:
        await rhythm_choices.choose(user, _choice(form))
        return redirect(request, request.app.url_path_for("notifications:settings"), _("C'est noté."))

    values = await rhythm_choices.of(user)
    options = {"digests": [(each.value, DIGESTS[each]) for each in Digest], "days": list(DAYS.items()), "hours": HALVES}
    shown = {name: getattr(values, name) for name in RhythmChoice.__slots__}
    return await answered(request, "notifications/rhythm.html", do, values=shown, **options)


def _choice(form: Form) -> RhythmChoice:
    """What was chosen. Raises Invalid with every field to correct."""
    halves = [code for code, _words in HALVES]
    read = forms.every(
        {
            "digest": lambda: form.choice("digest", [each.value for each in Digest]),
            "weekday": lambda: int(form.choice("weekday", [str(day) for day in DAYS])),
            **{
                name: lambda name=name: int(form.choice(name, halves))  # type: ignore[misc]
                for name in ("at", "quiet_from", "quiet_to")
            },
        }
    )
    return RhythmChoice(
        **read,
        saturdays=form.flag("saturdays"),
        sundays=form.flag("sundays"),
        holidays=form.flag("holidays"),
    )


async def pause(request: Request) -> Response:
    """« Tout suspendre » for a while, or until a day."""
    user = current_user(request)

    async def do(form: Form) -> Response:
        length = LENGTHS.get(form.raw("duree"))
        await rhythm_choices.pause(user, today() + length if length else form.day("until"))
        return redirect(request, request.app.url_path_for("notifications:settings"), _("C'est noté : silence."))

    return await answered(request, "notifications/pause.html", do, values={"until": ""})


async def resume(request: Request) -> Response:
    """« Reprendre »."""
    await forms.read(request)
    await rhythm_choices.resume(current_user(request))
    home = request.app.url_path_for("notifications:settings")
    return redirect(request, home, _("C'est noté : nous vous préviendrons de nouveau."))
