"""Lasting addresses: words, then a number, each given once, whatever the number of people who write at one instant."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.accounts.models import User
from boite.agenda.models import Event
from boite.database.connection import transaction
from boite.database.slugs import FOR_A_NUMBER, LONGEST, allot, first_free
from boite.directory.maintenance import structure_editing
from boite.directory.models import Structure, Territory
from boite.orientation.models import Question
from boite.orientation.steering.drafts import QuestionDraft
from boite.orientation.steering.question_editing import create_question
from boite.text.normalise import is_slug, slug
from tests.agenda.events import HERE, make_coordinator, make_event
from tests.conftest import OpenAccount

NUMBERED = {"", "-2", "-3", "-4", "-5", "-6"}


@given(st.text(), st.sets(st.integers(2, 9)))
def test_the_first_number_that_nobody_has(words: str, numbers: set[int]) -> None:
    wished = slug(words, "page")
    taken = {wished, *(f"{wished}-{number}" for number in numbers)}
    found = first_free(wished, taken)
    assert is_slug(found)
    assert found not in taken
    assert first_free(wished, ()) == wished
    assert found == f"{wished}-{next(number for number in range(2, 11) if number not in numbers)}"


def test_an_address_as_long_as_its_column_still_takes_a_number() -> None:
    long = "a" * LONGEST
    second = first_free(long, {long})
    assert second == "a" * (LONGEST - FOR_A_NUMBER) + "-2"
    assert first_free(long, {long, second}).endswith("a-3")


@pytest.fixture
async def coordinator(new_person: OpenAccount) -> User:
    return await make_coordinator(new_person)


async def test_people_who_write_the_same_words_at_once_have_each_an_address(coordinator: User) -> None:
    territory = await Territory.get(code=HERE)
    draft = QuestionDraft(moment="formation", words="Tableau")
    for _ in range(2):
        await asyncio.gather(
            *(make_event(coordinator, title="Été", published=False) for _ in range(3)),
            *(structure_editing.create({"name": "Été"}, territory, by=coordinator) for _ in range(3)),
            *(create_question(draft, by=coordinator) for _ in range(3)),
        )
    for model, wished in ((Event, "ete"), (Structure, "ete")):
        assert {row.slug for row in await model.all()} == {f"{wished}{number}" for number in NUMBERED}
    questions = {row.slug for row in await Question.all()}
    assert questions == {f"tableau-{number}" for number in range(2, 8)}, "« tableau » is a page of ours"


async def test_a_long_list_with_twins_and_words_already_taken(coordinator: User) -> None:
    await make_event(coordinator, title="Forum", published=False)
    await make_event(coordinator, title="Forum des métiers", published=False)
    wished = ["forum", "forum", *(f"atelier-{number}-x" for number in range(40_000)), "forum-2"]
    async with transaction():
        given_out = await allot(Event, wished)
    assert (given_out[:2], given_out[-1]) == (["forum-2", "forum-3"], "forum-2-2")
    assert len(set(given_out)) == len(wished)
