"""« Me prévenir »: what somebody wants to be told."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts.guard import current_session, current_user
from boite.accounts.models import User
from boite.errors import NotFound
from boite.languages.messages import _
from boite.notifications import kind_grid, kind_themes, preferences, rhythm_choices
from boite.notifications.channel_sections import sections
from boite.notifications.kind_grid import FIELDS
from boite.notifications.kinds import BY_CODE
from boite.notifications.models import Channel
from boite.web import forms
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render


async def settings(request: Request) -> Response:
    """How, when and about what somebody is told."""
    user = current_user(request)
    shown = await kind_grid.channels(user)
    if request.method == "POST":
        await _choose(await forms.read(request), user, shown)
        return redirect(request, request.app.url_path_for("notifications:messages"), _("C'est noté."))
    rhythm = await rhythm_choices.of(user)
    return render(
        request,
        "notifications/settings.html",
        sections=await sections(request.app.state.settings, current_session(request)),
        themes=kind_themes.themes(await kind_grid.grid(user, shown)),
        always=kind_grid.always(user),
        shown=[channel.value for channel in shown],
        rhythm=rhythm_choices.said(rhythm),
        paused=rhythm_choices.paused_day(rhythm),
    )


async def _choose(form: Form, user: User, shown: list[Channel]) -> None:
    """What is ticked is wanted, on the channels that the form showed: one confirmed meanwhile stays as it is."""
    offered = preferences.offered(user)
    codes = [kind.code for kind in offered]
    seen = [channel for channel in shown if channel == Channel.SERVICE or channel.value in form.all("canal")]
    wanted = {channel: form.several(FIELDS[channel], codes) for channel in seen}
    await preferences.choose(user.id, offered, wanted)


async def wanted_again(request: Request) -> Response:
    """« Annuler », right after « Ne plus me le dire »."""
    await forms.read(request)
    kind = BY_CODE.get(request.path_params["kind"])
    if kind is None or kind.always:
        raise NotFound
    await preferences.want(current_user(request).id, kind, True)
    return redirect(request, request.app.url_path_for("notifications:messages"), _("C'est remis comme avant."))
