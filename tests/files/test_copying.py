"""A copy of a large folder comes by pieces: whole or not at all, and others pass meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from boite import clock
from boite.accounts.models import User
from boite.database.connection import fetch
from boite.errors import NotFound
from boite.files import ceiling, copying, node_lists, selection, trash
from boite.files.expiry import empty_trash, erase_blobs, recount_quotas
from boite.files.models import Discard, Node, NodeKind, QuotaExceeded, Space, Version
from boite.files.names import naming
from boite.journal.models import Entry
from boite.settings import Settings
from storage.store import BlobStore
from tests.files.papers import erase, put, top
from tests.verbs.faults import Broken, breaking

pytestmark = pytest.mark.anyio
FOLDERS, EACH = 5, 40


class Pace:
    """Where a copy waits after its first piece, until the test lets it go on: however fast the database is."""

    def __init__(self) -> None:
        self.start, self.first, self.onward = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.start.set()


pace = Pace()


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of 25, the second of which waits for `go_on`."""
    global pace
    pace, add = Pace(), copying._add_apart

    async def paced(each: copying._Copy, rows: Sequence[dict[str, Any]], by: User) -> None:
        await pace.start.wait()
        if pace.first.is_set():
            await pace.onward.wait()
        await add(each, rows, by)
        pace.first.set()

    monkeypatch.setattr(copying, "PIECE", 25)
    monkeypatch.setattr(copying, "_add_apart", paced)


@pytest.fixture
async def archive(person: User, store: BlobStore) -> Node:
    """« Archives »: folders of papers, which share the bytes of one of them, 9 bytes."""
    root = await top(person)
    held = await root.add_folder("Archives", by=person)
    model = await put(person, store, "modèle.txt", b"neuf mots")
    columns = {"space_id": root.space_id, "kind": NodeKind.FILE, "size": 9, "blob_id": model.blob_id, "number": 1}
    for number in range(FOLDERS):
        folder = await held.add_folder(f"Dossier {number}", by=person)
        rows = [Node(**columns, parent_id=folder.id, document_type="cv", **naming(f"n{n}")) for n in range(EACH)]
        await Node.bulk_create(rows, batch_size=500)
        await Version.bulk_create(Version(node_id=row.id, number=1, blob_id=row.blob_id, size=9) for row in rows)
    await recount_quotas(Settings(), store)
    return held


async def sound(space_id: object) -> tuple[int, int]:
    """Papers and folders of the space, and bytes: those of the counter are those of the rows."""
    space = await Space.get(id=space_id)
    assert (await space.gauge()).used == space.used_bytes
    return await Node.filter(space_id=space.id).count(), space.used_bytes


async def outline(node: Node) -> list[tuple[str, str, str]]:
    """Each thing that a folder holds: its folder, its name, its type."""
    rows = await fetch(
        "SELECT f.name AS folder, n.name, n.document_type FROM files_node n JOIN files_node f ON f.id = n.parent_id"
        " WHERE n.discard_id IS NULL AND (f.id = ? OR f.parent_id = ?)",
        node.id,
        node.id,
    )
    return sorted((row["folder"].replace(" (2)", ""), row["name"], row["document_type"]) for row in rows)


def copy(archive: Node, root: Node, person: User) -> asyncio.Task[list[Node]]:
    return asyncio.create_task(selection.copy([archive], root, by=person))


async def begun() -> None:
    """Wait for the first piece."""
    await pace.first.wait()
    assert await Discard.exists()


def go_on() -> None:
    """Let the copy go on to its end."""
    pace.onward.set()


async def test_it_is_the_same(archive: Node, person: User) -> None:
    root, before = await top(person), await sound(archive.space_id)
    go_on()
    [twin] = await copy(archive, root, person)
    assert twin.name == "Archives (2)"
    assert await outline(twin) == await outline(archive)
    assert await sound(root.space_id) == (before[0] * 2 - 2, before[1] * 2 - 9)  # all but the root and the model
    assert not await Discard.exists()
    assert await Entry.filter(kind="file.copied").count() == 1


async def test_others_pass_meanwhile(archive: Node, person: User, stranger: User, store: BlobStore) -> None:
    """On SQLite one transaction would keep everybody waiting until its end."""
    work = copy(archive, await top(person), person)
    await begun()
    await put(stranger, store)
    assert not work.done()
    await put(person, store, "autre.txt")
    assert not work.done()
    go_on()
    await work
    await sound(archive.space_id)


async def test_nobody_sees_half_of_it(archive: Node, person: User) -> None:
    root = await top(person)
    work = copy(archive, root, person)
    await begun()
    assert await Node.filter(parent_id=root.id, discard_row_id=None).count() == 2
    go_on()
    await work
    assert await Node.filter(parent_id=root.id, discard_row_id=None).count() == 3


async def stopped(archive: Node, person: User) -> None:
    work = copy(archive, await top(person), person)
    await begun()
    work.cancel()
    await asyncio.sleep(0)
    work.cancel()
    go_on()
    with pytest.raises(asyncio.CancelledError):
        await work


async def stopped_in_a_piece(archive: Node, person: User) -> None:
    work = copy(archive, await top(person), person)
    await begun()
    go_on()
    await asyncio.sleep(0.002)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work


async def broken(archive: Node, person: User) -> None:
    go_on()
    with breaking(9), pytest.raises(Broken):
        await selection.copy([archive], await top(person), by=person)


async def filled_up(archive: Node, person: User) -> None:
    await Space.filter(id=archive.space_id).update(quota_bytes=9 * (2 * FOLDERS * EACH + 1))
    work = copy(archive, await top(person), person)
    await begun()
    await (await Space.get(id=archive.space_id)).reserve(1)
    go_on()
    with pytest.raises(QuotaExceeded):
        await work
    await (await Space.get(id=archive.space_id)).release(1)


async def too_heavy(archive: Node, person: User) -> None:
    await Space.filter(id=archive.space_id).update(quota_bytes=9 * (2 * FOLDERS * EACH + 1) - 1)
    with pytest.raises(QuotaExceeded):
        await selection.copy([archive], await top(person), by=person)
    assert not await Discard.exists()


async def emptied(archive: Node, person: User) -> None:
    work = copy(archive, await top(person), person)
    await begun()
    await selection.empty(archive.space_id, by=person)
    go_on()
    with pytest.raises(NotFound):
        await work


async def without_its_folder(archive: Node, person: User) -> None:
    into = await (await top(person)).add_folder("Ailleurs", by=person)
    work = copy(archive, into, person)
    await begun()
    await erase(await Node.get(id=into.id), by=person)
    go_on()
    with pytest.raises(NotFound):
        await work


@pytest.mark.parametrize(
    "end", [stopped, stopped_in_a_piece, broken, filled_up, too_heavy, emptied, without_its_folder]
)
async def test_what_does_not_end_leaves_nothing(
    end: Callable[[Node, User], Awaitable[None]], archive: Node, person: User, settings: Settings, store: BlobStore
) -> None:
    before = await sound(archive.space_id)
    await end(archive, person)
    assert await sound(archive.space_id) == before
    assert not await Discard.exists()
    while await erase_blobs(settings, store):
        pass
    of = store.keys()
    assert len([key async for key in of]) == 1


async def test_a_service_that_dies_leaves_it_to_the_chore(
    archive: Node, person: User, settings: Settings, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dead(copies: object) -> None:
        """Nobody is there to undo anything."""

    monkeypatch.setattr(copying, "_undo", dead)
    before = await sound(archive.space_id)
    await stopped(archive, person)
    assert await sound(archive.space_id) > before
    assert await empty_trash(settings, store) == 0
    clock.advance(timedelta(hours=2))
    assert await empty_trash(settings, store) == 1
    assert await sound(archive.space_id) == before


async def test_no_trash_shows_it_meanwhile(archive: Node, person: User) -> None:
    """Half a copy taken out of the trash would be neither whole nor nothing."""
    work = copy(archive, await top(person), person)
    await begun()
    assert (await node_lists.trash(archive.space_id)).rows == []
    [discard] = await Discard.all()
    with pytest.raises(NotFound):
        await trash.restore(discard, by=person)
    go_on()
    await work


async def test_what_was_erased_before_the_first_piece_leaves_nothing(archive: Node, person: User) -> None:
    root = await top(person)
    pace.start.clear()
    work = copy(archive, root, person)
    await asyncio.sleep(0.05)
    await erase(archive, by=person)
    pace.start.set()
    with pytest.raises(NotFound):
        await work
    assert not await Discard.exists()
    assert await selection.empty(root.space_id, by=person) == 0
    await sound(root.space_id)


async def test_what_is_erased_meanwhile_is_not_in_it(archive: Node, person: User) -> None:
    root = await top(person)
    last = await Node.get(parent_id=archive.id, name="Dossier 4")
    kept = await Node.filter(parent_id=last.id).first()
    work = copy(archive, root, person)
    await begun()
    assert kept is not None
    await kept.move(root, by=person)
    await erase(await Node.get(id=last.id), by=person)
    go_on()
    [twin] = await work
    # The folder came with the first piece, and the paper that was put elsewhere stays where it was.
    assert len(await outline(twin)) == 4 * (EACH + 1) + 2
    await sound(root.space_id)


async def test_it_never_passes_the_ceiling(archive: Node, person: User) -> None:
    root = await top(person)
    spare = await root.add_folder("Vide", by=person)
    missing = ceiling.MOST - await ceiling.count(root.space_id) - FOLDERS * (EACH + 1) - 1
    rows = [Node(space_id=root.space_id, parent_id=spare.id, kind="note", **naming(f"n{n}")) for n in range(missing)]
    await Node.bulk_create(rows, batch_size=1000)
    work = copy(archive, root, person)
    await begun()
    await root.add_folder("Un de plus", by=person)
    go_on()
    with pytest.raises(ceiling.TooManyPapers):
        await work
    with pytest.raises(ceiling.TooManyPapers):
        await selection.copy([archive], root, by=person)
    assert await ceiling.count(root.space_id) == ceiling.MOST - FOLDERS * (EACH + 1)
