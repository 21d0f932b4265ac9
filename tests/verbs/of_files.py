"""What one does with one's papers, and what a group shows of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

from boite.clock import advance
from boite.database.connection import transaction
from boite.database.versions import digest
from boite.files import abandonment, classification, corruption, selection, trash, uploads, writings
from boite.files.models import Discard, Node, NodeKind, OnConflict, Space, Upload, Version
from boite.files.uploads import UploadRequest
from boite.groups import creation, public_files
from boite.groups.models import Group
from boite.groups.public_files import PageUse, Showing
from tests.boxes.papers import put, root
from tests.groups import groups
from tests.verbs.table import Left, Verb, World, again, own, told, verb

BYTES = frozenset({"files_blob", "files_space"})
"""Room and bytes are promised first, in their own transactions, and given back by the verb itself or by a chore."""


async def paper(w: World, name: str = "CV.pdf") -> Node:
    return await put(w.ines, w.store, name, b"%PDF-1.7 text")


async def spaced(node: Node) -> Node:
    found = await again(node)
    found.space = await Space.get(id=found.space_id)
    return found


async def on(w: World, node: Node, kind: str, do: Callable[[Node], Awaitable[object]]) -> Verb:
    async def done() -> None:
        await do(await spaced(node))

    return Verb(done, [own(kind, w.ines, f"node:{node.id}")])


def making(w: World, kind: str, do: Callable[[], Awaitable[Node]], apart: frozenset[str] = frozenset()) -> Verb:
    verb_ = Verb(lambda: done(), [], apart)

    async def done() -> None:
        node = await do()
        verb_.leaves.append(own(kind, w.ines, f"node:{node.id}"))

    return verb_


@verb
async def deposit(w: World) -> Verb:
    return making(w, "file.deposited", lambda: paper(w), BYTES)


@verb
async def deposit_a_version(w: World) -> Verb:
    await paper(w)
    do = lambda: put(w.ines, w.store, "CV.pdf", b"%PDF-2", on_conflict=OnConflict.NEW_VERSION)  # noqa: E731
    return making(w, "file.versioned", do, BYTES)


async def two_versions(w: World) -> Node:
    await paper(w)
    return await put(w.ines, w.store, "CV.pdf", b"%PDF-2", on_conflict=OnConflict.NEW_VERSION)


@verb
async def restore_a_version(w: World) -> Verb:
    node = await two_versions(w)
    return await on(w, node, "file.version_restored", lambda row: row.restore_version(1, by=w.ines))


@verb
async def purge_a_version(w: World) -> Verb:
    node = await two_versions(w)
    assert await Version.filter(node_id=node.id).count() == 2
    return await on(w, node, "file.version_purged", lambda row: row.purge_version(1, by=w.ines))


@verb
async def make_a_folder(w: World) -> Verb:
    home = await root(w.ines)

    async def do() -> Node:
        return await (await spaced(home)).add_folder("Santé", by=w.ines)

    return making(w, "file.folder_created", do)


@verb
async def write_a_note(w: World) -> Verb:
    home = await root(w.ines)
    do = lambda: writings.write(home, NodeKind.NOTE, "Idées", "Un mot.", w.store, by=w.ines)  # noqa: E731
    return making(w, "file.written", do, BYTES)


@verb
async def rename(w: World) -> Verb:
    return await on(
        w, await paper(w), "file.renamed", lambda row: row.rename("Mon CV.pdf", read=digest(row.name), by=w.ines)
    )


@verb
async def classify(w: World) -> Verb:
    async def do(row: Node) -> None:
        await classification.classify(row, "cv", None, read=classification.said(row), by=w.ines)

    return await on(w, await paper(w), "file.classified", do)


async def a_folder(w: World) -> Node:
    return await (await spaced(await root(w.ines))).add_folder("Santé", by=w.ines)


@verb
async def move(w: World) -> Verb:
    node, into = await paper(w), await a_folder(w)

    async def do(row: Node) -> None:
        await row.move(await spaced(into), by=w.ines)

    return await on(w, node, "file.moved", do)


@verb
async def copy(w: World) -> Verb:
    node, into = await paper(w), await a_folder(w)

    async def do() -> Node:
        [made] = await selection.copy([await spaced(node)], await spaced(into), by=w.ines)
        return made

    return making(w, "file.copied", do, BYTES)


@verb
async def discard(w: World) -> Verb:
    return await on(w, await paper(w), "file.discarded", lambda row: row.discard(by=w.ines, days=30))


async def discarded(w: World) -> tuple[Node, Discard]:
    node = await paper(w)
    return node, await (await spaced(node)).discard(by=w.ines, days=30)


@verb
async def restore(w: World) -> Verb:
    node, gone = await discarded(w)

    async def do() -> None:
        await trash.restore(await again(gone), by=w.ines)

    return Verb(do, [own("file.restored", w.ines, f"node:{node.id}")])


@verb
async def purge(w: World) -> Verb:
    node, gone = await discarded(w)

    async def do() -> None:
        await trash.purge(await again(gone), by=w.ines)

    return Verb(do, [own("file.purged", w.ines, f"node:{node.id}")])


@verb
async def leave_the_trash_at_its_hour(w: World) -> Verb:
    node, gone = await discarded(w)

    async def do() -> None:
        await trash.purge(await again(gone), by=None)

    return Verb(do, [told("file.expired", w.ines, None, f"node:{node.id}")])


async def declared(w: World) -> Upload:
    return await uploads.declare(
        await root(w.ines), UploadRequest(name="film.mp4", size=10), w.store, by=w.ines.id, days=7
    )


@verb
async def abandon_a_deposit(w: World) -> Verb:
    upload = await declared(w)

    async def do() -> None:
        await abandonment.abandon(await again(upload), w.store, by=w.ines.id)

    return Verb(do, [own("upload.abandoned", w.ines, f"upload:{upload.id}")], BYTES, tidies=True)


@verb
async def expire_a_deposit(w: World) -> Verb:
    upload = await declared(w)
    advance(timedelta(days=8))

    async def do() -> None:
        await abandonment.abandon(await again(upload), w.store, by=None)

    return Verb(do, [told("upload.expired", w.ines, None, f"upload:{upload.id}")], BYTES, tidies=True)


@verb
async def find_a_damage(w: World) -> Verb:
    node = await paper(w)
    key = (await node.content()).key
    return Verb(lambda: corruption.note(node, key), [told("file.damaged", w.ines, None, f"node:{node.id}")])


@verb
async def open_a_group(w: World) -> Verb:
    place = await groups.territory("SPRO-18", "Cher")
    verb_ = Verb(lambda: done(), [])

    async def done() -> None:
        made = await creation.open_group(place, quota=groups.QUOTA, by=w.nadia)
        verb_.leaves.append(Left("group.opened", made.account_id, w.nadia.id, f"group:{made.account_id}"))

    return verb_


async def _shown(w: World, *, before: bool) -> tuple[Node, Group, PageUse]:
    group = await groups.group()
    node = await groups.put(group, w.store, "Guide.pdf")
    use = PageUse("article", uuid4(), "Un forum")
    if before:
        async with transaction():
            await public_files.expose(use, [Showing(node, None)], by=w.nadia)
    return node, group, use


@verb
async def expose(w: World) -> Verb:
    node, group, use = await _shown(w, before=False)
    left = Left("group.exposed", group.account_id, w.nadia.id, f"node:{node.id}")
    return Verb(lambda: public_files.expose(use, [Showing(node, None)], by=w.nadia), [left])


@verb
async def withdraw(w: World) -> Verb:
    node, group, use = await _shown(w, before=True)
    left = Left("group.withdrawn", group.account_id, w.nadia.id, f"node:{node.id}")
    return Verb(lambda: public_files.withdraw(use, by=w.nadia), [left])
