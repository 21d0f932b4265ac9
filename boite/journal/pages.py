"""The person's own journal."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts.guard import current_user
from boite.journal import own_entries, unseen
from boite.languages.messages import _
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render

LARGEST = 2**63 - 1
NUMBER = re.compile(r"[0-9]{1,18}")


async def mine(request: Request) -> Response:
    """What happened in my box, newest first."""
    before = forms.query(request).integer("avant", 1, LARGEST)
    page = await own_entries.page(current_user(request).id, before)
    return render(request, "journal/mine.html", page=page, before=before)


async def see(request: Request) -> Response:
    """« C'est vu »: what the home page told no longer waits there; the journal keeps it."""
    form = await forms.read(request)
    shown = [int(line) for line in form.all("ligne") if NUMBER.fullmatch(line)]
    await unseen.see(current_user(request).id, shown)
    home = request.app.url_path_for("site:home")
    return redirect(request, home, _("C'est noté. Tout reste écrit dans votre journal."))
