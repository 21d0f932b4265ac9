"""A form shown again until it is valid: all that a page with a form does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.errors import Invalid, StaleVersion
from boite.web import forms, versions
from boite.web.forms import Form
from boite.web.templating import render
from boite.web.versions import Reading, Saying, Values

Doing = Callable[[Form], Awaitable[Response]]
LOOK = "preview"
"""The gesture of a form that shows what was typed as readers will see it (`seen` in its template). Nothing is saved."""
Reread = Callable[[], Awaitable[Reading]]
Looking = Callable[[Form], Awaitable[Any]]
"""Makes `seen` of what was typed, where the template cannot: a long text, rendered in a thread. Raises Invalid."""


async def answered(request: Request, template: str, do: Doing, *, values: Values, **context: Any) -> Response:
    """Show a form with its `values`; once sent, `do` it. Invalid values come back beside their fields."""
    context = {"read": None, "both": None, "seen": False, **context}
    if request.method != "POST":
        return render(request, template, values=values, errors={}, **context)
    form = await forms.read(request)
    if form.raw("gesture") == LOOK:
        return render(request, template, values=versions.typed(form, values), errors={}, **context | {"seen": True})
    try:
        return await do(form)
    except Invalid as error:
        typed = versions.typed(form, values)
        if not error.fields.keys() & typed.keys():
            raise
        return render(request, template, status=422, values=typed, errors=error.fields, **context)


async def edited(
    request: Request,
    template: str,
    do: Doing,
    *,
    reading: Reread,
    said: Saying,
    look: Looking | None = None,
    **context: Any,
) -> Response:
    """The same over something that others may change too. `reading` reads what is kept now, each time it is called.

    Where somebody else saved meanwhile, what was typed stays in the form, beside what they wrote: saving again is then
    done knowingly. The verb compares the version, in the statement that writes; this shows what it refused.
    """
    context, read = {"seen": False, **context}, await reading()
    if request.method != "POST":
        shown = {"values": read.values, "errors": {}, "read": read, "both": None}
        return render(request, template, **context | read.beside | shown)
    form = await forms.read(request)
    try:
        if form.raw("gesture") == LOOK:
            seen, typed = await look(form) if look else True, versions.typed(form, read.values)
            shown = {"values": typed, "errors": {}, "read": versions.sent(form), "both": None}
            return render(request, template, **context | read.beside | shown | {"seen": seen})
        return await do(form)
    except Invalid as error:
        typed = versions.typed(form, read.values)
        if not error.fields.keys() & typed.keys():
            raise
        shown = {"values": typed, "errors": error.fields, "read": versions.sent(form), "both": None}
        return render(request, template, status=422, **context | read.beside | shown)
    except StaleVersion:
        # Read again: the other person may have saved after this request began.
        theirs = await reading()
        values, both = versions.together(form, versions.typed(form, theirs.values), theirs, said)
        shown = {"values": values, "errors": {}, "read": theirs, "both": both}
        return render(request, template, status=409, **context | theirs.beside | shown)
