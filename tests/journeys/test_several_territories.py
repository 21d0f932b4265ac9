"""Who coordinates or writes for two territories: every page of their desks, and every form in either territory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route, compile_path

from boite.accounts.models import AccountRole, User
from boite.app import create_app
from boite.demo.cast import seed
from boite.directory.keepers import keepers
from boite.directory.models import Structure, Territory
from boite.groups.creation import open_group
from boite.settings import Settings
from boite.web import csrf
from tests.databases import Template
from tests.drawn import DrawnForm, DrawnPage, drawn, filled
from tests.people import open_account
from tests.visitors import Visitor, signed_in

FIRST, SECOND = "SPRO-18", "SPRO-41"
DESKS = (
    *("/annuaire/mes-fiches", "/actualites/redaction", "/actualites/redaction/nouvelle"),
    *("/ressources/redaction", "/ressources/redaction/nouvelle", "/agenda/travail"),
    *("/agenda/travail/nouveau/rendez-vous", "/qui-peut-m-aider/accueil", "/groupe/"),
)
"""Where the work of somebody who writes for two territories begins."""
COORDINATION = (
    *(
        "/annuaire/nouvelle-fiche",
        "/annuaire/a-verifier",
        "/annuaire/corrections",
        "/annuaire/recherches-sans-resultat",
    ),
    *("/annuaire/structures/cio-blois/modification", "/actualites/redaction/a-valider", "/portraits/spro-41"),
    *("/ressources/redaction/a-valider", "/ressources/redaction/a-verifier", "/lettre/redaction"),
    *("/lettre/redaction/nouvelle", "/qui-peut-m-aider/tableau", "/qui-peut-m-aider/questions/"),
)
"""That of the coordination."""
REGION_ONLY = ("/annuaire/imports", "/annuaire/imports/nouveau", "/qui-peut-m-aider/donnees")
REGIONAL = "verveine-147"
WORK: tuple[str, ...] = (
    "/annuaire/",
    "/actualites/redaction",
    "/ressources/redaction",
    "/agenda/travail",
    "/lettre/redaction",
)
WORK += ("/portraits/", "/qui-peut-m-aider/", "/groupe/")
TAKEN_AWAY = "/retrait"
"""The end of the addresses that take a row away: pages drawn before would lead nowhere."""
ALIKE = 2
"""Pages of one route that are read."""


@pytest.fixture(scope="module")
def demonstration_settings(database_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A database for all the walks of this module."""
    wanted = Settings(data=tmp_path_factory.mktemp("demonstration"), base_url="http://testserver", chores=False)
    with database_template.copy(replace(wanted, secret="the-secret-of-the-tests", environment="dev")) as ready:
        yield ready


@pytest.fixture(scope="module")
async def demonstration(demonstration_settings: Settings) -> AsyncIterator[Starlette]:
    """The application over the demonstration's rows."""
    await seed(demonstration_settings)
    app = create_app(demonstration_settings)
    async with app.router.lifespan_context(app):
        yield app


async def coordinator_of_two(settings: Settings) -> User:
    user = await open_account(settings, "Claude", AccountRole.COORDINATOR)
    for code in (FIRST, SECOND):
        territory = await Territory.get(code=code)
        await keepers.coordinate(user, territory)
        await open_group(territory, quota=settings.group_quota_bytes, by=user)
    return user


async def agent_of_two(settings: Settings) -> User:
    user = await open_account(settings, "Dominique", AccountRole.PROFESSIONAL)
    for code in (FIRST, SECOND):
        kept = await Structure.filter(territory_id=code).order_by("slug").first()
        assert kept
        await keepers.add(kept, user.handle, by=None)
    return user


class Walk:
    """Follows the links of the desks, and sends each form that it finds, in every territory that it offers."""

    def __init__(self, app: Starlette, visitor: Visitor, desks: tuple[str, ...]) -> None:
        self._visitor, self._desks = visitor, desks
        self._routes = list(_named(app.routes))
        self._seen, self._shapes, self._sent = set[str](), Counter[str](), set[tuple[str, str]]()
        self.faults: list[str] = []
        self.pages = self.forms = 0

    async def walk(self) -> None:
        waiting = list(self._desks)
        while waiting:
            waiting += await self._look(waiting.pop(0))

    async def _look(self, address: str) -> list[str]:
        path = address.partition("?")[0]
        if address in self._seen or not path.startswith(WORK):
            return []
        self._seen.add(address)
        shape = self._shape(path)
        self._shapes[shape] += 1
        if self._shapes[shape] > ALIKE:
            return []
        answer = await self._visitor.get(address, follow_redirects=True)
        self.pages += 1
        if answer.status_code >= 400 and answer.status_code != 410:
            self.faults.append(f"GET {address}: {answer.status_code}")
        if "html" not in answer.headers.get("content-type", ""):
            return []
        here = str(answer.url.path)
        follow = [urldefrag(urljoin(here, link))[0] for link in drawn(answer.text, here).links]
        while form := self._unsent(drawn(answer.text, here), here):
            follow += await self._send(form, urljoin(here, form.action))
            # What was sent may have changed what may be: a gesture is tried as long as the page offers it.
            answer = await self._visitor.get(address, follow_redirects=True)
        return [link for link in follow if link.startswith("/")]

    def _unsent(self, page: DrawnPage, here: str) -> DrawnForm | None:
        """The first form of the desks that was not sent yet, here nor on a page of this shape."""
        for form in page.forms:
            path = urljoin(here, form.action).partition("?")[0]
            key = self._shape(path), " ".join(sorted(form.values))
            ours = form.method == "post" and path.startswith(WORK) and not path.endswith(TAKEN_AWAY)
            if ours and key not in self._sent:
                self._sent.add(key)
                return form
        return None

    async def _send(self, form: DrawnForm, action: str) -> list[str]:
        """Send it in each territory that it offers. Returns where that leads."""
        made = []
        for values in filled(form):
            answer = await self._visitor.submit(action, **{k: v for k, v in values.items() if k != csrf.FIELD})
            self.forms += 1
            if answer.status_code == 403 or answer.status_code >= 500:
                self.faults.append(f"POST {action} {values}: {answer.status_code}")
            made.append(answer.headers.get("location", ""))
        return made

    def _shape(self, path: str) -> str:
        """The name of the route: one thing among others is like its neighbours."""
        return next((name for pattern, name in self._routes if pattern.fullmatch(path)), path)


def _named(routes: Iterable[BaseRoute], prefix: str = "", before: str = "") -> Iterator[tuple[re.Pattern[str], str]]:
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from _named(route.routes, prefix + route.path, f"{before}{route.name}:")
        elif isinstance(route, Route):
            yield compile_path(prefix + route.path)[0], before + route.name


async def test_the_coordination_of_two_territories_reads_and_sends_everything(demonstration: Starlette) -> None:
    user = await coordinator_of_two(demonstration.state.settings)
    walk = Walk(demonstration, await signed_in(demonstration, user), (*DESKS, *COORDINATION))
    await walk.walk()
    assert not walk.faults, "\n".join(walk.faults)
    assert walk.pages > 50, walk.pages
    assert walk.forms > 40, walk.forms


async def test_so_does_that_of_the_region_and_of_one_territory(demonstration: Starlette) -> None:
    user = await User.get(handle=REGIONAL)
    await keepers.coordinate(user, await Territory.get(code=SECOND))
    walk = Walk(demonstration, await signed_in(demonstration, user), (*DESKS, *COORDINATION, *REGION_ONLY))
    await walk.walk()
    assert not walk.faults, "\n".join(walk.faults)


async def test_an_agent_of_structures_in_two_territories_too(demonstration: Starlette) -> None:
    user = await agent_of_two(demonstration.state.settings)
    walk = Walk(demonstration, await signed_in(demonstration, user), DESKS)
    await walk.walk()
    assert not walk.faults, "\n".join(walk.faults)
