"""« Sur cet appareil »: what scripts send when a browser subscribes, and the gestures on each device."""

from __future__ import annotations

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from boite.access import notifications as door
from boite.accounts.guard import current_session, current_user
from boite.errors import NotFound
from boite.languages.messages import _
from boite.notifications import devices, inbox, vapid
from boite.notifications.push_endpoint import LONGEST
from boite.web import forms
from boite.web.flash import redirect
from boite.web.forms import Form

ASKED = 40
"""Marks of one question: as many as one screen of notifications, and some."""


async def subscribe(request: Request) -> Response:
    """A script says where this browser is told."""
    form = await forms.read(request)
    key = form.text("cle", 20)
    await devices.subscribe(request.app.state.settings, current_session(request), key=key, **_given(form))
    return Response(status_code=204)


async def move(request: Request) -> Response:
    """The service worker says that its address changed. Without a page it has no token: the former one is the proof."""
    form = await forms.read_signed(request)
    former = form.text("ancien", LONGEST)
    await devices.move(request.app.state.settings, current_session(request), former, **_given(form))
    return Response(status_code=204)


def _given(form: Form) -> dict[str, str]:
    return {
        "endpoint": form.text("adresse", LONGEST),
        "p256dh": form.text("p256dh", 100),
        "auth": form.text("auth", 40),
    }


async def state(request: Request) -> Response:
    """What a browser asks at a visit: which of these messages are still new, and whether it is still told here."""
    marks = []
    for text in request.query_params.getlist("ligne")[:ASKED]:
        with suppress(NotFound):
            marks.append(door.mark(text))
    here = current_session(request)
    lines = await inbox.holding(here.user_id, marks, here.id) if marks else []
    settings = request.app.state.settings
    told, wanted = await devices.state(settings, here)
    we = vapid.identity(settings)
    new = [str(line.mark) for line in lines if line.new]
    key = {"id": we.id, "key": vapid.encoded(we.public)} if we else None
    return JSONResponse({"new": new, "told": told, "wanted": wanted, "key": key})


async def stop(request: Request) -> Response:
    """« Arrêter » on one of my devices."""
    await forms.read(request)
    await devices.stop(await door.device(current_user(request), request.path_params["device"]))
    return _back(request, _("C'est noté : plus d'alerte sur cet appareil."))


async def detail(request: Request) -> Response:
    """« Avec le détail », or without."""
    form = await forms.read(request)
    device = await door.device(current_user(request), request.path_params["device"])
    await devices.show_detail(device, form.flag("detail"))
    return _back(request, _("C'est noté."))


def _back(request: Request, said: str) -> Response:
    return redirect(request, request.app.url_path_for("notifications:settings"), said)
