"""The pages of one answer: add it, change it, remove it, give it another place."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite import access
from boite.access import Deed
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.errors import Forbidden, Invalid
from boite.orientation import answers, editing_forms
from boite.orientation.editing_pages import page_of
from boite.orientation.models import Answer, Question
from boite.web import forms
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render


async def answer_new(request: Request) -> Response:
    """One more answer, in a territory that this person may answer for."""
    user = current_user(request)
    question = await access.steered_question(user, request.path_params["slug"])
    places = await _places(user)
    if not places:
        raise Forbidden
    if request.method != "POST":
        return await _form(request, question, None, places)
    form = await forms.read(request)
    try:
        await answers.add_answer(question, await editing_forms.answer_draft(form, places), by=user)
    except Invalid as error:
        return await _form(request, question, None, places, form, error)
    return redirect(request, page_of(request, question), "La réponse est ajoutée.")


async def answer_edit(request: Request) -> Response:
    """Another way to say an answer."""
    user = current_user(request)
    answer = await access.answer(user, request.path_params["slug"], request.path_params["answer"])
    places = await _places(user)
    if request.method != "POST":
        return await _form(request, answer.question, answer, places)
    form = await forms.read(request)
    try:
        await answers.change_answer(answer, await editing_forms.answer_draft(form, places), by=user)
    except Invalid as error:
        return await _form(request, answer.question, answer, places, form, error)
    return redirect(request, page_of(request, answer.question), "La réponse est enregistrée.")


async def answer_remove(request: Request) -> Response:
    """Take an answer out. The history keeps it."""
    user = current_user(request)
    answer = await access.answer(user, request.path_params["slug"], request.path_params["answer"])
    await forms.read(request)
    await answers.remove_answer(answer, by=user)
    return redirect(request, page_of(request, answer.question), "La réponse est retirée. L'historique la garde.")


async def answer_move(request: Request) -> Response:
    """One place earlier or later."""
    user = current_user(request)
    answer = await access.answer(user, request.path_params["slug"], request.path_params["answer"])
    form = await forms.read(request)
    up = form.choice("sens", ("haut", "bas"), "haut") == "haut"
    await answers.move_answer(answer, up=up, by=user)
    return redirect(request, page_of(request, answer.question), "L'ordre des réponses est changé.")


async def _places(user: User) -> list[tuple[str, str]]:
    everywhere = Deed.ANSWER_EVERYWHERE in await access.deeds(user)
    return editing_forms.places_of(await access.answer_territories(user), everywhere)


async def _form(
    request: Request,
    question: Question,
    answer: Answer | None,
    places: list[tuple[str, str]],
    typed: Form | None = None,
    error: Invalid | None = None,
) -> Response:
    values: dict[str, Any] = await editing_forms.answer_values(answer)
    if typed is not None:
        values = {name: typed.raw(name) for name in values}
    chosen = typed.all("publics") if typed is not None else (answer.publics if answer else [])
    return render(
        request,
        "orientation/answer.html",
        status=422 if error else 200,
        values=values,
        chosen=chosen,
        errors=error.fields if error else {},
        question=question,
        answer=answer,
        places=places,
        leave=page_of(request, question),
        **await editing_forms.answer_choices(),
    )
