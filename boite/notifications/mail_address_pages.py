"""« Par courriel »: giving an address, copying the code that came there, stopping."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.languages.messages import _
from boite.notifications import mail_address
from boite.notifications.models import Channel
from boite.notifications.proof_pages import ProofField, ProofPages, ProofPlaces, ProofWords

_PAGES = ProofPages(
    Channel.MAIL,
    ProofWords(
        title=_("Me prévenir par courriel"),
        sent=_("Nous envoyons un code à cette adresse. Vous le recopiez à la page suivante."),
        label=_("Adresse de courriel"),
        hint=_("Si d'autres la lisent aussi, nos messages n'y diront rien de précis."),
        gone=_("Un courriel est parti vers %(place)s."),
        figures=_("Les 6 chiffres du courriel"),
        lost=_("Rien n'est arrivé ? Regardez aussi dans les indésirables."),
        done=_("C'est fait : nous vous écrirons à cette adresse."),
        stopped=_("C'est noté : plus de courriel."),
    ),
    ProofField(name="email", type="email", longest=254),
    ProofPlaces("notifications:mail_address", "notifications:mail_code"),
    ask=mail_address.ask,
    confirm=mail_address.confirm,
    stop=mail_address.stop,
    proposed=lambda user: user.email,
)


async def address(request: Request) -> Response:
    """Where to write: the address of the profile is proposed, never used unasked."""
    return await _PAGES.address(request)


async def code(request: Request) -> Response:
    """The six figures that came there."""
    return await _PAGES.code(request)


async def stop(request: Request) -> Response:
    """No more mail."""
    return await _PAGES.stop(request)
