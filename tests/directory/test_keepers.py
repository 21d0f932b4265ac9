"""Who keeps the sheets: named by the coordination or by the operators, told to them, taken back."""

from __future__ import annotations

import asyncio

import pytest

from boite.accounts.models import AccountRole, User
from boite.administration.posts import Posts
from boite.commands.user import change, create
from boite.directory.keepers import keepers
from boite.directory.models import Coordination, Membership, Structure, Territory
from boite.errors import Invalid, NotFound
from boite.journal.models import Entry
from boite.settings import Settings
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure


async def last_entry(user: User) -> Entry:
    found = await Entry.filter(owner_id=user.id).order_by("-id").first()
    assert found
    return found


async def test_somebody_is_told_that_they_keep_a_sheet(
    sheet: Structure, coordinator: User, new_person: OpenAccount
) -> None:
    paul = await new_person("Paul", role=AccountRole.PROFESSIONAL)
    await keepers.add(sheet, f" {paul.handle.upper().replace('-', ' ')} ", by=coordinator)
    await keepers.add(sheet, paul.handle, by=coordinator)
    assert await Membership.filter(user_id=paul.id).count() == 1
    entry = await last_entry(paul)
    assert (entry.kind, entry.actor_id) == ("directory.keeper_added", coordinator.id)
    [membership] = await keepers.of(sheet)
    await keepers.remove(membership, by=coordinator)
    assert (await last_entry(paul)).kind == "directory.keeper_removed"
    with pytest.raises(NotFound):
        await keepers.remove(membership, by=coordinator)


async def test_only_a_professional_keeps_a_sheet_and_nobody_learns_who_has_a_box(
    sheet: Structure, coordinator: User, new_person: OpenAccount
) -> None:
    roles = (AccountRole.PERSON, AccountRole.OBSERVER, AccountRole.ADMINISTRATOR)
    handles = [(await new_person("Inès", role=role)).handle for role in roles]
    said = set()
    for handle in (*handles, "personne-000", "", "<b>", "x" * 80):
        with pytest.raises(Invalid) as refusal:
            await keepers.add(sheet, handle, by=coordinator)
        said.add(str(refusal.value.fields))
    assert len(said) == 1
    assert not await Membership.exists()


async def test_twice_at_once_is_once(sheet: Structure, coordinator: User, new_person: OpenAccount) -> None:
    paul = await new_person("Paul", role=AccountRole.PROFESSIONAL)
    await asyncio.gather(*(keepers.add(sheet, paul.handle, by=coordinator) for _ in range(4)))
    assert await Membership.all().count() == 1
    assert await Entry.filter(owner_id=paul.id, kind="directory.keeper_added").count() == 1


async def test_the_page_adds_and_removes(
    sheet: Structure, coordinator: User, new_person: OpenAccount, sign_in: SignIn
) -> None:
    paul, visitor = await new_person("Paul", role=AccountRole.PROFESSIONAL), await sign_in(coordinator)
    address = visitor.address("directory:keepers", slug=sheet.slug)
    assert (await visitor.submit(address, handle="personne-000")).status_code == 422
    assert (await visitor.submit(address, handle=paul.handle)).status_code == 303
    page = (await visitor.get(address)).text
    assert paul.handle in page
    [membership] = await keepers.of(sheet)
    other = await make_structure()
    elsewhere = visitor.address("directory:keeper_remove", slug=other.slug, membership=membership.id)
    assert (await visitor.submit(elsewhere)).status_code == 403
    away = visitor.address("directory:keeper_remove", slug=sheet.slug, membership=membership.id)
    assert (await visitor.submit(away)).status_code == 303
    assert not await Membership.exists()


async def test_an_agent_names_nobody(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    address = visitor.address("directory:keepers", slug=sheet.slug)
    assert (await visitor.get(address)).status_code == 403
    assert (await visitor.submit(address, handle=agent.handle)).status_code == 403


# ── the command line ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_operators_give_structures_and_territories(
    sheet: Structure, territory: Territory, new_person: OpenAccount
) -> None:
    somebody = await new_person("Paul")
    await change(somebody.handle, Posts(structures=[sheet.slug]))
    assert (await User.get(id=somebody.id)).role == AccountRole.PROFESSIONAL
    await change(somebody.handle, Posts(territories=[territory.code]))
    await change(somebody.handle, Posts(structures=[sheet.slug], territories=[territory.code]))
    assert (await User.get(id=somebody.id)).role == AccountRole.COORDINATOR
    assert (await Membership.all().count(), await Coordination.all().count()) == (1, 1)
    await change(somebody.handle, Posts(structures=[sheet.slug]))
    assert (await User.get(id=somebody.id)).role == AccountRole.COORDINATOR
    await change(somebody.handle, Posts())
    assert (await User.get(id=somebody.id)).role == AccountRole.PERSON


@pytest.mark.parametrize(
    ("posts", "said"),
    [
        (Posts(structures=["nulle-part"]), "nulle-part"),
        (Posts(territories=["SPRO-00"]), "R24, SPRO-45-ORLEANS"),
        (Posts(structures=["{sheet}"], territories=["SPRO-00"]), "SPRO-00"),
        (Posts(role=AccountRole.PERSON, structures=["{sheet}"]), "--role professional"),
        (Posts(role=AccountRole.PROFESSIONAL, territories=["SPRO-45-ORLEANS"]), "--role coordinator"),
    ],
)
async def test_what_does_not_exist_is_refused_before_anything_is_written(
    sheet: Structure, new_person: OpenAccount, posts: Posts, said: str
) -> None:
    somebody = await new_person("Paul")
    slugs = [slug.replace("{sheet}", sheet.slug) for slug in posts.structures]
    wanted = Posts(role=posts.role, structures=slugs, territories=posts.territories)
    with pytest.raises(Invalid, match=said):
        await change(somebody.handle, wanted)
    assert (await User.get(id=somebody.id)).role == AccountRole.PERSON
    assert not await Membership.exists()


async def test_nobody_of_that_handle(sheet: Structure) -> None:
    with pytest.raises(NotFound, match="personne-000"):
        await change("personne-000", Posts(structures=[sheet.slug]))


async def test_somebody_new_may_keep_a_sheet_at_once(
    sheet: Structure, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await create(settings, "Zoé", Posts(structures=[sheet.slug]))
    assert "Phrase secrète" in capsys.readouterr().out
    membership = await Membership.get().select_related("user")
    assert (membership.user.first_name, membership.user.role) == ("Zoé", AccountRole.PROFESSIONAL)
