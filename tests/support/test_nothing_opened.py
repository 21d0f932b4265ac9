"""Nothing of what a person says of themselves opens anything: the agents of their own structure see nothing."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.models import AccountRole, User
from boite.directory.keepers import keepers
from boite.directory.models import Coordination, Structure, Territory
from boite.errors import Refusal
from boite.journal.models import Entry
from boite.support import supports
from storage.store import BlobStore
from tests.boxes.papers import put
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_commune, make_structure
from tests.groups.groups import ORLEANS
from tests.site.test_gates import GETS, address

SAID = {
    "first_name": "Zéphirine",
    "birth_year": 1937,
    "situation": "service-civique",
    "traits": "qpv-frr",
    "commune": "Zzyxville",
    "structure": "La maison Zzyx",
}
SIGNS = ("Zéphirine", "Zzyx")


@pytest.fixture
async def mission(app: Starlette) -> Structure:
    """The structure that helps the person along, in a territory that somebody coordinates."""
    await Territory.create(code=ORLEANS, name="Orléans")
    await make_commune("Orléans", "45234", ("45000",))
    return await make_structure("Mission locale", territory=ORLEANS)


@pytest.fixture
async def said(person: User, mission: Structure) -> User:
    """A person who said all that may be said."""
    await supports.add(mission, by=person)
    await User.filter(id=person.id).update(**SAID, free_text_tried=True)
    return await User.get(id=person.id)


async def test_an_agent_who_coordinates_finds_no_trace(
    app: Starlette, said: User, mission: Structure, new_person: OpenAccount, sign_in: SignIn, store: BlobStore
) -> None:
    paper = await put(said, store, "Zzyx.txt", b"prive")
    agent = await new_person("Paul", AccountRole.COORDINATOR)
    await keepers.add(mission, agent.handle, by=None)
    await Coordination.create(user_id=agent.id, territory_id=ORLEANS)
    visitor, known = await sign_in(agent), {"slug": mission.slug, "code": ORLEANS}
    for name in GETS:
        if name != "boxes:export":  # the agent's own box
            text = (await visitor.get(address(app, name, **known))).text
            assert not [sign for sign in (*SIGNS, said.handle) if sign in text], name
    with pytest.raises(Refusal):
        await door.node(agent, str(paper.id), Right.READ)
    assert not await Entry.filter(actor_id=said.id, owner_id=agent.id).exists()


async def test_what_was_typed_before_is_told_to_its_person_until_they_choose(said: User, sign_in: SignIn) -> None:
    own = await sign_in(said)
    assert "Ce que vous aviez écrit peut désigner plusieurs lieux" in (await own.get("/")).text.replace("\u2019", "'")
    await own.submit("/accompagnement/commune", ou="Orléans")
    await own.submit("/accompagnement/texte")
    page = (await own.get("/")).text
    assert "Ce que vous aviez écrit" not in page
    assert "Zzyx" not in page


async def test_choosing_a_structure_ends_what_was_typed_before(said: User, sign_in: SignIn, mission: Structure) -> None:
    own = await sign_in(said)
    await own.submit("/accompagnement/commune", ou="Orléans")
    assert "Ce que vous aviez écrit" in (await own.get("/")).text.replace("\u2019", "'")
    await own.submit("/accompagnement/ajout", structure=mission.slug)
    assert "Ce que vous aviez écrit" not in (await own.get("/")).text.replace("\u2019", "'")
