"""A form shown until it is right: the whole of a page that asks something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.errors import Invalid
from boite.web import forms
from boite.web.forms import Form
from boite.web.templating import render

Doing = Callable[[Form], Awaitable[Response]]


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
