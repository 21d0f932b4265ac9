"""What the forms of a question and of an answer send, as drafts."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from boite.database import slugs
from boite.directory.models import REGION, Network, Structure, Territory
from boite.directory.sheet.publics import LABELS
from boite.errors import Invalid
from boite.orientation.models import Answer, AnswerStanding, Question
from boite.orientation.moments import MOMENTS
from boite.orientation.steering.drafts import LONGEST, STANDINGS, AnswerDraft, QuestionDraft
from boite.web.forms import Form

NAME = 150
"""Most characters of a name: Tortoise refuses to look for more than its column holds."""
EVERYWHERE = ("", "Partout dans la région")
QUESTION = {
    "moment": "Moment de la vie",
    "words": "La question",
    "explanation": "L'explication",
    "synonyms": "Les autres mots",
}
ANSWER = {
    "standing": "Y va-t-on d'abord ?",
    "network": "Le réseau",
    "structure": "La structure",
    "territory": "Où cela est vrai",
    "brings": "Ce que cela apporte",
    "how": "Comment",
    "publics": "Pour qui",
}
"""The fields of the two forms, as the page where two people meet names them."""


def question_draft(form: Form) -> QuestionDraft:
    """The words of a question. Raises Invalid."""
    return QuestionDraft(
        moment=form.choice("moment", tuple(moment.code for moment in MOMENTS)),
        words=form.text("words", 200),
        explanation=form.text("explanation", LONGEST),
        synonyms=tuple(re.split(r"[\r\n,;|]+", form.raw("synonyms"))),
    )


def question_values(question: Question | None) -> dict[str, str]:
    """What the form shows of a question."""
    if question is None:
        return {"moment": "", "words": "", "explanation": "", "synonyms": ""}
    return {
        "moment": question.moment,
        "words": question.words,
        "explanation": question.explanation,
        "synonyms": "\n".join(question.synonyms),
    }


async def answer_draft(form: Form, places: list[tuple[str, str]]) -> AnswerDraft:
    """Who answers, among the places offered. Raises Invalid."""
    territory = form.choice("territory", tuple(code for code, _ in places), places[0][0])
    return AnswerDraft(
        standing=AnswerStanding(form.choice("standing", tuple(AnswerStanding), AnswerStanding.MAIN)),
        network_id=await _network(form),
        structure_id=await _structure(form),
        territory_id=territory or None,
        publics=tuple(form.all("publics")),
        brings=form.text("brings", LONGEST),
        how=form.text("how", LONGEST),
    )


async def _network(form: Form) -> str | None:
    code = form.text("network", 60)
    if code and not await Network.exists(code=code):
        raise Invalid(fields={"network": "Choisissez un réseau dans la liste."})
    return code or None


async def _structure(form: Form) -> UUID | None:
    typed = form.text("structure", 300)
    return (await named_structure(typed)).id if typed else None


async def named_structure(typed: str) -> Structure:
    """A structure by its name, or by the end of its address. Raises Invalid."""
    slug = typed.rstrip("/").rsplit("/", 1)[-1]
    found = await Structure.filter(slug=slug).limit(1) if len(slug) <= slugs.LONGEST else []
    if not found and len(typed) <= NAME:
        found = await Structure.filter(name=typed).limit(2)
    if len(found) != 1:
        why = "Plusieurs fiches ont ce nom : collez l'adresse de la fiche." if found else "Aucune fiche n'a ce nom."
        raise Invalid(fields={"structure": why})
    return found[0]


async def answer_values(answer: Answer | None) -> dict[str, Any]:
    """What the form shows of an answer."""
    if answer is None:
        blank = dict.fromkeys(("standing", "network", "structure", "territory", "brings", "how"), "")
        return blank | {"standing": AnswerStanding.MAIN.value, "publics": []}
    structure = await Structure.get_or_none(id=answer.structure_id) if answer.structure_id else None
    return {
        "standing": answer.standing.value,
        "network": answer.network_id or "",
        "structure": structure.slug if structure else "",
        "territory": answer.territory_id or "",
        "brings": answer.brings,
        "how": answer.how,
        "publics": list(answer.publics),
    }


async def answer_choices() -> dict[str, list[tuple[str, str]]]:
    """The answers to choose from, by field."""
    networks = await Network.all().order_by("rank", "short_name")
    return {
        "standing": [(standing.value, words) for standing, words in STANDINGS.items()],
        "network": [(network.code, network.short_name) for network in networks],
        "publics": list(LABELS.items()),
    }


def places_of(territories: list[Territory], everywhere: bool) -> list[tuple[str, str]]:
    """Where an answer may hold, as its form offers it."""
    local = [(territory.code, territory.name) for territory in territories if territory.code != REGION]
    return [EVERYWHERE, *local] if everywhere else local
