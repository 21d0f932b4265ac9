"""What one session takes away while another uses it is not found: never an error of the service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import httpx2
import pytest

from boite.accounts.models import User
from boite.boxes import erasing
from boite.database.versions import digest
from boite.errors import NotFound
from boite.files import trash
from boite.files.models import Discard, Node, OnConflict, Space
from boite.files.node_row import NodeKind
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.files.interposed import Act, interposed
from tests.files.papers import erase, put, top
from tests.tus.speaking import BODY, TUS, metadata
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio
EXPECTED = {200, 201, 204, 303, 401, 403, 404, 409, 422}


@dataclass
class Scene:
    """A paper of two versions and a note in a folder, and another folder beside."""

    root: Node
    paper: Node
    note: Node
    folder: Node
    beside: Node


Gesture = Callable[[Visitor, Scene], Awaitable[httpx2.Response]]


async def scene(person: User, store: BlobStore) -> Scene:
    root = await top(person)
    folder, beside = await root.add_folder("Ici", by=person), await root.add_folder("Ailleurs", by=person)
    for content in (b"%PDF-1", b"%PDF-2"):
        paper = await put(person, store, "CV.pdf", content, parent=folder, on_conflict=OnConflict.NEW_VERSION)
    note = await put(person, store, "Idées", b"Un mot", parent=folder, kind=NodeKind.NOTE, media_type="text/plain")
    return Scene(root, paper, note, folder, beside)


def post(route: str, **fields: str) -> Gesture:
    """Send a form to the page of this name, about the paper unless `on` says what else."""

    async def asked(visitor: Visitor, here: Scene) -> httpx2.Response:
        on: Node = getattr(here, fields.get("on", "paper"))
        number = {"number": "1"} if route.startswith("version") else {}
        several = {"nodes": str(on.id)} if route in {"move", "copy", "discard"} else {"node": str(on.id)}
        said = {key: value.format(here=here) for key, value in fields.items() if key != "on"}
        return await visitor.submit(visitor.address(f"files:{route}", **several, **number), **said)

    return asked


def get(name: str) -> Gesture:
    async def asked(visitor: Visitor, here: Scene) -> httpx2.Response:
        several = {"nodes": str(here.folder.id)} if name == "zip" else {"node": str(here.paper.id)}
        return await visitor.get(visitor.address(f"files:{name}", **several))

    return asked


async def deposit(visitor: Visitor, here: Scene) -> httpx2.Response:
    said = {"upload-length": "3", "upload-metadata": metadata(filename="x.txt", folder=str(here.folder.id))}
    return await visitor.post("/depots/", headers=TUS | BODY | said, content=b"abc")


GESTURES = {
    "rename": post("rename", name="Mon CV", version=digest("CV.pdf")),
    "classify": post("classify", document_type="cv"),
    "edit": post("edit", on="note", text="Deux mots", version="1"),
    "move": post("move", dans="{here.beside.id}"),
    "move there": post("move", on="beside", dans="{here.folder.id}"),
    "copy": post("copy", dans="{here.beside.id}"),
    "copy there": post("copy", on="beside", dans="{here.folder.id}"),
    "copy the folder": post("copy", on="folder", dans="{here.beside.id}"),
    "discard": post("discard"),
    "make a folder": post("folder_new", on="folder", name="Là"),
    "write": post("note_new", on="folder", title="Idée", text="Un mot"),
    "restore a version": post("version_restore"),
    "purge a version": post("version_purge"),
    "read": get("paper"),
    "download": get("content"),
    "take away": get("zip"),
    "deposit": deposit,
}


MOST_STATEMENTS = 40


async def each_way(prepare: Callable[[], Awaitable[tuple[Act, Act]]]) -> int:
    """Do a gesture with another one before each of its statements, all anew each time. Returns how many there are."""
    for at in range(1, MOST_STATEMENTS):
        gesture, other = await prepare()
        with interposed(at, other) as found:
            answer = await gesture()
        assert isinstance(answer, httpx2.Response)
        assert answer.status_code in EXPECTED, f"{answer.status_code} before statement {at}"
        if not found.acted:
            return at - 1
    raise AssertionError("more statements than one gesture may have")


async def erased(node: Node, person: User) -> None:
    with suppress(NotFound):  # the gesture was faster
        await erase(node, by=person)


@pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES)
@pytest.mark.parametrize("end", ["paper", "folder", "note"])
async def test_what_is_erased_meanwhile(
    visitor: Visitor, person: User, store: BlobStore, gesture: Gesture, end: str
) -> None:
    async def prepare() -> tuple[Act, Act]:
        here = await scene(person, store)
        gone = await Node.get(id=getattr(here, end).id)
        return lambda: gesture(visitor, here), lambda: erased(gone, person)

    assert await each_way(prepare)
    space = await Space.get(owner_id=person.id)
    assert ((await space.gauge()).used, space.reserved_bytes) == (space.used_bytes, 0)


TRASH: dict[str, Callable[[Visitor, Discard], Awaitable[httpx2.Response]]] = {
    "restore": lambda visitor, gone: visitor.submit(visitor.address("files:restore", discards=gone.id)),
    "purge": lambda visitor, gone: visitor.submit(visitor.address("files:purge", discard=gone.id)),
    "ask": lambda visitor, gone: visitor.get(visitor.address("files:purge", discard=gone.id)),
    "empty": lambda visitor, gone: visitor.submit(visitor.address("files:trash_empty")),
}
# By their verbs: two requests in one task would wait for each other's page.
OTHERS: dict[str, Callable[[User, Discard], Awaitable[object]]] = {
    "restored": lambda person, gone: trash.restore(gone, by=person),
    "purged": lambda person, gone: trash.purge(gone, by=person),
    "restored then erased": lambda person, gone: restored_then_erased(person, gone),
}


async def restored_then_erased(person: User, gone: Discard) -> None:
    await trash.restore(gone, by=person)
    await erase(await Node.get(id=gone.node_id), by=person)


@pytest.mark.parametrize("gesture", TRASH.values(), ids=TRASH)
@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
async def test_the_trash_from_two_sessions(
    visitor: Visitor,
    person: User,
    store: BlobStore,
    gesture: Callable[[Visitor, Discard], Awaitable[httpx2.Response]],
    other: Callable[[User, Discard], Awaitable[object]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def prepare() -> tuple[Act, Act]:
        here = await scene(person, store)
        gone = await (await Node.get(id=here.folder.id)).discard(by=person, days=30)

        async def act() -> None:
            with suppress(NotFound):  # the gesture was faster
                await other(person, gone)

        return lambda: gesture(visitor, gone), act

    assert await each_way(prepare)
    space = await Space.get(owner_id=person.id)
    assert (await space.gauge()).used == space.used_bytes
    assert "overtaken" not in caplog.text  # each verb says it itself


@pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES)
async def test_a_box_erased_meanwhile(
    new_person: OpenAccount, sign_in: SignIn, store: BlobStore, gesture: Gesture
) -> None:
    async def prepare() -> tuple[Act, Act]:
        person = await new_person()
        visitor, here = await sign_in(person), await scene(person, store)
        return lambda: gesture(visitor, here), lambda: erasing.erase(person, store)

    assert await each_way(prepare)
