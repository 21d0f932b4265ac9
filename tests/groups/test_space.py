"""The space of a group through the pages of files: the same pages, the rights of each, the group's own journal."""

from __future__ import annotations

from html import unescape
from typing import NamedTuple

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.database.versions import digest
from boite.directory.models import REGION
from boite.files.models import Discard, Node, Space, Upload
from boite.groups.models import Group
from boite.journal.models import Entry
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.groups.groups import ORLEANS, TOURS, agent, coordinator, group, put, root
from tests.people import open_account
from tests.tus import speaking
from tests.visitors import Visitor, signed_in


class Scene(NamedTuple):
    """Everybody around one group."""

    group: Group
    root: Node
    nadia: Visitor
    paul: Visitor
    strangers: list[Visitor]


@pytest.fixture
async def scene(app: Starlette, sign_in: SignIn) -> Scene:
    settings, orleans = app.state.settings, await group()
    outside = [
        await coordinator(settings, TOURS, name="Nour"),
        await agent(settings, TOURS, name="Pia"),
        *[await open_account(settings, "X", role) for role in AccountRole if role != AccountRole.GROUP],
    ]
    return Scene(
        orleans,
        await root(orleans),
        await sign_in(await coordinator(settings, ORLEANS)),
        await sign_in(await agent(settings, ORLEANS)),
        [await sign_in(user) for user in outside],
    )


READING = ("browse", "paper", "content", "zip", "version")
CHANGING = ("rename", "classify", "move", "version_purge")
GESTURES = ("version_restore", "discard")


def address(visitor: Visitor, name: str, node: Node, folder: Node) -> str:
    values: dict[str, object] = {"nodes" if name in ("zip", "move", "discard", "copy") else "node": node.id}
    if name in ("browse", "folder_new", "note_new"):
        values = {"node": folder.id}
    if name.startswith("version"):
        values["number"] = "1"
    return visitor.address(f"files:{name}", **values)


async def test_each_reads_adds_or_changes_as_the_table_says(scene: Scene, store: BlobStore) -> None:
    node = await put(scene.group, store, "Programme.pdf")
    for name in (*READING, *CHANGING, "copy", "folder_new", "note_new"):
        url = address(scene.nadia, name, node, scene.root)
        assert (await scene.nadia.get(url)).status_code == 200, name
        assert (await scene.paul.get(url)).status_code == (403 if name in CHANGING else 200), name
        for stranger in scene.strangers:
            assert (await stranger.get(url)).status_code == 404, (name, stranger.user)
    for name in GESTURES:
        url = address(scene.nadia, name, node, scene.root)
        assert (await scene.paul.submit(url)).status_code == 403, name
        assert (await scene.strangers[0].submit(url)).status_code == 404, name
        assert (await scene.nadia.submit(url)).status_code == 303, name


async def test_pages_show_only_the_buttons_that_work(scene: Scene, store: BlobStore) -> None:
    node = await put(scene.group, store, "Programme.pdf")
    for name in ("browse", "paper"):
        url = address(scene.nadia, name, node, scene.root)
        hers, his = [unescape((await visitor.get(url)).text) for visitor in (scene.nadia, scene.paul)]
        for words in ("Renommer", "orbeille</span></button>"):
            assert (words in hers) or name == "browse", words
            assert words not in his, words
        assert "Mes groupes" in hers or name == "paper"
        assert "pour toujours" not in hers + his
        assert "Groupe Orleans" in his


@pytest.mark.parametrize("by_tus", [True, False], ids=["tus", "form"])
async def test_an_agent_adds_with_either_face(scene: Scene, by_tus: bool) -> None:
    folder = await scene.root.add_folder("Photos", by=_user(scene.nadia))
    assert "Les personnes du groupe le verront." in await _adding(scene.paul, folder)
    if by_tus:
        answer = await speaking.declare(scene.paul, 3, name="stand.txt", folder=str(folder.id))
        sent = await speaking.send(scene.paul, answer.headers["location"], 0, b"abc")
        assert sent.status_code == 204
    else:
        sent = await _form(scene.paul, folder, "stand.txt", b"abc")
        assert sent.status_code == 303
        said = unescape((await scene.paul.get(sent.headers["location"])).text).replace("\u00a0", " ")
        assert "« stand » est rangé dans l'espace du groupe." in said
    node = await Node.get(name="stand.txt")
    assert (node.parent_id, node.space_id) == (folder.id, scene.root.space_id)
    entry = await Entry.filter(kind="file.deposited").get()
    assert (entry.owner_id, entry.actor_id) == (scene.group.account_id, _user(scene.paul).id)
    assert (await Space.get(id=scene.root.space_id)).used_bytes == 3
    assert (await Space.get(owner_id=_user(scene.paul).id)).used_bytes == 0


async def test_only_those_who_change_may_replace(scene: Scene, store: BlobStore) -> None:
    """An agent could otherwise put other bytes under a published picture."""
    await put(scene.group, store, "Affiche.txt")
    asked = {"name": "Affiche.txt", "folder": str(scene.root.id), "conflict": "version"}
    assert (await speaking.declare(scene.paul, 3, **asked)).status_code == 403
    assert (await _form(scene.paul, scene.root, "Affiche.txt", b"abc", conflict="version")).status_code == 403
    his = unescape(await _adding(scene.paul, scene.root))
    assert "Nouvelle version" not in his
    assert "<strong>Un papier du groupe s'appelle déjà ainsi.</strong> Le vôtre est gardé à côté" in his
    assert "Nouvelle version" in await _adding(scene.nadia, scene.root)
    assert (await _form(scene.nadia, scene.root, "Affiche.txt", b"abc", conflict="version")).status_code == 303
    assert [node.number for node in await Node.filter(name="Affiche.txt")] == [2]
    beside = await _form(scene.paul, scene.root, "Affiche.txt", b"abc")
    assert beside.status_code == 303
    said = unescape((await scene.paul.get(beside.headers["location"])).text).replace("\u00a0", " ")
    assert "« Affiche (2) » est rangé dans l'espace du groupe. Un papier s'appelait déjà ainsi" in said
    assert await Node.exists(name="Affiche (2).txt")


async def test_nobody_goes_on_with_the_deposit_of_somebody_else(scene: Scene, app: Starlette) -> None:
    answer = await speaking.declare(scene.paul, 3, name="film.txt", folder=str(scene.root.id))
    where = answer.headers["location"]
    for other in (scene.nadia, await _another_agent(app), *scene.strangers):
        assert (await speaking.ask(other, where)).status_code == 404
        assert (await speaking.send(other, where, 0, b"xyz")).status_code == 404
        assert (await other.delete(where, headers=speaking.TUS)).status_code == 404
        assert "film.txt" not in (await other.get(other.address("files:uploads"))).text
    assert "film.txt" in (await scene.paul.get(scene.paul.address("files:uploads"))).text
    assert (await speaking.send(scene.paul, where, 0, b"abc")).status_code == 204
    assert (await Upload.get()).by_id == _user(scene.paul).id


async def test_who_leaves_the_territory_stops_at_once(scene: Scene) -> None:
    from boite.directory.models import Membership

    answer = await speaking.declare(scene.paul, 3, name="film.txt", folder=str(scene.root.id))
    await Membership.filter(user_id=_user(scene.paul).id).delete()
    assert (await speaking.send(scene.paul, answer.headers["location"], 0, b"abc")).status_code == 404
    assert (await scene.paul.get(scene.paul.address("files:browse", node=scene.root.id))).status_code == 404


async def test_the_quota_is_the_group_s(scene: Scene) -> None:
    await Space.filter(id=scene.root.space_id).update(quota_bytes=10)
    refused = await speaking.declare(scene.paul, 11, folder=str(scene.root.id))
    assert (refused.status_code, refused.headers["boite-manque"]) == (507, "1")
    answer = await _form(scene.paul, scene.root, "gros.txt", b"x" * 4000)
    assert answer.status_code == 413
    assert "Demandez à la coordination de faire de la place." in unescape(answer.text)
    options = {who: await who.options("/depots/") for who in (scene.paul, scene.strangers[2])}
    assert [int(each.headers["tus-max-size"]) for each in options.values()] == [20_000_000_000, 1_000_000_000]


async def test_the_trash_of_the_group_is_its_coordination_s(scene: Scene, store: BlobStore) -> None:
    node = await put(scene.group, store, "Vieux.pdf")
    await scene.nadia.submit(scene.nadia.address("files:discard", nodes=node.id))
    discard = await Discard.get()
    page = scene.nadia.address("groups:trash", code=ORLEANS)
    assert "Remettre Vieux" in (await scene.nadia.get(page)).text
    assert "Remettre Vieux" not in (await scene.nadia.get(scene.nadia.address("files:trash"))).text
    restore = scene.nadia.address("files:restore", discards=discard.id)
    assert (await scene.paul.submit(restore)).status_code == 403
    assert (await scene.strangers[0].submit(restore)).status_code == 404
    assert (await scene.nadia.submit(restore)).headers["location"] == f"/espace/dossiers/{scene.root.id}"
    await scene.nadia.submit(scene.nadia.address("files:discard", nodes=node.id))
    purged = await scene.nadia.submit(scene.nadia.address("files:purge", discard=(await Discard.get()).id))
    assert purged.headers["location"] == page
    await (await put(scene.group, store)).discard(by=_user(scene.nadia), days=30)
    emptied = await scene.nadia.submit(scene.nadia.address("groups:trash_empty", code=ORLEANS))
    assert emptied.headers["location"] == page
    assert await Discard.all().count() == 0


async def test_the_journal_names_who_did_what_to_each_reader(scene: Scene, store: BlobStore, app: Starlette) -> None:
    node = await put(scene.group, store, "Affiche.txt", by=_user(scene.paul))
    await node.rename("Forum.txt", read=digest(node.name), by=_user(scene.nadia))
    url = scene.nadia.address("groups:journal", code=ORLEANS)
    hers, his = [_plain((await visitor.get(url)).text) for visitor in (scene.nadia, scene.paul)]
    assert "Vous avez renommé « Affiche » en « Forum »." in hers
    assert "Paul (agent) a ajouté « Affiche »." in hers
    assert "Nadia (coordination) a renommé" in his
    assert "Vous avez ajouté « Affiche »." in his
    assert "L'espace « Groupe Orleans » a été ouvert." in his
    for handle in (_user(scene.nadia).handle, _user(scene.paul).handle):
        assert handle not in hers + his
    own = _plain((await scene.paul.get("/journal/")).text)
    assert "« Affiche »" not in own, "one's own journal is about one's own box"
    await User.filter(id=_user(scene.paul).id).delete()
    assert "Quelqu'un a ajouté « Affiche »." in _plain((await scene.nadia.get(url)).text)


async def test_the_region_edits_every_group(scene: Scene, app: Starlette, sign_in: SignIn) -> None:
    regional = await sign_in(await coordinator(app.state.settings, REGION))
    assert (await regional.get(regional.address("files:browse", node=scene.root.id))).status_code == 200
    assert (await regional.get(regional.address("groups:trash", code=ORLEANS))).status_code == 200


def _user(visitor: Visitor) -> User:
    assert visitor.user is not None
    return visitor.user


def _plain(page: str) -> str:
    return unescape(page).replace("\u00a0", " ")


async def _another_agent(app: Starlette) -> Visitor:
    return await signed_in(app, await agent(app.state.settings, ORLEANS, name="Léa"))


async def _adding(visitor: Visitor, folder: Node) -> str:
    return (await visitor.get(visitor.address("files:add"), params={"dossier": str(folder.id)})).text


async def _form(visitor: Visitor, folder: Node, name: str, content: bytes, **fields: str):  # type: ignore[no-untyped-def]  # an answer of httpx2
    data = {"csrf": visitor.csrf_token(), "folder": str(folder.id), "document_type": "autre", **fields}
    return await visitor.post(visitor.address("files:deposit"), data=data, files={"papers": (name, content)})
