"""« Me prévenir »: what somebody wants to be told."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts.guard import current_session, current_user
from boite.errors import NotFound
from boite.languages.messages import _
from boite.notifications import preferences
from boite.notifications.channel_sections import sections
from boite.notifications.kinds import BY_CODE
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render


async def settings(request: Request) -> Response:
    """Each kind of message, wanted or not."""
    user = current_user(request)
    offered = preferences.offered(at_work=user.is_professional)
    if request.method == "POST":
        form = await forms.read(request)
        await preferences.choose(user.id, offered, form.several("sujet", [kind.code for kind in offered]))
        return redirect(request, request.app.url_path_for("notifications:messages"), _("C'est noté."))
    unwanted = await preferences.unwanted(user.id)
    wanted = [kind.code for kind in offered if kind.code not in unwanted]
    shown = await sections(request.app.state.settings, current_session(request))
    return render(request, "notifications/settings.html", offered=offered, wanted=wanted, sections=shown)


async def wanted_again(request: Request) -> Response:
    """« Annuler », right after « Ne plus me le dire »."""
    await forms.read(request)
    kind = BY_CODE.get(request.path_params["kind"])
    if kind is None or kind.always:
        raise NotFound
    await preferences.want(current_user(request).id, kind, True)
    return redirect(request, request.app.url_path_for("notifications:messages"), _("C'est remis comme avant."))
