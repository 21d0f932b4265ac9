"""Proving where one is reached, a mailbox or a telephone: saying it, copying the code that came, stopping."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import throttle
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.accounts.throttle import ThrottledForm
from boite.languages.messages import filled
from boite.notifications import contact_points
from boite.notifications.models import Channel
from boite.settings import Settings
from boite.web import forms
from boite.web.answering import answered
from boite.web.client_network import network
from boite.web.flash import redirect
from boite.web.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofWords:
    """What the two pages say."""

    title: str
    sent: str
    label: str
    hint: str
    gone: str
    """Where the code went, with its `%(place)s`."""
    figures: str
    lost: str
    done: str
    stopped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofField:
    """The field of the first page."""

    name: str
    type: str
    longest: int
    """Letters."""
    short: bool = False


@dataclass(frozen=True, slots=True)
class ProofPlaces:
    """The names of the addresses of the two pages."""

    address: str
    code: str


class ProofPages:
    """The pages of one channel. What it does is given: asking for a code, confirming it, stopping."""

    def __init__(
        self,
        channel: Channel,
        words: ProofWords,
        field: ProofField,
        at: ProofPlaces,
        *,
        ask: Callable[[Settings, User, str], Awaitable[Any]],
        confirm: Callable[[Settings, User, str], Awaitable[Any]],
        stop: Callable[[User], Awaitable[None]],
        offered: Callable[[Settings], None] = lambda settings: None,
        proposed: Callable[[User], str] = lambda user: "",
        shown: Callable[[str], str] = str,
    ) -> None:
        """`offered` raises NotFound where nothing is sent; `proposed` is what the field begins with; `shown`, how an
        address is named on a page."""
        self.channel, self.words, self.field, self.at = channel, words, field, at
        self._ask, self._confirm, self._stop = ask, confirm, stop
        self._offered, self._proposed, self._shown = offered, proposed, shown

    async def address(self, request: Request) -> Response:
        """Where to write: what is proposed is never used unasked."""
        user, settings = current_user(request), request.app.state.settings

        async def do(form: Form) -> Response:
            # After the token of the form: a gesture that nobody made learns nothing.
            self._offered(settings)
            await throttle.count_try(settings, ThrottledForm.CONTACT, network(request))
            await self._ask(settings, user, form.text(self.field.name, self.field.longest))
            return RedirectResponse(request.app.url_path_for(self.at.code), status_code=303)

        if request.method != "POST":
            self._offered(settings)
        known = await contact_points.open_of(user.id, self.channel)
        values = {self.field.name: "" if known else self._proposed(user)}
        context = {"words": self.words, "asked": self.field, "known": known}
        return await answered(request, "notifications/proof-address.html", do, values=values, **context)

    async def code(self, request: Request) -> Response:
        """The six figures that came there."""
        user, settings = current_user(request), request.app.state.settings

        async def do(form: Form) -> Response:
            self._offered(settings)
            await self._confirm(settings, user, form.text("code", 40))
            return redirect(request, request.app.url_path_for("notifications:settings"), self.words.done)

        if request.method != "POST":
            self._offered(settings)
        waiting = await contact_points.waiting_of(user.id, self.channel)
        if waiting is None and request.method != "POST":
            return RedirectResponse(request.app.url_path_for(self.at.address), status_code=303)
        gone = filled(self.words.gone, place=self._shown(waiting.address)) if waiting else ""
        context = {"words": self.words, "gone": gone, "again": request.app.url_path_for(self.at.address)}
        return await answered(request, "notifications/proof-code.html", do, values={"code": ""}, **context)

    async def stop(self, request: Request) -> Response:
        """Nothing more there."""
        await forms.read(request)
        await self._stop(current_user(request))
        return redirect(request, request.app.url_path_for("notifications:settings"), self.words.stopped)
