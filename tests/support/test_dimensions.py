"""What a person is counted as: a public, a year, the first structure, a commune, and whether they refused."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from boite.accounts.models import AccountRole, User
from boite.clock import today
from boite.directory.models import Structure
from boite.support import supports
from boite.support.dimensions import Dimensions, dimensions, links
from tests.directory.sheets import make_structure
from tests.test_architecture import imports, modules, part

pytestmark = pytest.mark.each_engine


async def test_somebody_who_said_all_and_somebody_who_said_nothing(person: User, stranger: User) -> None:
    since, first, second = today() - timedelta(days=3), await make_structure("Une"), await make_structure("Deux")
    await User.filter(id=person.id).update(
        situation="salarie", birth_year=1980, commune_code="45234", traits="qpv-frr", statistics_refused_on=since
    )
    rows = [await supports.add(each, by=person) for each in (first, second)]
    await supports.put_first(rows[1], by=person)
    found = await dimensions([person.id, stranger.id, uuid4()])
    assert found == {
        person.id: Dimensions("salarie", 1980, second.id, "45234", since),
        stranger.id: Dimensions("nsp", None, None, "", None),
    }
    await supports.put_first(rows[0], by=person)
    assert (await dimensions([person.id]))[person.id].structure_id == first.id
    await supports.put_first(rows[1], by=person)
    assert await links([person.id, stranger.id]) == {person.id: (second.id, first.id)}


async def test_a_structure_that_no_longer_helps_is_left_out(person: User) -> None:
    row = await supports.add(await make_structure("Une"), by=person)
    await supports.say_when(row, None, today(), by=person)
    assert (await dimensions([person.id]))[person.id].structure_id is None
    assert await links([person.id]) == {}


async def test_a_group_is_nobody_and_a_former_word_is_no_public(person: User, stranger: User) -> None:
    await User.filter(id=person.id).update(role=AccountRole.GROUP)
    await User.filter(id=stranger.id).update(situation="chômeur")
    found = await dimensions([person.id, stranger.id])
    assert [found[one].public for one in found] == ["nsp"]


async def test_a_structure_that_is_deleted_leaves_nobody_behind(person: User) -> None:
    """The row of a structure that is deleted leaves with it: the person is of none."""
    gone = await make_structure("Une")
    await supports.add(gone, by=person)
    await Structure.filter(id=gone.id).delete()
    assert (await dimensions([person.id]))[person.id].structure_id is None


def test_statistics_alone_may_ask() -> None:
    asking = [name for name in modules() if "boite.support.dimensions" in imports(name)]
    assert {part(name) for name in asking} <= {"statistics"}
