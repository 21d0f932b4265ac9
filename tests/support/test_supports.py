"""Where people live and who helps them along: chosen, changed, ended; their own, and nobody else's."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.clock import today
from boite.database.connection import opened
from boite.directory.models import Ending, EndKind, Structure
from boite.errors import Conflict, Invalid
from boite.journal.models import Entry
from boite.journal.record import sentence
from boite.settings import Settings
from boite.support import commune, free_text, supports
from boite.support.models import Support
from storage.store import BlobStore
from tests.directory.sheets import make_commune, make_structure
from tests.meanwhile import stopped_by_it, uncommitted
from tests.visitors import Visitor

URL = "/accompagnement/"


@pytest.fixture
async def mission(app: Starlette) -> Structure:
    """A structure of the directory."""
    return await make_structure("Mission locale de l'Orléanais")


@pytest.fixture
async def places(app: Starlette) -> None:
    """Communes of the directory."""
    await make_commune("Orléans", "45234", ("45000",))
    await make_commune("Tours", "37261", ("37000",))


@pytest.fixture
async def cap(app: Starlette) -> Structure:
    """Another one."""
    return await make_structure("Cap emploi Loiret")


async def lead_of(person: User) -> list[str]:
    rows = await Support.filter(user_id=person.id, lead=True).select_related("structure")
    return [row.structure.name for row in rows]


async def test_the_first_one_is_the_lead_until_another_is_named(
    person: User, mission: Structure, cap: Structure
) -> None:
    await supports.add(mission, by=person)
    second = await supports.add(cap, by=person)
    assert await lead_of(person) == [mission.name]
    await supports.put_first(second, by=person)
    assert await lead_of(person) == [cap.name]


async def test_said_twice_it_is_the_same_even_at_once(person: User, mission: Structure) -> None:
    await asyncio.gather(*(supports.add(mission, by=person) for _ in range(4)))
    assert await Support.filter(user_id=person.id).count() == 1
    assert await Entry.filter(owner_id=person.id, kind="support.added").count() == 1


async def test_the_lead_that_ends_leaves_its_place(person: User, mission: Structure, cap: Structure) -> None:
    first = await supports.add(mission, by=person)
    await supports.add(cap, by=person)
    await supports.say_when(first, today() - timedelta(days=90), today(), by=person)
    assert await lead_of(person) == [cap.name]
    with pytest.raises(Conflict):
        await supports.put_first(first, by=person)


async def test_a_structure_may_come_back_after_its_end(person: User, mission: Structure) -> None:
    first = await supports.add(mission, by=person)
    await supports.say_when(first, None, today(), by=person)
    again = await supports.add(mission, by=person)
    assert again.id != first.id
    with pytest.raises(Invalid):
        await supports.say_when(first, None, None, by=person)


async def test_days_that_cannot_be_are_refused(person: User, mission: Structure) -> None:
    support, tomorrow = await supports.add(mission, by=person), today() + timedelta(days=1)
    for since, until in ((tomorrow, None), (None, tomorrow), (today(), today() - timedelta(days=1))):
        with pytest.raises(Invalid):
            await supports.say_when(support, since, until, by=person)


async def test_nobody_has_so_many(person: User) -> None:
    for number in range(supports.MOST):
        await supports.add(await make_structure(f"Structure {number}"), by=person)
    with pytest.raises(supports.TooManySupports):
        await supports.add(await make_structure("Une de trop"), by=person)


@given(gestures=st.lists(st.tuples(st.sampled_from(["add", "end", "first", "remove"]), st.integers(0, 2)), max_size=9))
@profile(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_among_those_that_go_on_one_is_the_first(settings: Settings, gestures: list[tuple[str, int]]) -> None:
    asyncio.run(_follow(settings, gestures))


async def _follow(settings: Settings, gestures: list[tuple[str, int]]) -> None:
    async with opened(settings):
        person = await User.create(handle=uuid4().hex, secret_hash="-")
        structures = [await make_structure(f"{uuid4().hex}") for _ in range(3)]
        for gesture, which in gestures:
            row = await Support.filter(user_id=person.id, structure_id=structures[which].id).order_by("-id").first()
            if gesture == "add":
                await supports.add(structures[which], by=person)
            elif row is not None:
                await row.fetch_related("structure")
                if gesture == "end":
                    await supports.say_when(row, None, today(), by=person)
                elif gesture == "remove":
                    await supports.remove(row, by=person)
                elif row.until is None:
                    await supports.put_first(row, by=person)
            rows = await Support.filter(user_id=person.id)
            going_on = [each for each in rows if each.until is None]
            assert len([each for each in rows if each.lead]) == min(1, len(going_on))
            assert len({each.structure_id for each in going_on}) == len(going_on)


async def test_a_stranger_reaches_nothing(visitor: Visitor, person: User, stranger: User, mission: Structure) -> None:
    theirs = await supports.add(mission, by=stranger)
    assert (await visitor.get(f"{URL}structures/{theirs.id}")).status_code == 404
    for path in (
        f"{theirs.id}/referente",
        f"{theirs.id}/retrait",
        f"{10**30}/retrait",
    ):
        assert (await visitor.submit(f"{URL}structures/{path}")).status_code == 404
    assert await Support.filter(user_id=stranger.id).count() == 1


async def test_found_added_and_taken_away_on_its_page(visitor: Visitor, person: User, mission: Structure) -> None:
    page = (await visitor.get(f"{URL}?mots=mission+locale")).text
    assert "Elle m'accompagne" in page
    assert (await visitor.submit(f"{URL}ajout", structure=mission.slug)).status_code == 303
    page = (await visitor.get(URL)).text
    assert "Structure référente" in page
    page = (await visitor.get(f"{URL}?mots=mission+locale")).text
    assert "Dans votre liste" in page
    assert "Elle m'accompagne" not in page
    [row] = await Support.filter(user_id=person.id)
    assert (await visitor.submit(f"{URL}structures/{row.id}", depuis="2026-01-15", jusqu="")).status_code == 303
    assert "Depuis le 15 janvier 2026" in (await visitor.get(URL)).text.replace("\xa0", " ").replace("\u202f", " ")
    assert (await visitor.submit(f"{URL}structures/{row.id}", depuis="2999-01-15")).status_code == 422
    await visitor.submit(f"{URL}structures/{row.id}/retrait")
    assert not await Support.exists()


async def test_one_that_closed_is_said_and_no_more_proposed(visitor: Visitor, person: User, mission: Structure) -> None:
    await supports.add(mission, by=person)
    await Ending.create(structure=mission, kind=EndKind.CLOSED)
    page = (await visitor.get(f"{URL}?mots=mission+locale")).text
    assert "N'est plus là" in page.replace("’", "'")
    assert "Elle m'accompagne" not in page


async def test_a_commune_is_one_of_the_list(visitor: Visitor, person: User, places: None) -> None:
    assert (await visitor.submit(f"{URL}commune", ou="Zzyx")).status_code == 422
    await person.refresh_from_db()
    assert person.commune_code == ""
    assert (await visitor.submit(f"{URL}commune", ou="Orléans")).status_code == 303
    await person.refresh_from_db()
    assert (person.commune_code, person.commune) == ("45234", "Orléans (45000)")
    assert (await visitor.submit(f"{URL}commune", commune="37261")).status_code == 303
    await person.refresh_from_db()
    assert person.commune_code == "37261", "one of those that were proposed"
    assert "Nous ne trouvons pas" not in (await visitor.get(f"{URL}commune")).text
    assert (await visitor.submit(f"{URL}commune", ou="")).status_code == 303
    await person.refresh_from_db()
    assert (person.commune_code, person.commune) == ("", "")


async def test_free_text_is_matched_where_one_thing_alone_is_meant(
    person: User, mission: Structure, places: None
) -> None:
    await User.filter(id=person.id).update(commune="orleans", structure="mission locale de l'orleanais")
    assert await free_text.match_one(person.id)
    await person.refresh_from_db()
    assert (person.commune_code, person.structure) == ("45234", "")
    assert await lead_of(person) == [mission.name]
    assert not await free_text.match_one(person.id)


async def test_free_text_that_may_mean_two_things_is_shown_to_its_person(
    visitor: Visitor, person: User, places: None
) -> None:
    for _ in range(2):
        await make_structure("Mission locale")
    await User.filter(id=person.id).update(commune="Zzyx", structure="Mission locale")
    assert not await free_text.match_one(person.id)
    page = (await visitor.get(URL)).text
    assert "Zzyx" in page
    assert "Mission locale" in page
    await visitor.submit(f"{URL}texte")
    assert "Mission locale" not in (await visitor.get(URL)).text


async def test_free_text_is_looked_for_once(
    person: User, mission: Structure, places: None, settings: Settings, store: BlobStore
) -> None:
    await User.filter(id=person.id).update(commune="Zzyx", structure="Le phare")
    assert await free_text.match(settings, store) == 1
    await make_structure("Le phare")
    assert await free_text.match(settings, store) == 0
    assert (await User.get(id=person.id)).structure == "Le phare", "its person sees it, and says"


async def test_free_text_waits_for_a_directory(person: User, settings: Settings, store: BlobStore) -> None:
    await User.filter(id=person.id).update(commune="Orléans")
    assert await free_text.match(settings, store) == 0
    await make_commune("Orléans", "45234", ("45000",))
    await make_structure("Mission locale de l'Orléanais")
    assert await free_text.match(settings, store) == 1
    assert (await User.get(id=person.id)).commune_code == "45234"


async def test_what_was_matched_is_in_the_journal_and_nobody_did_it(
    visitor: Visitor, person: User, mission: Structure, places: None
) -> None:
    await User.filter(id=person.id).update(commune="orleans", structure=mission.name)
    await free_text.match_one(person.id)
    rows = await Entry.filter(owner_id=person.id, kind__startswith="support.").order_by("id")
    assert [(row.kind, row.actor_id) for row in rows] == [("support.matched", None)] * 2
    said = [sentence(row, person.id) for row in rows]
    assert said == [f"Ce que vous aviez écrit de vous est repris : {it}." for it in ("Orléans (45000)", mission.name)]
    assert "Ce que vous aviez écrit de vous est repris" in (await visitor.get("/journal/")).text


async def test_free_text_adds_none_where_there_are_too_many(person: User, mission: Structure) -> None:
    for number in range(supports.MOST):
        await supports.add(await make_structure(f"Structure {number}"), by=person)
    await User.filter(id=person.id).update(structure=mission.name)
    assert not await free_text.match_one(person.id)
    assert await Support.filter(user_id=person.id).count() == supports.MOST
    assert (await User.get(id=person.id)).structure == mission.name


async def test_a_structure_said_while_it_is_matched_is_there_once(person: User, mission: Structure) -> None:
    await User.filter(id=person.id).update(structure=mission.name)
    async with uncommitted(lambda: supports.add(mission, by=person)):
        matching = await stopped_by_it(free_text.match_one(person.id))
        assert not matching.done()
    await matching
    [row] = await Support.filter(user_id=person.id)
    assert row.lead
    assert (await User.get(id=person.id)).structure == ""


async def test_a_text_that_its_person_gives_up_while_it_is_matched_is_not_taken(
    person: User, mission: Structure
) -> None:
    await User.filter(id=person.id).update(structure=mission.name)
    async with uncommitted(lambda: commune.forget_structure_text(by=person)):
        matching = await stopped_by_it(free_text.match_one(person.id))
    assert not await matching
    assert not await Support.filter(user_id=person.id).exists()
