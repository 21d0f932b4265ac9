"""The page where a professional notes a « passage de relais »: nothing there says who."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import orientation as orientation_door
from boite.accounts.guard import current_user
from boite.errors import Forbidden
from boite.orientation.asking import seeker_pages
from boite.orientation.referral import REASONS, hand_over
from boite.web.addresses import addresses
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form


async def relay(request: Request) -> Response:
    """From which of their structures, why, and whether the person agreed: one tap after choosing."""
    user = current_user(request)
    question = await orientation_door.published(request.path_params["slug"])
    destination = await directory_door.structure(request.state.user, request.path_params["structure"])
    mine = {row.slug: row for row in await orientation_door.relaying(user)}
    if not mine:
        raise Forbidden("Vous ne travaillez dans aucune structure de l'annuaire. Demandez à la coordination.")
    asking = await seeker_pages.person_asking(request)
    back = addresses(request.app)("orientation:desk") + asking.query(question=question.slug)

    async def do(form: Form) -> Response:
        origin = mine[form.choice("origin", tuple(mine), next(iter(mine)))]
        reason = form.choice("reason", tuple(REASONS))
        accepted = form.choice("accepted", ("oui", "non"), "oui") == "oui"
        await hand_over(question, origin, destination, reason, accepted, by=user)
        return redirect(request, back, f"Le passage de relais vers « {destination.name} » est noté.")

    return await answered(
        request,
        "orientation/relay.html",
        do,
        values={"origin": next(iter(mine)), "reason": "", "accepted": ""},
        question=question,
        destination=destination,
        origins=[(slug, row.name) for slug, row in mine.items()],
        reasons=list(REASONS.items()),
        back=back,
    )
