"""What is seen of a whole territory: the table with its holes, the guide to print."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole
from boite.directory.models import Territory
from boite.orientation.models import AnswerStanding
from boite.orientation.steering import overview
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure
from tests.files.test_query_counts import counted
from tests.orientation.guide_rows import ORLEANS, TOURS, coordinator, make_answer, make_question, make_region
from tests.visitors import Visitor


async def rows() -> None:
    """Three questions: one that everybody answers, one that Tours alone does, one that nobody does first."""
    made = await make_region()
    await make_answer(await make_question("partout"), "mission-locale")
    await make_answer(await make_question("ici"), structure=made["ml-tours"], territory=TOURS)
    await make_answer(await make_question("trou"), "apec", standing=AnswerStanding.SECONDARY)


async def test_the_table_shows_the_holes_of_a_territory(app: Starlette) -> None:
    await rows()
    tours = await overview.by_network(await Territory.get(code=TOURS))
    assert {row.slug: row.hole for row in tours.rows} == {"partout": False, "ici": False, "trou": True}
    orleans = await overview.by_network(await Territory.get(code=ORLEANS))
    assert {row.slug: row.hole for row in orleans.rows} == {"partout": False, "ici": True, "trou": True}
    assert "CIO" in tours.never
    assert "Apec" not in tours.never


async def test_a_cell_says_whether_one_goes_there_first(app: Starlette) -> None:
    await rows()
    table = await overview.by_network(None)
    columns = [code for code, _ in table.columns]
    cells = {row.slug: row.cells for row in table.rows}
    assert cells["partout"][columns.index("mission-locale")] == "principale"
    assert cells["trou"][columns.index("apec")] == "secondaire"
    assert cells["trou"][columns.index("cio")] == ""


async def test_the_structures_of_a_territory_are_columns_too(app: Starlette) -> None:
    await rows()
    table = await overview.by_structure(await Territory.get(code=TOURS))
    assert [name for _, name in table.columns] == ["Mission locale de Tours"]
    assert [row.cells for row in table.rows] == [["principale"], ["principale"], [""]]


@pytest.fixture
async def nadia(app: Starlette, new_person: OpenAccount, sign_in: SignIn) -> Visitor:
    """Who coordinates Indre-et-Loire."""
    await rows()
    return await sign_in(await coordinator(await new_person("Nadia", AccountRole.COORDINATOR), TOURS))


@pytest.mark.parametrize(
    "query", ["", f"?territoire={TOURS}", f"?territoire={TOURS}&vue=structures", "?vue=structures"]
)
async def test_the_page_is_a_real_table(nadia: Visitor, query: str) -> None:
    page = (await nadia.get(f"/qui-peut-m-aider/tableau{query}")).text
    for said in ('scope="col"', 'scope="row"', "Il y a des trous", "personne en premier"):
        assert said in page


async def test_a_senseless_filter_is_refused(nadia: Visitor) -> None:
    assert (await nadia.get("/qui-peut-m-aider/tableau?territoire=SPRO-99")).status_code == 422
    assert (await nadia.get("/qui-peut-m-aider/tableau?vue=autre")).status_code == 422


async def test_the_guide_has_questions_then_structures(app: Starlette, client: Visitor) -> None:
    await rows()
    await make_question("brouillon", published=False, words="Un brouillon ?")
    page = (await client.get(f"/qui-peut-m-aider/guide/{TOURS}")).text
    for said in ("Indre-et-Loire", "Me former", "Mission locale de Tours", "02 47 00 00 10", "Du lundi au vendredi"):
        assert said in page
    assert "Un brouillon" not in page
    assert page.index("Me former") < page.index("Toutes les structures")
    assert "Indre-et-Loire" in (await client.get("/qui-peut-m-aider/guide/")).text


@pytest.mark.parametrize(
    "page", ["guide/SPRO-37", "tableau?territoire=SPRO-37", "tableau?territoire=SPRO-37&vue=structures"]
)
async def test_the_number_of_queries_does_not_grow(nadia: Visitor, page: str) -> None:
    counts = []
    for number in (0, 20):
        for each in range(number):
            structure = await make_structure(f"Autre {each}", ["cio"], territory=TOURS, latitude=47.4, longitude=0.7)
            question = await make_question(f"question-{each}")
            await make_answer(question, "cio")
            await make_answer(question, structure=structure, territory=TOURS, standing=AnswerStanding.SECONDARY)
        await nadia.get(f"/qui-peut-m-aider/{page}")
        with counted() as seen:
            assert (await nadia.get(f"/qui-peut-m-aider/{page}")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 16
