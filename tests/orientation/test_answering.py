"""Who answers near a place: the nearest of a network, in the region, for this public, and never somebody gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from starlette.applications import Starlette

from boite import clock
from boite.directory.models import Ending, EndKind, Territory
from boite.directory.places.lookup import Place, find_place
from boite.orientation.asking.found_answers import Replies, replies_in, reply
from boite.orientation.models import AnswerStanding, Question
from tests.directory.sheets import make_structure
from tests.files.test_query_counts import counted
from tests.orientation.guide_rows import ORLEANS, TOURS, make_answer, make_question, make_region
from tests.visitors import Visitor


async def place(name: str) -> Place:
    found = await find_place(name)
    assert found is not None
    return found


async def near(question: Question, name: str, public: str = "") -> Replies:
    return await reply(question.id, await place(name), public)


def names(replies: Replies) -> list[str]:
    return [each.sheet.slug if each.sheet else each.network for each in replies.every]


async def test_the_nearest_of_the_network_answers(app: Starlette) -> None:
    await make_region()
    question = await make_question()
    await make_answer(question, "mission-locale")
    found = await near(question, "Tours")
    assert names(found) == ["ml-tours"]
    assert found.main[0].sheet is not None
    assert found.main[0].sheet.distance is not None
    assert 0 < found.main[0].sheet.distance < 1
    assert names(await near(question, "Orléans")) == ["ml-orleans"]


async def test_a_main_answer_is_found_far_away_and_a_secondary_one_is_not(app: Starlette) -> None:
    """Some networks have one office for the whole region: one may call it."""
    await make_region()
    question = await make_question()
    await make_answer(question, "apec")
    await make_answer(question, "mission-locale", standing=AnswerStanding.SECONDARY)
    assert names(await near(question, "Tours")) == ["apec", "ml-tours"]
    other = await make_question("autre")
    await make_answer(other, "apec", standing=AnswerStanding.SECONDARY)
    found = await near(other, "Tours")
    assert names(found) == []
    assert found.absent == ["Apec"]


async def test_a_structure_whose_place_is_not_known_comes_last_and_says_so(app: Starlette, client: Visitor) -> None:
    rows = await make_region()
    nowhere = await make_structure("Ligne d'écoute", ["ecoute"], slug="ecoute", city="Talence", territory=TOURS)
    question = await make_question()
    await make_answer(question, structure=nowhere)
    await make_answer(question, structure=rows["ml-tours"])
    found = await near(question, "Tours")
    assert names(found) == ["ml-tours", "ecoute"]
    assert [each.sheet.lost for each in found.main if each.sheet] == [False, True]
    page = (await client.get(client.address("orientation:question", slug=question.slug), params={"ou": "Tours"})).text
    assert page.index("Mission locale") < page.index("Lieu inconnu")


async def test_who_ends_later_answers_until_that_day_then_who_follows(app: Starlette) -> None:
    rows = await make_region()
    question = await make_question()
    await make_answer(question, "mission-locale")
    await make_answer(question, structure=rows["apec"])
    day = clock.today() + timedelta(days=3)
    follows = await make_structure("Apec du Centre", ["apec"], slug="apec-centre", latitude=47.9, longitude=1.9)
    last = await make_structure("Apec de France", ["apec"], slug="apec-france", latitude=47.9, longitude=1.9)
    for gone, kind, by in (("apec", EndKind.MERGED, follows), ("ml-orleans", EndKind.CLOSED, None)):
        await Ending.create(structure_id=rows[gone].id, kind=kind, successor_id=by.id if by else None, since=day)
    await Ending.create(structure_id=follows.id, kind=EndKind.MERGED, successor_id=last.id, since=day)
    found = await near(question, "Orléans")
    assert names(found) == ["ml-orleans", "apec"]
    assert [each.sheet.ends for each in found.every if each.sheet] == [day, day]
    there = (await replies_in(await Territory.get(code=ORLEANS), [question.id]))[str(question.id)]
    assert {"ml-orleans", "apec"} <= set(names(there))
    clock.advance(timedelta(days=3))
    assert names(await near(question, "Orléans")) == ["ml-tours", "apec-france"]


async def test_without_a_place_the_networks_stand_for_themselves(app: Starlette) -> None:
    rows = await make_region()
    question = await make_question()
    await make_answer(question, "mission-locale")
    await make_answer(question, structure=rows["apec"])
    await make_answer(question, structure=rows["ml-tours"], territory=TOURS)
    assert names(await reply(question.id, None, "")) == ["mission-locale", "apec"]


async def test_the_territory_replaces_the_network(app: Starlette) -> None:
    rows = await make_region()
    question = await make_question()
    await make_answer(question, "mission-locale", brings="Partout")
    await make_answer(question, structure=rows["ml-orleans"], territory=TOURS, brings="Ici")
    found = await near(question, "Tours")
    assert names(found) == ["ml-orleans"]
    assert found.main[0].says[0].brings == "Ici"


async def test_a_structure_is_shown_once_with_all_that_it_brings(app: Starlette) -> None:
    rows = await make_region()
    question = await make_question()
    await make_answer(question, "mission-locale", brings="Un conseiller")
    await make_answer(
        question, structure=rows["ml-tours"], territory=TOURS, standing=AnswerStanding.SECONDARY, brings="Un atelier"
    )
    found = await near(question, "Tours")
    assert names(found) == ["ml-tours"]
    assert found.main[0].standing == AnswerStanding.MAIN
    assert [said.brings for said in found.main[0].says] == ["Un conseiller", "Un atelier"]


async def test_only_those_who_receive_the_public(app: Starlette) -> None:
    await make_region()
    for slug, publics in (("jeunes", ["jeunes"]), ("tous", [])):
        services = [{"name": "Accueil", "publics": publics}]
        latitude = 47.394 if slug == "jeunes" else 47.5
        await make_structure(slug, ["cio"], slug=slug, services=services, latitude=latitude, longitude=0.684)
    question = await make_question()
    await make_answer(question, "cio")
    assert names(await near(question, "Tours", "scolaire")) == ["jeunes"]
    assert names(await near(question, "Tours", "salarie")) == ["tous"]


@pytest.mark.parametrize("followed", [True, False])
async def test_a_structure_that_ended_leads_to_the_next_one(app: Starlette, followed: bool) -> None:
    rows = await make_region()
    question = await make_question()
    await make_answer(question, structure=rows["apec"])
    await make_answer(question, "mission-locale")
    await Ending.create(
        structure_id=rows["apec"].id,
        kind=EndKind.MERGED if followed else EndKind.CLOSED,
        successor_id=rows["ml-tours"].id if followed else None,
        since=date(2026, 1, 1),
    )
    await Ending.create(structure_id=rows["ml-orleans"].id, kind=EndKind.CLOSED)
    assert names(await near(question, "Orléans")) == ["ml-tours"]


async def test_a_structure_without_coordinates_is_shown_without_a_distance(app: Starlette) -> None:
    await make_region()
    lost = await make_structure("Sans lieu", ["cio"], place=False)
    question = await make_question()
    await make_answer(question, structure=lost)
    found = await near(question, "Tours")
    assert found.main[0].sheet is not None
    assert found.main[0].sheet.distance is None


async def test_a_territory_is_answered_by_its_own_structures(app: Starlette) -> None:
    await make_region()
    question, other = await make_question(), await make_question("autre")
    await make_answer(question, "mission-locale")
    await make_answer(other, "apec")
    found = await replies_in(await Territory.get(code=TOURS), [question.id, other.id])
    assert names(found[str(question.id)]) == ["ml-tours"]
    assert names(found[str(other.id)]) == ["apec"]
    assert await replies_in(await Territory.get(code=ORLEANS), []) == {}


async def test_the_number_of_queries_does_not_grow(app: Starlette) -> None:
    await make_region()
    question = await make_question()
    await make_answer(question, "mission-locale")
    await make_answer(question, "apec", standing=AnswerStanding.SECONDARY)
    counts = []
    for few, many in ((0, 2), (2, 30)):
        for each in range(few, many):
            networks = ["cio" if each % 2 else "cap-emploi"]
            made = await make_structure(f"Autre {each}", networks, latitude=47.4, longitude=0.7)
            await make_answer(question, structure=made)
            await make_answer(question, "cio", standing=AnswerStanding.SECONDARY, publics=["jeunes"])
        with counted() as seen:
            await near(question, "Orléans")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 10
