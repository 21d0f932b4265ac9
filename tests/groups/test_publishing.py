"""Which files everybody may see: those of published pages, exactly, and as long as one shows them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.errors import Conflict, Forbidden, Invalid
from boite.files import trash
from boite.files.models import Node, PaperUse, WidthOrder
from boite.groups.models import Group, PublicFile
from boite.groups.picture_refresh import order_new_versions
from boite.groups.public_files import PageUse, Showing, expose, withdraw
from boite.journal.models import Entry
from storage.store import BlobStore
from tests.files import papers
from tests.groups.groups import ORLEANS, TOURS, coordinator, draw, group, put, root
from tests.pictures import png


def use(title: str = "Forum de l'emploi", place: str = "article") -> PageUse:
    return PageUse(place, uuid4(), title)


@pytest.fixture
async def orleans(app: Starlette) -> Group:
    return await group()


@pytest.fixture
async def nadia(app: Starlette) -> User:
    return await coordinator(app.state.settings, ORLEANS)


async def public() -> set[UUID]:
    return {row.node_id for row in await PublicFile.all()}


async def test_says_who_and_when_in_the_row_and_in_the_journal(orleans: Group, nadia: User, store: BlobStore) -> None:
    poster = await put(orleans, store, content=png())
    await expose(use(), [Showing(poster, " Un stand "), Showing(poster, "Un stand")], by=nadia)
    row = await PublicFile.get()
    assert (row.node_id, row.by_id, row.alt) == (poster.id, nadia.id, "Un stand")
    entry = await Entry.filter(kind="group.exposed").get()
    assert (entry.owner_id, entry.actor_id) == (orleans.account_id, nadia.id)


async def test_a_page_shows_exactly_what_it_says_last(orleans: Group, nadia: User, store: BlobStore) -> None:
    first, second, third = [await put(orleans, store, f"{number}.pdf") for number in range(3)]
    page = use()
    await expose(page, [Showing(first), Showing(second)], by=nadia)
    await expose(page, [Showing(second), Showing(third)], by=nadia)
    assert await public() == {second.id, third.id}
    assert await Entry.filter(kind="group.withdrawn").count() == 1
    await expose(page, [Showing(second), Showing(third)], by=nadia)
    assert await Entry.filter(kind="group.exposed").count() == 3


async def test_stays_until_no_page_shows_it(orleans: Group, nadia: User, store: BlobStore) -> None:
    poster = await put(orleans, store)
    one, other = use("Forum"), use("Atelier", "resource")
    for page in (one, other):
        await expose(page, [Showing(poster)], by=nadia)
    await withdraw(one, by=nadia)
    assert await public() == {poster.id}
    await withdraw(other, by=None)
    assert await public() == set()
    assert await PaperUse.all().count() == 0
    await withdraw(other, by=nadia)


async def test_a_person_s_paper_is_never_public(nadia: User, person: User, orleans: Group, store: BlobStore) -> None:
    for owner in (person, nadia):
        with pytest.raises(Forbidden):
            await expose(use(), [Showing(await papers.put(owner, store))], by=nadia)
    with pytest.raises(Forbidden):
        await expose(use(), [Showing(await root(orleans))], by=nadia)
    assert await public() == set()


async def test_a_picture_is_one_and_has_words(orleans: Group, nadia: User, store: BlobStore) -> None:
    picture, text = await put(orleans, store, content=png()), await put(orleans, store, "a.pdf")
    drawing = await put(orleans, store, "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    for words in ("", "  "):
        with pytest.raises(Invalid, match="ce que montre l'image"):
            await expose(use(), [Showing(picture, words)], by=nadia)
    for node in (text, drawing):
        with pytest.raises(Conflict, match="n'est pas une image"):
            await expose(use(), [Showing(node, "Un dessin")], by=nadia)
    assert await public() == set()


async def test_nothing_of_a_refused_page_becomes_public(orleans: Group, nadia: User, store: BlobStore) -> None:
    good, gone = await put(orleans, store, "bon.pdf"), await put(orleans, store, "parti.pdf")
    await gone.discard(by=nadia, days=30)
    page = use()
    with pytest.raises(Conflict, match=r"« parti » n'est plus dans l'espace du groupe"):
        await expose(page, [Showing(good), Showing(gone)], by=nadia)
    assert await public() == set()
    assert await PaperUse.all().count() == 0


async def test_what_a_page_shows_does_not_go_away(orleans: Group, nadia: User, store: BlobStore) -> None:
    folder = await (await root(orleans)).add_folder("2026", by=nadia)
    poster = await put(orleans, store, "Affiche.pdf", parent=folder)
    page = use("Forum de l'emploi")
    await expose(page, [Showing(poster)], by=nadia)
    said = r"« Affiche » se voit dans l'actualité « Forum de l'emploi »\. Retirez-le d'abord"
    for node in (poster, folder):
        with pytest.raises(Conflict, match=said):
            await node.discard(by=nadia, days=30)
        with pytest.raises(Conflict, match=said):
            await papers.erase(node, by=nadia)
    await withdraw(page, by=nadia)
    await trash.purge(await folder.discard(by=nadia, days=30), by=nadia)
    assert not await Node.exists(id=poster.id)


async def test_two_groups_may_serve_one_page(orleans: Group, nadia: User, store: BlobStore) -> None:
    ours, theirs = await put(orleans, store, "a.pdf"), await put(await group(TOURS), store, "b.pdf")
    await expose(use(), [Showing(ours), Showing(theirs)], by=nadia)
    assert await public() == {ours.id, theirs.id}


async def test_an_undrawable_picture_is_refused_at_once(
    app: Starlette, orleans: Group, nadia: User, store: BlobStore
) -> None:
    """The widths are asked for by the draft: when it is published, we know."""
    from boite.files import picture_widths

    broken = await put(orleans, store, "photo.png", png()[:60])
    await picture_widths.order([broken])
    await draw(app.state.settings, store)
    with pytest.raises(Conflict, match=r"« photo » ne se montre pas"):
        await expose(use(), [Showing(broken, "Une photo")], by=nadia)


async def test_a_new_version_of_a_picture_is_drawn_again(
    app: Starlette, orleans: Group, nadia: User, store: BlobStore
) -> None:
    poster, other = await put(orleans, store, content=png()), await put(orleans, store, content=png(50, 50))
    await expose(use(), [Showing(poster, "Un stand")], by=nadia)
    blob = await other.content()
    await poster.append_version(blob)
    assert not await WidthOrder.exists(blob_id=blob.key)
    await order_new_versions(app.state.settings, store)
    assert await WidthOrder.exists(blob_id=blob.key)
