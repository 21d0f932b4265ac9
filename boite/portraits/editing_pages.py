"""Writing under a question: one page to write, look, and save. Whatever happens, what was typed comes back."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite import access
from boite.accounts.guard import current_user
from boite.directory.models import Territory
from boite.errors import Invalid
from boite.portraits import history, showing
from boite.portraits.models import PortraitText
from boite.portraits.questions import Question
from boite.portraits.renewing import rendered
from boite.portraits.writing import LONGEST, EditedElsewhere, write
from boite.web import forms as web_forms
from boite.web.flash import redirect
from boite.web.templating import is_partial, render


async def edit(request: Request) -> Response:
    """The words of a group under one question, and their history."""
    user = current_user(request)
    territory, question = await access.portrait_words(
        user, request.path_params["slug"], request.path_params["question"]
    )
    if request.method != "POST":
        return await _page(request, territory, question, await _kept(request, territory, question))
    form = await web_forms.read(request)
    values = {"body": form.raw("body"), "version": form.raw("version")}
    try:
        body = form.lines("body", LONGEST)
        if form.raw("gesture") == "preview":
            return await _preview(request, territory, question, values, body)
        await write(territory, question, body, version=form.integer("version", 0, 1_000_000) or 0, by=user)
    except Invalid as error:
        return await _page(request, territory, question, values, status=422, errors=error.fields)
    except EditedElsewhere as error:
        return await _page(request, territory, question, values, status=409, moved=error.message)
    page = f"{request.app.url_path_for('portraits:portrait', slug=territory.code.lower())}#{question.code}"
    return redirect(request, page, "Votre texte est en ligne." if body else "Le texte est retiré.")


async def _kept(request: Request, territory: Territory, question: Question) -> dict[str, str]:
    """What is written, or what was, where the address asks for an older version to start from."""
    text = await PortraitText.get_or_none(territory_id=territory.code, question=question.code)
    if text is None:
        return {"body": "", "version": "0"}
    older = await history.version(text, web_forms.query(request).raw("version"))
    return {"body": text.body if older is None else older, "version": str(text.version)}


async def _preview(
    request: Request, territory: Territory, question: Question, values: dict[str, str], body: str
) -> Response:
    """How readers will see it, without saving: alone for a script, above the form without one."""
    seen = await rendered(body)
    if is_partial(request):
        return render(request, "portraits/_preview.html", seen=seen, question=question)
    return await _page(request, territory, question, values, seen=seen)


async def _page(
    request: Request,
    territory: Territory,
    question: Question,
    values: dict[str, str],
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    text = await PortraitText.get_or_none(territory_id=territory.code, question=question.code)
    if "moved" in more and text is not None:
        # Saving again is now done knowingly, over the text that is shown.
        values = {**values, "version": str(text.version)}
    return render(
        request,
        "portraits/edit.html",
        status=status,
        territory=territory,
        question=question,
        chapter=await showing.chapter(territory, question),
        text=text,
        past=await history.of(text) if text else [],
        values=values,
        longest=LONGEST,
        **({"errors": {}, "seen": "", "moved": ""} | more),
    )
