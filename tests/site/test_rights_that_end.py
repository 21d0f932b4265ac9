"""A right lives as long as its reason: who loses a structure, a territory or a role opens nothing by it any more.

Each case gives somebody a post and what the post opens; then each way of losing it must close every page, on the page
as in the lists, whoever wrote what is there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from boite.access import agenda as agenda_door
from boite.access import directory as directory_door
from boite.access import library as library_door
from boite.access import news as news_door
from boite.access.roles import Right
from boite.accounts.models import AccountRole, User
from boite.agenda import registration
from boite.agenda.models import Event
from boite.agenda.registration import Newcomer
from boite.clock import advance, today
from boite.directory.models import Coordination, Ending, EndKind, Membership, Structure
from boite.library.desk import LIBRARY
from boite.news.desk import NEWS
from boite.news.models import Article
from boite.publishing.stages import Step
from storage.store import BlobStore
from tests.agenda.events import make_event
from tests.conftest import OpenAccount, SignIn
from tests.groups import groups
from tests.library import resources
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, places, proposed, written
from tests.newsletter.letters import begun
from tests.visitors import Visitor

NAME = "Prénom-Visible"


async def lose_the_structure(user: User) -> None:
    await Membership.filter(user_id=user.id).delete()


async def change_of_territory(user: User) -> None:
    """The person works elsewhere from now on."""
    await Membership.filter(user_id=user.id).delete()
    other = await Structure.create(slug=f"ailleurs-{user.handle}", name="Ailleurs", territory_id=ELSEWHERE)
    await Membership.create(user_id=user.id, structure_id=other.id)


async def the_structure_moves(user: User) -> None:
    await Structure.filter(memberships__user_id=user.id).update(territory_id=ELSEWHERE)


async def the_structure_closes(user: User) -> None:
    """The membership stays in the base: the structure may reopen."""
    for row in await Membership.filter(user_id=user.id):
        await Ending.create(structure_id=row.structure_id, kind=EndKind.CLOSED)


async def lose_the_territory(user: User) -> None:
    await Coordination.filter(user_id=user.id).delete()


async def coordinate_elsewhere(user: User) -> None:
    await Coordination.filter(user_id=user.id).update(territory_id=ELSEWHERE)


async def lose_the_role(user: User) -> None:
    """The rows of the post stay: they give nothing without the role."""
    await User.filter(id=user.id).update(role=AccountRole.PERSON)


async def become_an_agent(user: User) -> None:
    """Coordinates no more, but works in another territory: the coordination stays in the base."""
    await User.filter(id=user.id).update(role=AccountRole.PROFESSIONAL)


Losing = Callable[[User], Awaitable[None]]
OF_AGENT: tuple[Losing, ...] = (
    lose_the_structure,
    change_of_territory,
    the_structure_moves,
    the_structure_closes,
    lose_the_role,
)
OF_COORDINATOR: tuple[Losing, ...] = (lose_the_territory, coordinate_elsewhere, lose_the_role, become_an_agent)


@dataclass
class Open:
    """What a post opens: addresses that answer 200, and words that a list shows."""

    addresses: list[str]
    lists: dict[str, str]


async def of_agent(user: User, nadia: User, app: Starlette) -> Open:
    """What an agent wrote, and what their structure opens."""
    url, store = app.url_path_for, app.state.store
    event = await make_event(user, territory_id=HERE, title="Atelier réservé")
    await registration.register_visitor(event, Newcomer(name=NAME))
    row = await registration.register_visitor(event, Newcomer(name=NAME))
    article = await proposed(user, title="Actualité réservée")
    resource = await resources.proposed(user, store, title="Ressource réservée")
    online = await proposed(user, title="Actualité parue")
    await NEWS.accept(online, version=online.version, by=nadia)
    paper = await groups.put(await groups.group(HERE), store, "Réservé.pdf", b"%PDF-1.4")
    slug = {"slug": event.slug}
    addresses = [
        url("agenda:kept", **slug),
        url("agenda:edit", **slug),
        url("agenda:attendance", **slug),
        url("agenda:results", **slug),
        url("agenda:posters", **slug),
        url("agenda:listed", **slug, registration=row.id),
        url("agenda:scan", code=row.code),
        url("news:desk", article=article.id),
        url("news:desk", article=online.id),
        url("library:desk", resource=resource.id),
        url("groups:home"),
        url("files:paper", node=paper.id),
    ]
    lists = {
        url("agenda:desk"): "Atelier réservé",
        url("agenda:desk_csv"): "Atelier réservé",
        url("news:mine"): "Actualité réservée",
        url("library:mine"): "Ressource réservée",
    }
    return Open([str(each) for each in addresses], {str(page): words for page, words in lists.items()})


async def of_coordinator(user: User, paul: User, app: Starlette) -> Open:
    """What a coordinator wrote, and what their territory opens."""
    url, store = app.url_path_for, app.state.store
    event = await make_event(user, territory_id=HERE, title="Atelier réservé")
    row = await registration.register_visitor(event, Newcomer(name=NAME))
    theirs, mine = await proposed(paul, title="Actualité proposée"), await proposed(user, title="Actualité réservée")
    resource = await resources.proposed(paul, store, title="Ressource proposée")
    issue = await begun(app, user)
    paper = await groups.put(await groups.group(HERE), store, "Réservé.pdf", b"%PDF-1.4")
    addresses = [
        url("agenda:kept", slug=event.slug),
        url("agenda:attendance", slug=event.slug),
        url("agenda:listed", slug=event.slug, registration=row.id),
        url("agenda:scan", code=row.code),
        url("news:desk", article=theirs.id),
        url("news:desk", article=mine.id),
        url("library:desk", resource=resource.id),
        url("newsletter:compose", issue=issue.id),
        url("files:paper", node=paper.id),
    ]
    lists = {
        url("agenda:desk"): "Atelier réservé",
        url("news:queue"): "Actualité proposée",
        url("library:queue"): "Ressource proposée",
    }
    return Open([str(each) for each in addresses], {str(page): words for page, words in lists.items()})


async def opens(browser: Visitor, what: Open) -> dict[str, bool]:
    """Each address and each list: whether it shows something."""
    found = {}
    for address in what.addresses:
        page = await browser.get(address)
        found[address] = page.status_code == 200
        assert page.status_code in {200, 303, 403, 404}, address
    for address, words in what.lists.items():
        page = await browser.get(address)
        found[address] = page.status_code == 200 and words in page.text.replace("\u00a0", " ")
    return found


@pytest.mark.parametrize("losing", OF_AGENT, ids=lambda losing: losing.__name__)
async def test_an_agent_who_left(losing: Losing, app: Starlette, new_person: OpenAccount, sign_in: SignIn) -> None:
    paul, nadia = await agent(new_person), await coordinator(new_person)
    what, browser = await of_agent(paul, nadia, app), await sign_in(paul)
    assert [address for address, open_ in (await opens(browser, what)).items() if not open_] == []
    await losing(paul)
    closed = await opens(browser, what)
    elsewhere = {str(app.url_path_for("groups:home"))}  # the page of one's groups, where one has another
    assert [address for address, open_ in closed.items() if open_ and address not in elsewhere] == []


@pytest.mark.parametrize("losing", OF_COORDINATOR, ids=lambda losing: losing.__name__)
async def test_a_coordinator_who_left(losing: Losing, app: Starlette, new_person: OpenAccount, sign_in: SignIn) -> None:
    nadia, paul = await coordinator(new_person), await agent(new_person)
    what, browser = await of_coordinator(nadia, paul, app), await sign_in(nadia)
    assert [address for address, open_ in (await opens(browser, what)).items() if not open_] == []
    await losing(nadia)
    assert [address for address, open_ in (await opens(browser, what)).items() if open_] == []


async def test_a_post_holds_until_the_day_told_and_again_once_reopened(new_person: OpenAccount) -> None:
    paul = await agent(new_person)
    [post] = await Membership.filter(user_id=paul.id)
    structure = await Structure.get(id=post.structure_id)
    ending = await Ending.create(structure_id=structure.id, kind=EndKind.CLOSED, since=today() + timedelta(days=1))
    assert Right.EDIT in await directory_door.rights(paul, structure)
    advance(timedelta(days=1))
    assert Right.EDIT not in await directory_door.rights(paul, structure)
    await ending.delete()
    assert Right.EDIT in await directory_door.rights(paul, structure)


@pytest.mark.parametrize("losing", OF_AGENT, ids=lambda losing: losing.__name__)
async def test_the_sets_of_the_agenda_follow_its_pages(
    losing: Losing, client: Visitor, new_person: OpenAccount
) -> None:
    """What a list, an export or a choice of organisers asks of the door is what the door itself answers."""
    await places()
    paul = await agent(new_person)
    event = await Event.get(id=(await make_event(paul, territory_id=HERE)).id)
    assert await agenda_door.organised(paul, [event]) == {event.id}
    await losing(paul)
    fresh = await User.get(id=paul.id)
    assert await agenda_door.organised(fresh, [event]) == set()
    assert await agenda_door.rights(fresh, event) == frozenset()
    if losing is lose_the_role:
        assert await agenda_door.organisers(fresh, []) == []


@pytest.mark.parametrize("losing", [lose_the_structure, change_of_territory, the_structure_moves, the_structure_closes])
async def test_a_draft_goes_along_but_is_proposed_no_more(
    losing: Losing, new_person: OpenAccount, store: BlobStore
) -> None:
    """The words of a draft are its author's alone: they go elsewhere, not to the territory left."""
    paul = await agent(new_person)
    article = await written(paul)
    resource = await LIBRARY.begin(resources.draft(), by=paul)
    await losing(paul)
    assert await news_door.steps(paul, article) == {Step.WRITTEN, Step.SET_ASIDE}
    assert {str(step) for step in await library_door.steps(paul, resource)} == {"written", "set_aside"}
    await NEWS.set_aside(article, by=paul)
    await LIBRARY.set_aside(resource, by=paul)
    assert await news_door.steps(paul, await Article.get(id=article.id)) == {Step.RECOVERED}
