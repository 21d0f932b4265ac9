"""What people say of themselves: everything optional, refused with a reason, written in the journal."""

from __future__ import annotations

import pytest

from boite.accounts.models import User
from boite.accounts.situations import SITUATIONS
from boite.journal.models import Entry
from tests.visitors import Visitor

URL = "/compte/profil"
ANSWERS = {
    "first_name": "Zoé 🌻",
    "email": "zoe@exemple.fr",
    "birth_year": "1998",
    "situation": "demandeur-emploi",
    "theme": "dark",
}


async def test_keeps_the_answers(visitor: Visitor, person: User) -> None:
    assert (await visitor.submit(URL, **ANSWERS)).status_code == 303
    await person.refresh_from_db()
    assert {name: str(getattr(person, name)) for name in ANSWERS} == ANSWERS
    page = (await visitor.get(URL)).text
    assert "Vos informations sont enregistrées." in page
    assert 'data-theme="dark"' in page
    assert "Zoé 🌻" in page


async def test_everything_may_stay_empty(visitor: Visitor, person: User) -> None:
    assert (await visitor.submit(URL)).status_code == 303
    await person.refresh_from_db()
    assert (person.first_name, person.birth_year) == ("", None)
    assert "<h1>Bonjour</h1>" in (await visitor.get("/")).text


async def test_the_journal_tells_a_change_and_only_a_change(visitor: Visitor, person: User) -> None:
    for _ in range(2):
        await visitor.submit(URL, **ANSWERS)
    assert await Entry.filter(owner_id=person.id, kind="account.profile_changed").count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("email", "zoe"), ("email", "a@b"), ("email", "a@b.fr, c@d.fr"), ("first_name", "a" * 81)),
        *(("birth_year", "98"), ("birth_year", "2999"), ("birth_year", "²⁰⁰⁰"), ("birth_year", "-1")),
        *(("situation", "président"), ("theme", "fluo")),
    ],
)
async def test_a_senseless_answer_is_refused_and_given_back(visitor: Visitor, name: str, value: str) -> None:
    answer = await visitor.submit(URL, **ANSWERS | {name: value})
    assert answer.status_code == 422
    assert f'href="#champ-{name}"' in answer.text
    assert "Zoé 🌻" in answer.text or name == "first_name"


async def test_every_mistake_is_told_at_once(visitor: Visitor) -> None:
    answer = await visitor.submit(URL, email="zoe", birth_year="98")
    assert "2 réponses à corriger" in answer.text


async def test_what_is_typed_is_not_run(visitor: Visitor) -> None:
    await visitor.submit(URL, first_name="<script>alert(1)</script>")
    assert "<script>alert" not in (await visitor.get("/")).text


def test_the_situations_are_those_of_the_region() -> None:
    assert len(SITUATIONS) == 12
    assert {"scolaire", "demandeur-emploi", "sans-solution", "nsp"} <= set(SITUATIONS)
