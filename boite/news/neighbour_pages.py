"""What another territory shows in mine: its coordination decides, and I may show it no more on my own page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import news as door
from boite.accounts.guard import current_user
from boite.news import neighbours
from boite.publishing import gesture_forms
from boite.web import forms as web_forms
from boite.web.flash import redirect


async def leave_out(request: Request) -> Response:
    """Take it off the page of one of its other territories."""
    user, code = current_user(request), request.path_params["code"]
    article = await door.neighbour(user, request.path_params["slug"], code)
    form = await web_forms.read(request)
    await neighbours.leave_out(article, code, gesture_forms.reason(form), by=user)
    page = request.app.url_path_for("news:front")
    return redirect(request, f"{page}?territoire={code}", f"« {article.title} » n'est plus montrée ici.")
