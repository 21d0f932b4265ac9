"""A form that brings files too: its fields are read as any form's, each file is handed over as it comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from boite.database.connection import watch_commits
from boite.errors import Forbidden, Invalid
from boite.web import csrf, forms
from boite.web.forms import LIMIT, MOST_FIELDS, Form
from boite.web.multipart import Part, parts

Keeping = Callable[[Part, Form], Awaitable[tuple[str, str]]]
"""Keeps a file that was chosen; `Form` holds the fields before it. Gives the field that stands for it from then on."""


async def read(request: Request, keep: Keeping) -> Form:
    """The form of a POST, its token verified before the first byte of a file. Raises Forbidden, Invalid.

    A file that `keep` refuses (Invalid for a field) is a fault of that field (`Form.faults`): the others are read all
    the same, so that nothing that was typed is lost.
    """
    if "multipart/form-data" not in request.headers.get("content-type", ""):
        return await forms.read(request)
    known: Form | None = getattr(request.state, "form", None)
    if known is not None:  # the view is done again: its body is gone
        return known
    sent = _Sent(request, keep)
    async for part in parts(request, MOST_FIELDS):
        await sent.take(part)
    form = sent.form
    request.state.form = form
    watch_commits()  # its files are kept: should the view be done again, this form is what it reads
    return form


class _Sent:
    """What the form has said and given so far."""

    def __init__(self, request: Request, keep: Keeping) -> None:
        self._request, self._keep = request, keep
        self._pairs: list[tuple[str, str]] = []
        self._kept: list[tuple[str, str]] = []
        """What stands for the files: after all the rest, so that a file just chosen wins over the one there was."""
        self._faults: dict[str, str] = {}
        self._length, self._verified = 0, False

    @property
    def form(self) -> Form:
        """All of it. Raises Forbidden where no token came."""
        if not self._verified:
            raise Forbidden(csrf.REFUSAL)
        return Form(self._pairs + self._kept, self._faults)

    async def take(self, part: Part) -> None:
        """One part. A file without a token before it is not looked at."""
        if part.filename is not None:
            await self._take_file(part)
            return
        value = await part.text(LIMIT - self._length)
        self._length += len(value)
        self._pairs.append((part.name, value))
        if part.name == csrf.FIELD:
            csrf.verify(self._request, value)
            self._verified = True

    async def _take_file(self, part: Part) -> None:
        if not part.filename:  # no file was chosen
            return
        form = self.form
        try:
            self._kept.append(await self._keep(part, form))
        except Invalid as error:
            if not error.fields:
                raise
            self._faults |= error.fields
