"""Writing under a question: one page to write, look, and save. Whatever happens, what was typed comes back."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import portraits as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.directory.models import Territory
from boite.portraits import history, portrait_view
from boite.portraits.group_words import LONGEST, write
from boite.portraits.models import PortraitRevision, PortraitText
from boite.portraits.questions import PortraitQuestion
from boite.publishing.prose import rendered
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.answering import edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.versions import Reading


async def edit(request: Request) -> Response:
    """The words of a group under one question, and their history."""
    user = current_user(request)
    territory, question = await door.words(user, request.path_params["slug"], request.path_params["question"])
    shown = await _shown(territory, question)

    async def do(form: Form) -> Response:
        body = form.lines("body", LONGEST)
        await write(territory, question, body, version=versions.number(form), by=user)
        page = f"{request.app.url_path_for('portraits:portrait', slug=territory.code.lower())}#{question.code}"
        return redirect(request, page, "Votre texte est en ligne." if body else "Le texte est retiré.")

    async def reading() -> Reading:
        return await _reading(request, territory, question, user)

    async def look(form: Form) -> str:
        return await rendered(form.lines("body", LONGEST))

    said = versions.saying({"body": "Le mot du groupe"})
    return await edited(request, "portraits/edit.html", do, reading=reading, said=said, look=look, **shown)


async def _reading(request: Request, territory: Territory, question: PortraitQuestion, user: User) -> Reading:
    """What is written, or what was, where the address asks for an older version to start from."""
    text = await PortraitText.get_or_none(territory_id=territory.code, question=question.code)
    if text is None:
        return Reading(values={"body": ""}, version=0)
    older = await history.version(text, web_forms.query(request).raw("version"))
    last = await PortraitRevision.get_or_none(text_id=text.id, version=text.version).select_related("by")
    return Reading(
        values={"body": text.body if older is None else older},
        version=text.version,
        author=last.by.shown_name if last and last.by else "",
        own=last is not None and last.by_id == user.id,
        at=text.changed_at,
    )


async def _shown(territory: Territory, question: PortraitQuestion) -> dict[str, Any]:
    """What the page shows around the form."""
    text = await PortraitText.get_or_none(territory_id=territory.code, question=question.code)
    return {
        "territory": territory,
        "question": question,
        "chapter": await portrait_view.chapter(territory, question),
        "text": text,
        "past": await history.of(text) if text else [],
        "longest": LONGEST,
    }
