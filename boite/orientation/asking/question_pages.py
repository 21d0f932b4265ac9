"""The pages of a person: what for, where, who, and who can help. All by plain links, so that Back works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import files as files_door
from boite.access import orientation as orientation_door
from boite.directory.search.missed_searches import note_missed
from boite.directory.search.urgent import is_urgent
from boite.directory.search.urgent_numbers import NUMBERS
from boite.directory.search.use_counts import profile_of
from boite.directory.sheet import publics
from boite.directory.sheet.card_words import helpline
from boite.files import node_lists
from boite.files.document_types import DOCUMENT_TYPES
from boite.orientation.asking import found_answers, question_search, seeker_pages
from boite.orientation.asking.answer_loading import lines_of
from boite.orientation.asking.answer_view import NOTHING, shown
from boite.orientation.asking.seeker_pages import Seeker, carried
from boite.orientation.models import Question
from boite.orientation.moments import BY_CODE, MOMENTS
from boite.orientation.usage_counts import USES
from boite.web import counting, crawlers, forms
from boite.web.addresses import addresses
from boite.web.templating import render


async def home(request: Request) -> Response:
    """« What for »: the moments of life, the questions of one of them, or those that some words lead to."""
    query = forms.query(request)
    words, moment = query.text("mots", question_search.LONGEST), BY_CODE.get(query.raw("moment"))
    asking = await seeker_pages.person_asking(request)
    catalogue = await question_search.catalogue()
    found = catalogue.find(words) if words else []
    if words and not found and crawlers.by_somebody(request):
        await note_missed(counting.tally(request), words, "orientation", asking.territory)
    return render(
        request,
        "orientation/home.html",
        words=words,
        moment=moment,
        moments=[each for each in MOMENTS if any(question.moment == each.code for question in catalogue.questions)],
        questions=found or [each for each in catalogue.questions if moment and each.moment == moment.code],
        helper=helpline(await found_answers.helper(asking.territory)) if words and not found else {},
        asking=asking,
        carried=carried(words, asking),
        urgent=NUMBERS if is_urgent(words) else (),
    )


async def where(request: Request) -> Response:
    """« Where »: passed where it is known."""
    question = await orientation_door.published(request.path_params["slug"])
    asking = await seeker_pages.person_asking(request)
    if asking.located and not asking.typed and "changer" not in request.query_params:
        return _on(request, "orientation:who", question, asking)
    return render(
        request, "orientation/where.html", status=422 if asking.typed else 200, question=question, asking=asking
    )


async def who(request: Request) -> Response:
    """« Who »: passed where it is known, or where the answer is the same for everybody."""
    question = await orientation_door.published(request.path_params["slug"])
    asking = await seeker_pages.person_asking(request)
    if asking.typed:
        return _on(request, "orientation:where", question, asking)
    told = asking.described and "changer" not in request.query_params
    if told or not any(line.publics for line in await lines_of([question.id])):
        return _on(request, "orientation:question", question, asking)
    return render(request, "orientation/who.html", question=question, asking=asking, publics=publics)


def _on(request: Request, name: str, question: Question, asking: Seeker) -> Response:
    address = addresses(request.app)(name, slug=question.slug)
    return RedirectResponse(address + asking.query(), status_code=303)


async def question(request: Request) -> Response:
    """Who answers this question: names, distances, hours, numbers. Counted, never with who asked."""
    asked = await orientation_door.published(request.path_params["slug"])
    asking = await seeker_pages.person_asking(request)
    context = await result(request, asked, asking, await _kept(request))
    count(request, asked, asking)
    return render(request, "orientation/question.html", **context)


async def _kept(request: Request) -> dict[str, str]:
    """The kinds of papers that whoever asks has in their box, each with where they are."""
    if request.state.user is None:
        return {}
    space = await files_door.space(request.state.user)
    url = addresses(request.app)
    there = {row["code"] for row in await node_lists.type_counts(space.id)}
    return {kind.label: url("files:by_type", code=kind.code) for kind in DOCUMENT_TYPES if kind.code in there}


async def result(
    request: Request, asked: Question, asking: Seeker, kept: Mapping[str, str] = NOTHING
) -> dict[str, Any]:
    """What a page of result shows. `kept` are the papers of whoever it is for: nobody else's at a desk."""
    replies = await found_answers.reply(asked.id, asking.place, asking.public)
    rights = await orientation_door.rights(request.state.user)
    return {
        "question": asked,
        "moment": BY_CODE.get(asked.moment),
        "asking": asking,
        "replies": shown(replies, addresses(request.app), kept),
        "for_some": replies.for_some,
        "helper": helpline(await found_answers.helper(asking.territory)),
        "rights": rights,
        "may_relay": bool(await orientation_door.relaying(request.state.user)),
        "preview": False,
    }


def count(request: Request, asked: Question, asking: Seeker) -> None:
    """Count a result that somebody sees."""
    counting.count(request, USES, profile_of(request.state.user).value, asked.id, asking.territory)
