"""What every test may ask for: settings, an application, people, a real server, a real browser."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from playwright.async_api import Browser, Page, async_playwright
from starlette.applications import Starlette

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.settings import Settings
from storage.store import BlobStore
from tests import browsers, engines, longest_first, old_browser, postgresql
from tests.databases import ENGINE, Template
from tests.live import Server
from tests.models_read_once import read_once
from tests.people import open_account
from tests.storage import seaweed
from tests.visitors import Visitor, signed_in

_servers: list[postgresql.Server] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--second-engine`: only what the database can change, after a run on the other one."""
    parser.addoption(engines.OPTION, action="store_true", help="leave out what no database engine can change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first. On the second engine only what depends on it; pytest's last line counts the others."""
    if config.getoption(engines.OPTION):
        kept, others = engines.split(items)
        config.hook.pytest_deselected(items=others)
        items[:] = kept
    longest_first.sort(items)


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the run, shared by the processes of pytest-xdist."""
    if ENGINE == "postgres" and not hasattr(config, "workerinput") and postgresql.URL not in os.environ:
        _servers.append(postgresql.Server(in_memory=True))


def pytest_unconfigure() -> None:
    """Nothing is left running."""
    postgresql.leave()
    while _servers:
        _servers.pop().stop()


def pytest_report_header() -> str:
    """The database of this run."""
    return f"database: {ENGINE}"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """One loop for the whole run, so that the browser is started once."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def models_read_once() -> Iterator[None]:
    """Whatever a test starts in this process begins with the models already read."""
    with read_once():
        yield


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    """A test may move the service's clock; the next one starts in the present."""
    yield
    clock.reset()


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The migrated database that each test copies."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "template"
    folder.mkdir(exist_ok=True)
    return Template(folder)


@pytest.fixture
def settings(database_template: Template, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a service of this test only, its database migrated. Chores run when the test says so."""
    wanted = Settings(
        data=tmp_path / "donnees",
        secret="the-secret-of-the-tests",
        base_url="http://testserver",
        environment="dev",
        chores=False,
        log_level="WARNING",
        log_format="texte",
    )
    with database_template.copy(wanted) as ready:
        yield ready


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Starlette]:
    """The application, started."""
    from boite.app import create_app  # so that the tests of one part do not need the whole site

    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture(scope="session")
def seaweed_service() -> Iterator[seaweed.Seaweed | None]:
    """A real S3 service, for the tests that ask for it. None where one already runs."""
    with seaweed.running() as service:
        yield service


@pytest.fixture
def store(app: Starlette) -> BlobStore:
    """The application's store of bytes."""
    kept: BlobStore = app.state.store
    return kept


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[Visitor]:
    """Somebody unknown."""
    async with Visitor(app) as visitor:
        yield visitor


OpenAccount = Callable[..., Awaitable[User]]
SignIn = Callable[..., Awaitable[Visitor]]


@pytest.fixture
def new_person(app: Starlette) -> OpenAccount:
    """`await new_person(first_name="Inès", role=AccountRole.PERSON)`: an account with an empty box."""

    async def opened(first_name: str = "Inès", role: AccountRole = AccountRole.PERSON) -> User:
        return await open_account(app.state.settings, first_name, role)

    return opened


@pytest.fixture
async def person(new_person: OpenAccount) -> User:
    """Inès, who owns the box of the test."""
    return await new_person("Inès")


@pytest.fixture
async def stranger(new_person: OpenAccount) -> User:
    """Marc, who owns another box."""
    return await new_person("Marc")


@pytest.fixture
async def sign_in(app: Starlette) -> AsyncIterator[SignIn]:
    """`await sign_in(user, shared=False)`: a visitor signed in as this person."""
    visitors: list[Visitor] = []

    async def opened(user: User, *, shared: bool = False) -> Visitor:
        visitors.append(await signed_in(app, user, shared=shared))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        await visitor.aclose()


@pytest.fixture
async def visitor(sign_in: SignIn, person: User) -> Visitor:
    """Inès's browser, signed in."""
    return await sign_in(person)


@pytest.fixture
def live_server(settings: Settings) -> Iterator[Server]:
    """The real server in its own process, chores included."""
    server = Server(replace(settings, chores=True))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium, started once. Fails where none can be had."""
    path = browsers.executable()
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=list(browsers.FLAGS))
        yield chromium
        await chromium.close()


class OpenPage(Protocol):
    """How `new_page` is called."""

    async def __call__(
        self,
        *,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
        token: str | None = None,
        touch: bool = False,
    ) -> Page:
        """A page of its own browser profile; `token` signs it in (`await live_server.session(user)`).

        With `touch`, that of a phone or a tablet: a finger instead of a mouse.
        """
        ...


@pytest.fixture
def old_scripts() -> bool:
    """Whether pages lack all that a supported browser lacks. A module may say so; BOITE_TEST_OLD says it for a run."""
    return "BOITE_TEST_OLD" in os.environ


@pytest.fixture
async def new_page(browser: Browser, live_server: Server, old_scripts: bool) -> AsyncIterator[OpenPage]:
    """Pages on the live server. A script's error or a breach of the content policy fails the test."""
    contexts, faults = [], list[str]()

    async def opened(
        *,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
        token: str | None = None,
        touch: bool = False,
    ) -> Page:
        context = await browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            has_touch=touch,
            is_mobile=touch,
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        contexts.append(context)
        if old_scripts:
            await context.add_init_script(old_browser.without_newer())
        if token:
            await context.add_cookies([{"name": "boite", "value": token, "url": live_server.url}])
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _note_breach(message.text, faults))
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert not faults, "\n".join(faults)


def _note_breach(text: str, faults: list[str]) -> None:
    if "Content Security Policy" in text or "Content-Security-Policy" in text:
        faults.append(text)


@pytest.fixture
async def page(new_page: OpenPage) -> Page:
    """One page of a visitor that nobody knows, 1280 px wide."""
    return await new_page()
