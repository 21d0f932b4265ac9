"""A form over one part of a sheet, shown until it is right; and until two people who change it agree."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.directory.form_values import Values, seen_in, typed
from boite.directory.revising import Overtaken
from boite.errors import Invalid
from boite.web import forms
from boite.web.forms import Form
from boite.web.templating import render

Doing = Callable[[Form], Awaitable[Response]]


async def answered(
    request: Request,
    template: str,
    do: Doing,
    *,
    values: Values,
    seen: int | None = None,
    former: Callable[[Mapping[str, Any]], Values] | None = None,
    said: Callable[[str, Any], tuple[str, str]] = lambda name, value: (name, str(value)),
    **context: Any,
) -> Response:
    """Show a form with its `values`; once sent, `do` it.

    What cannot be understood comes back beside its field. Where somebody else changed the same thing meanwhile, what
    was typed stays in the form, beside what the sheet says now; `former` gives the fields as they were drawn, and
    `said` the French name and words of a field.
    """
    shared: dict[str, Any] = {"seen": seen, "overtaken": None, **context}
    if request.method != "POST":
        return render(request, template, values=values, errors={}, **shared)
    form = await forms.read(request)
    written = typed(form, values)
    try:
        return await do(form)
    except Invalid as error:
        if not error.fields.keys() & written.keys():
            raise
        shared["seen"] = seen_in(form)
        return render(request, template, status=422, values=written, errors=error.fields, **shared)
    except Overtaken as error:
        drawn = former(error.before) if former else values
        mine = {name: values[name] if written[name] == drawn[name] else written[name] for name in values}
        clashes = [
            (*said(name, values[name]), said(name, mine[name])[1]) for name in values if mine[name] != values[name]
        ]
        shared["overtaken"] = {"author": error.author, "at": error.at, "clashes": clashes}
        return render(request, template, status=409, values=mine, errors={}, **shared)
