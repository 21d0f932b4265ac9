"""The page that searches everywhere, one form, without a script."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.site.everywhere import LONGEST, everywhere
from boite.web import forms
from boite.web.templating import render


async def search(request: Request) -> Response:
    """Everything that this person may see and has the words asked."""
    words = forms.query(request).text("mots", LONGEST)
    user = request.state.user
    space_id = (await door.space(user)).id if user and words else None
    return render(request, "site/search.html", words=words, groups=await everywhere(words, space_id))
