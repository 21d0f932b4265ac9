"""« Par SMS »: giving a number, copying the code that came there, stopping. Where no SMS is sent, there is no page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.errors import NotFound
from boite.languages.messages import _
from boite.notifications import sms_codes
from boite.notifications.models import Channel
from boite.notifications.proof_pages import ProofField, ProofPages, ProofPlaces, ProofWords
from boite.settings import Settings
from boite.sms import gateway
from boite.sms.phone_numbers import hidden


def _look_for_sms(settings: Settings) -> None:
    """Raises NotFound."""
    if not gateway.is_on(settings):
        raise NotFound


_PAGES = ProofPages(
    Channel.SMS,
    ProofWords(
        title=_("Me prévenir par SMS"),
        sent=_("Nous envoyons un code à ce numéro. Vous le recopiez à la page suivante."),
        label=_("Numéro de portable"),
        hint=_("Par exemple 06 12 34 56 78. Nos SMS ne disent rien de précis."),
        gone=_("Un SMS part vers le numéro %(place)s."),
        figures=_("Les 6 chiffres du SMS"),
        lost=_("Rien n'est arrivé ? Attendez une minute, puis vérifiez le numéro."),
        done=_("C'est fait : nous vous écrirons à ce numéro."),
        stopped=_("C'est noté : plus de SMS."),
    ),
    ProofField(name="phone", type="tel", longest=40, short=True),
    ProofPlaces("notifications:sms_address", "notifications:sms_code"),
    ask=sms_codes.ask,
    confirm=sms_codes.confirm,
    stop=sms_codes.stop,
    offered=_look_for_sms,
    shown=hidden,
)


async def phone(request: Request) -> Response:
    """The number to write to."""
    return await _PAGES.address(request)


async def code(request: Request) -> Response:
    """The six figures that came there."""
    return await _PAGES.code(request)


async def stop(request: Request) -> Response:
    """No more SMS."""
    return await _PAGES.stop(request)
