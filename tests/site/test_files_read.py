"""How many of our files a request is read through: few, and those that docs/architecture.md lists."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator

import httpx2
import pytest

from boite.accounts.credentials import hash_passphrase
from boite.accounts.models import User
from boite.files.models import Node, NodeKind
from tests.agenda.events import make_agent, make_event
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_commune, make_structure, make_territory
from tests.files_read import ROOT, Reader
from tests.news import desks
from tests.page_forms import form_with
from tests.tus.speaking import declare, send
from tests.visitors import Visitor

READER = Reader()
PASSPHRASE = "cinq mots pour un essai"
Asked = Callable[[], Awaitable[httpx2.Response]]


@pytest.fixture(scope="module", autouse=True)
def watched() -> Iterator[None]:
    """Before the application and its threads."""
    with READER.watch():
        yield


def listed(title: str) -> set[str]:
    """The files that the documentation lists for a request."""
    said = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    [line] = re.findall(rf"^\| {title} \|(.*)$", said, re.MULTILINE)
    return set(re.findall(r"`([\w/]+\.py)`", line))


async def read_through(title: str, most: int, ask: Asked, *folders: str, routes: str) -> None:
    """Answer a request, and compare what it is read through with what is said of it."""
    with READER.reading(*folders) as files:
        answer = await ask()
    assert answer.status_code in {200, 204, 303}, answer.text
    assert files | {routes} == listed(title)
    assert len(files | {routes}) <= most


async def test_sign_in(client: Visitor, person: User) -> None:
    await User.filter(id=person.id).update(secret_hash=await hash_passphrase(PASSPHRASE))

    async def ask() -> httpx2.Response:
        return await client.submit(client.address("accounts:sign_in"), handle=person.handle, passphrase=PASSPHRASE)

    await read_through(
        "se connecter", 7, ask, "boite/accounts/", "boite/accounts/sessions.py", routes="boite/accounts/routes.py"
    )


async def test_rename(visitor: Visitor) -> None:
    await declare(visitor, 0)
    node = await Node.get(kind=NodeKind.FILE)
    address = visitor.address("files:rename", node=node.id)
    form = form_with((await visitor.get(address)).text, "version")
    assert form is not None
    fields = form.sent(name="Autre.pdf")

    async def ask() -> httpx2.Response:
        return await visitor.submit(address, **fields)

    await read_through("renommer un papier", 7, ask, "boite/files/", routes="boite/files/routes.py")


async def test_publish(new_person: OpenAccount, sign_in: SignIn) -> None:
    nadia = await desks.coordinator(new_person)
    article, visitor = await desks.written(nadia), await sign_in(nadia)
    address = visitor.address("news:publish", article=article.id)

    async def ask() -> httpx2.Response:
        return await visitor.submit(address, version=article.version)

    await read_through("publier une actualité", 7, ask, "boite/news/", routes="boite/news/routes.py")


async def test_register(new_person: OpenAccount, visitor: Visitor) -> None:
    event = await make_event(await desks.coordinator(new_person))
    address = visitor.address("agenda:register", slug=event.slug)

    async def ask() -> httpx2.Response:
        return await visitor.submit(address, envoi="a-form-of-the-tests-0001")

    await read_through("s'inscrire à un événement", 7, ask, "boite/agenda/", routes="boite/agenda/routes.py")


@pytest.mark.parametrize("agent", [False, True], ids=["coordinator", "agent"])
async def test_edit_a_structure(new_person: OpenAccount, sign_in: SignIn, agent: bool) -> None:
    nadia = await desks.coordinator(new_person)
    structure = await make_structure(territory=desks.HERE)
    visitor = await sign_in(await make_agent(new_person, structure) if agent else nadia)
    address = visitor.address("directory:words", slug=structure.slug)
    form = form_with((await visitor.get(address)).text, "version")
    assert form is not None
    fields = form.sent(name="Mission locale du Loiret", phone="02 38 00 00 00")

    async def ask() -> httpx2.Response:
        return await visitor.submit(address, **fields)

    folder = "boite/directory/maintenance/"
    await read_through("modifier une structure", 7, ask, folder, routes=f"{folder}routes.py")


async def test_search_the_directory(client: Visitor) -> None:
    territory = await make_territory()
    await make_commune(territory=territory.code)
    await make_structure(territory=territory.code, latitude=47.9, longitude=1.9, hours="Mo-Fr 09:00-12:00")

    async def ask() -> httpx2.Response:
        page = await client.get(client.address("directory:search"), params={"mots": "mission", "ou": "Orléans"})
        assert "Mission locale" in page.text
        return page

    folder = "boite/directory/search/"
    await read_through("chercher dans l'annuaire", 10, ask, folder, routes="boite/directory/routes.py")


async def test_the_last_piece_of_a_deposit(visitor: Visitor) -> None:
    address = (await declare(visitor, 6)).headers["location"]
    await send(visitor, address, 0, b"abc")

    async def ask() -> httpx2.Response:
        return await send(visitor, address, 3, b"def")

    folders = "boite/tus/", "boite/files/"
    await read_through("recevoir la fin d'un dépôt", 10, ask, *folders, routes="boite/tus/routes.py")
