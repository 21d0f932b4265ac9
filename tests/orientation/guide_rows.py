"""Questions and answers of the tests, written without passing by the pages."""

from __future__ import annotations

from itertools import count
from typing import Any

from boite.accounts.models import User
from boite.clock import now
from boite.directory.models import REGION, Coordination, Membership, Structure
from boite.orientation.models import Answer, AnswerStanding, Question
from tests.directory.sheets import make_commune, make_structure, make_territory

ORLEANS, TOURS = "SPRO-45-ORLEANS", "SPRO-37"
HOURS = "Mo-Fr 09:00-12:00,13:30-17:00; PH off"
_ranks = count(1)


async def make_question(slug: str = "financer", published: bool = True, **values: Any) -> Question:
    """A question; published unless said."""
    columns: dict[str, Any] = {
        "moment": "formation",
        "words": "Comment financer ma formation ?",
        "explanation": "Plusieurs aides existent.",
        "synonyms": ["CPF", "payer une formation"],
        "rank": next(_ranks),
        "published_at": now() if published else None,
    }
    return await Question.create(slug=slug, **(columns | values))


async def make_answer(
    question: Question, network: str = "", structure: Structure | None = None, **values: Any
) -> Answer:
    """An answer of a network, or of a structure; a main one unless said."""
    values["territory_id"] = values.pop("territory", None)
    columns: dict[str, Any] = {
        "standing": AnswerStanding.MAIN,
        "rank": next(_ranks),
        "brings": "Un conseiller.",
        "how": "Sur rendez-vous.",
    }
    return await Answer.create(
        question_id=question.id,
        network_id=network or None,
        structure_id=structure.id if structure else None,
        **(columns | values),
    )


async def make_region() -> dict[str, Structure]:
    """Orléans and Tours with their communes, a mission locale in each, and an Apec in Orléans alone."""
    await make_territory(ORLEANS, "Orléans", help_phone="02 38 00 00 01")
    await make_territory(TOURS, "Indre-et-Loire")
    await make_commune(territory=ORLEANS)
    await make_commune("Tours", "37261", ("37000",), 47.394, 0.684, territory=TOURS, population=130_000)
    here: dict[str, Any] = {"hours": HOURS, "territory": ORLEANS, "commune": "45234"}
    orleans = here | {"latitude": 47.90, "longitude": 1.90}
    tours = here | {"territory": TOURS, "commune": "37261", "city": "Tours", "latitude": 47.39, "longitude": 0.69}
    return {
        "ml-orleans": await make_structure(slug="ml-orleans", phone="+33238000010", **orleans),
        "ml-tours": await make_structure("Mission locale de Tours", slug="ml-tours", phone="+33247000010", **tours),
        "apec": await make_structure("Apec Orléans", ["apec"], slug="apec", phone="+33238000020", **orleans),
    }


async def coordinator(user: User, territory: str = REGION) -> User:
    """The same person, coordinating this territory. Their role is the test's to give."""
    await Coordination.create(user_id=user.id, territory_id=territory)
    return user


async def agent(user: User, structure: Structure) -> User:
    """The same person, working for this structure."""
    await Membership.create(user_id=user.id, structure_id=structure.id)
    return user
