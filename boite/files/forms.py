"""What these pages read of a request: ticked papers, where to come back, a form shown until it is right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.errors import Invalid, NotFound
from boite.web import forms
from boite.web.forms import Form
from boite.web.templating import render

MANY = 200
"""Papers in one gesture: their identifiers travel in an address."""

Doing = Callable[[Form], Awaitable[Response]]


def identifiers(request: Request, name: str) -> list[str]:
    """The identifiers of the address. Raises NotFound where there are none, or too many."""
    found = [value for value in request.path_params[name].split(",") if value]
    if not 0 < len(found) <= MANY:
        raise NotFound
    return found


def chosen(form: Form) -> list[str]:
    """The ticked papers. Raises Invalid for too many."""
    found = form.all("node")
    if len(found) > MANY:
        raise Invalid(f"C'est beaucoup à la fois. Cochez {MANY} papiers au plus.")
    return found


def back(form: Form, otherwise: str) -> str:
    """Where the person was: a page of their space, never another site."""
    path = form.raw("retour")
    ours = path.startswith("/espace") and not {"\\", "\n", "\r"} & set(path)
    return path if ours and len(path) < 2000 else otherwise


async def answered(request: Request, template: str, do: Doing, *, values: dict[str, str], **context: Any) -> Response:
    """Show a form with its `values`; once sent, `do` it. What cannot be understood comes back beside its field."""
    if request.method != "POST":
        return render(request, template, values=values, errors={}, **context)
    form = await forms.read(request)
    try:
        return await do(form)
    except Invalid as error:
        typed = {name: form.raw(name) for name in values}
        if not error.fields.keys() & typed.keys():
            raise
        return render(request, template, status=422, values=typed, errors=error.fields, **context)
