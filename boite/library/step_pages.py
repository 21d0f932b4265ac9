"""The gestures over one resource: one address each, the same few lines for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from boite.access import library as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.errors import Invalid
from boite.library import forms
from boite.library.desk import LIBRARY, LibraryDesk
from boite.library.desk_pages import page_of
from boite.library.models import Resource
from boite.publishing.stages import Step
from boite.settings import Settings
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.flash import redirect
from boite.web.forms import Form
from storage.store import BlobStore

View = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gesture is done with."""

    resource: Resource
    form: Form
    by: User
    store: BlobStore
    settings: Settings


@dataclass(frozen=True, slots=True)
class Gesture:
    """What somebody asks of a resource: the step, the verb, the word said, the route that takes it back."""

    step: Step
    do: Callable[[Asked], Awaitable[None]]
    words: str
    undo: str = ""


async def _publish(asked: Asked) -> None:
    read, months = versions.number(asked.form), asked.settings.check_months
    await LibraryDesk(asked.store, months).publish(asked.resource, version=read, by=asked.by)


GESTURES = {
    "propose": Gesture(
        Step.PROPOSED,
        lambda asked: LibraryDesk(asked.store).propose(asked.resource, by=asked.by),
        "« {title} » attend la réponse de la coordination.",
        "library:take_back",
    ),
    "take_back": Gesture(
        Step.TAKEN_BACK,
        lambda asked: LIBRARY.take_back(asked.resource, by=asked.by),
        "« {title} » est de nouveau un brouillon.",
    ),
    "send_back": Gesture(
        Step.SENT_BACK,
        lambda asked: LIBRARY.send_back(asked.resource, forms.reason(asked.form), by=asked.by),
        "« {title} » est renvoyée, avec votre raison.",
    ),
    "publish": Gesture(Step.PUBLISHED, _publish, "« {title} » est en ligne."),
    "check": Gesture(
        Step.CHECKED,
        lambda asked: LibraryDesk(months=asked.settings.check_months).confirm(asked.resource, by=asked.by),
        "« {title} » est vérifiée aujourd'hui.",
    ),
    "withdraw": Gesture(
        Step.WITHDRAWN,
        lambda asked: LIBRARY.withdraw(asked.resource, forms.reason(asked.form), by=asked.by),
        "« {title} » n'est plus en ligne.",
        "library:restore",
    ),
    "restore": Gesture(
        Step.RESTORED,
        lambda asked: LibraryDesk(asked.store).restore(asked.resource, by=asked.by),
        "« {title} » est de nouveau en ligne.",
    ),
    "set_aside": Gesture(
        Step.SET_ASIDE,
        lambda asked: LIBRARY.set_aside(asked.resource, by=asked.by),
        "« {title} » est écartée. Ce qu'elle dit est gardé.",
        "library:recover",
    ),
    "recover": Gesture(
        Step.RECOVERED,
        lambda asked: LIBRARY.recover(asked.resource, by=asked.by),
        "« {title} » est de nouveau un brouillon.",
    ),
}
"""By the name of its route."""
AWAY = {"send_back": "library:queue", "set_aside": "library:mine"}
"""Where one goes afterwards, when it is no longer theirs to see or is out of the way."""


def gesture(name: str) -> View:
    """The view of one gesture."""
    wanted = GESTURES[name]

    async def view(request: Request) -> Response:
        user, state = current_user(request), request.app.state
        resource = await door.resource(user, request.path_params["resource"], wanted.step)
        form = await web_forms.read(request)
        try:
            await wanted.do(Asked(resource, form, user, state.store, state.settings))
        except Invalid as error:
            return await page_of(request, resource, error.fields, form.raw("reason"))
        path_for = request.app.url_path_for
        page = path_for(AWAY[name]) if name in AWAY else path_for("library:desk", resource=resource.id)
        undo = path_for(wanted.undo, resource=resource.id) if wanted.undo else None
        return redirect(request, page, wanted.words.format(title=resource.title), undo=undo)

    return view
