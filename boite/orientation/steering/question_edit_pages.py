"""The pages of the coordination: the questions, the words of each, publication, order, history, preview."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import orientation as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.orientation.asking import question_pages, seeker_pages
from boite.orientation.models import Question, QuestionRevision
from boite.orientation.moments import MOMENTS
from boite.orientation.steering import editing_forms, history, question_editing
from boite.orientation.steering.answer_rows import answer_rows
from boite.web import forms, versions
from boite.web.addresses import addresses
from boite.web.answering import answered, edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render
from boite.web.versions import Reading


async def questions(request: Request) -> Response:
    """Every question, by moment, drafts included."""
    rights = await door.admit(current_user(request), Right.PREVIEW)
    rows = await Question.all().order_by("rank", "words").only("slug", "moment", "words", "published_at", "changed_at")
    return render(request, "orientation/questions.html", questions=rows, moments=MOMENTS, rights=rights)


async def question_new(request: Request) -> Response:
    """A new question, a draft at first."""
    user = current_user(request)
    await door.admit(user, Right.EDIT)

    async def do(form: Form) -> Response:
        made = await question_editing.create_question(editing_forms.question_draft(form), by=user)
        return redirect(request, page_of(request, made), "La question est écrite. Dites maintenant qui y répond.")

    values = editing_forms.question_values(None)
    leave = addresses(request.app)("orientation:questions")
    return await answered(
        request, "orientation/question-words.html", do, values=values, question=None, moments=_moments(), leave=leave
    )


async def question_words(request: Request) -> Response:
    """Changing the words of a question."""
    user = current_user(request)
    question = await door.question(user, request.path_params["slug"], Right.EDIT)

    async def do(form: Form) -> Response:
        draft = editing_forms.question_draft(form)
        await question_editing.change_question(question, draft, version=versions.number(form), by=user)
        return redirect(request, page_of(request, question), "La question est enregistrée.")

    async def reading() -> Reading:
        kept = await Question.get(id=question.id)
        changed = QuestionRevision.filter(question_id=question.id, what__startswith="Question modifiée")
        last = await changed.order_by("-id").first()
        return read_of(editing_forms.question_values(kept), kept.version, last, user)

    moments, leave = _moments(), page_of(request, question)
    said = versions.saying(editing_forms.QUESTION, {"moment": moments})
    shown: dict[str, Any] = {"question": question, "moments": moments, "leave": leave}
    return await edited(request, "orientation/question-words.html", do, reading=reading, said=said, **shown)


def read_of(values: dict[str, Any], version: int, last: QuestionRevision | None, user: User) -> Reading:
    """What a form is drawn with, and the change that made it so, where it is known."""
    if last is None:
        return Reading(values=values, version=version)
    return Reading(values=values, version=version, author=last.author, own=last.by_id == user.id, at=last.at)


def _moments() -> list[tuple[str, str]]:
    return [(moment.code, moment.label) for moment in MOMENTS]


def page_of(request: Request, question: Question) -> str:
    """Where a question is kept."""
    return addresses(request.app)("orientation:question_edit", slug=question.slug)


async def question_edit(request: Request) -> Response:
    """One question: its words, who answers, what may be done with it."""
    user = current_user(request)
    question = await door.question(user, request.path_params["slug"])
    return render(
        request,
        "orientation/question-edit.html",
        question=question,
        moment=next((moment.label for moment in MOMENTS if moment.code == question.moment), question.moment),
        rows=await answer_rows(question, await door.answerable(user)),
        places=await door.answer_territories(user),
        rights=await door.rights(user),
    )


async def question_history(request: Request) -> Response:
    """What was changed, by whom, when, and what it said before."""
    question = await door.question(current_user(request), request.path_params["slug"])
    return render(
        request, "orientation/question-history.html", question=question, revisions=await history.latest(question)
    )


async def preview(request: Request) -> Response:
    """The page of result as everybody will see it. Not counted."""
    question = await door.question(current_user(request), request.path_params["slug"])
    context = await question_pages.result(request, question, await seeker_pages.person_asking(request))
    return render(request, "orientation/question.html", **(context | {"preview": True, "may_relay": False}))


Verb = Callable[[Question, User, Form], Awaitable[str]]


def _gesture(verb: Verb) -> Callable[[Request], Awaitable[Response]]:
    """A button of the page of a question: the verb, then a word about it."""

    async def done(request: Request) -> Response:
        user = current_user(request)
        question = await door.question(user, request.path_params["slug"], Right.EDIT)
        form = await forms.read(request)
        words = await verb(question, user, form)
        return redirect(request, form.choice("retour", _returns(request, question), page_of(request, question)), words)

    return done


def _returns(request: Request, question: Question) -> tuple[str, ...]:
    return page_of(request, question), addresses(request.app)("orientation:questions")


async def _publish(question: Question, user: User, form: Form) -> str:
    await question_editing.publish(question, by=user)
    return "La question est publiée : tout le monde la voit."


async def _unpublish(question: Question, user: User, form: Form) -> str:
    await question_editing.unpublish(question, by=user)
    return "La question n'est plus publiée. Elle reste ici, en brouillon."


async def _move(question: Question, user: User, form: Form) -> str:
    up = form.choice("sens", ("haut", "bas"), "haut") == "haut"
    await question_editing.move_question(question, up=up, by=user)
    return f"« {question.words} » est {'montée' if up else 'descendue'}."


publish, unpublish, move = _gesture(_publish), _gesture(_unpublish), _gesture(_move)
