"""The person's own journal."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts.guard import current_user
from boite.journal import reading
from boite.web import forms
from boite.web.templating import render

LARGEST = 2**63 - 1


async def mine(request: Request) -> Response:
    """What happened in my box, newest first."""
    before = forms.query(request).integer("avant", 1, LARGEST)
    page = await reading.page(current_user(request).id, before)
    return render(request, "journal/mine.html", page=page, before=before)
