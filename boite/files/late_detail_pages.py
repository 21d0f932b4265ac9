"""What the page that adds papers says of each of them, as one writes it: before, during or after it is sent."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.files import classification, deposit_naming, same_name
from boite.files.adding_pages import details
from boite.files.deposit_naming import NAME, PAPER
from boite.files.models import Node, Upload
from boite.web import forms
from boite.web.addresses import addresses


async def _upload(request: Request) -> Upload:
    return await door.upload(current_user(request), request.path_params["upload"], Right.ADD)


async def classify(request: Request) -> Response:
    """What it is, and until when it is valid."""
    form, upload = await forms.read(request), await _upload(request)
    await classification.classify_deposit(upload, *details(form), by=current_user(request))
    return Response(status_code=204)


async def rename(request: Request) -> Response:
    """What it is called."""
    form, upload = await forms.read(request), await _upload(request)
    name = await deposit_naming.rename(upload, form.text("name"), by=current_user(request))
    return Response(status_code=204, headers={NAME: quote(name, safe="")})


async def replace(request: Request) -> Response:
    """That it is a new version of a paper, which the form names."""
    form, upload, user = await forms.read(request), await _upload(request), current_user(request)
    paper: Node = await door.paper(user, form.raw("papier"), Right.EDIT)
    await same_name.replace(upload, paper, by=user)
    address = addresses(request.app)("files:paper", node=paper.id)
    return Response(status_code=204, headers={NAME: quote(paper.name, safe=""), PAPER: address})
