"""The pages of one answer: add it, change it, remove it, give it another place."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import orientation as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.errors import Forbidden
from boite.orientation.steering import answers, editing_forms, history
from boite.orientation.steering.question_edit_pages import page_of, read_of
from boite.web import forms, versions
from boite.web.answering import answered, edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.versions import Reading

FORM = "orientation/answer.html"


async def answer_new(request: Request) -> Response:
    """One more answer, in a territory that this person may answer for."""
    user = current_user(request)
    question = await door.question(user, request.path_params["slug"])
    places = await _places(user)
    if not places:
        raise Forbidden

    async def do(form: Form) -> Response:
        await answers.add_answer(question, await editing_forms.answer_draft(form, places), by=user)
        return redirect(request, page_of(request, question), "La réponse est ajoutée.")

    values, choices = await editing_forms.answer_values(None), await _choices(places)
    leave = page_of(request, question)
    return await answered(request, FORM, do, values=values, question=question, answer=None, leave=leave, **choices)


async def answer_edit(request: Request) -> Response:
    """Changing an answer."""
    user = current_user(request)
    answer = await door.answer(user, request.path_params["slug"], request.path_params["answer"])
    places = await _places(user)
    choices = await _choices(places)

    async def do(form: Form) -> Response:
        draft = await editing_forms.answer_draft(form, places)
        await answers.change_answer(answer, draft, version=versions.number(form), by=user)
        return redirect(request, page_of(request, answer.question), "La réponse est enregistrée.")

    async def reading() -> Reading:
        kept = await door.answer(user, request.path_params["slug"], request.path_params["answer"])
        values = await editing_forms.answer_values(kept)
        return read_of(values, kept.version, await history.change_of(kept), user)

    said = versions.saying(editing_forms.ANSWER, choices)
    shown: dict[str, Any] = {
        **choices,
        "question": answer.question,
        "answer": answer,
        "leave": page_of(request, answer.question),
    }
    return await edited(request, FORM, do, reading=reading, said=said, **shown)


async def answer_remove(request: Request) -> Response:
    """Remove an answer. The history keeps it."""
    user = current_user(request)
    answer = await door.answer(user, request.path_params["slug"], request.path_params["answer"])
    await forms.read(request)
    await answers.remove_answer(answer, by=user)
    return redirect(request, page_of(request, answer.question), "La réponse est retirée. L'historique la garde.")


async def answer_move(request: Request) -> Response:
    """One place earlier or later."""
    user = current_user(request)
    answer = await door.answer(user, request.path_params["slug"], request.path_params["answer"])
    form = await forms.read(request)
    up = form.choice("sens", ("haut", "bas"), "haut") == "haut"
    await answers.move_answer(answer, up=up, by=user)
    return redirect(request, page_of(request, answer.question), "L'ordre des réponses est changé.")


async def _places(user: User) -> list[tuple[str, str]]:
    everywhere = Right.ANSWER_EVERYWHERE in await door.rights(user)
    return editing_forms.places_of(await door.answer_territories(user), everywhere)


async def _choices(places: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """The answers to choose from, by field."""
    return await editing_forms.answer_choices() | {"territory": places}
