"""The home pages: one thing to press, what is to be done first, what waits at the desk, what happens around."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.agenda import registration
from boite.clock import now, today
from boite.directory.models import Structure
from boite.files import uploads
from boite.files.models import Node
from boite.files.uploads import UploadRequest
from boite.news.models import Article
from boite.news.read_counts import READS
from boite.orientation.models import Question
from boite.orientation.usage_counts import USES
from boite.site import desk_read, desk_waiting, headlines, to_do
from boite.site.desk_read import ReadFigure
from boite.text.french import count_fr, month_short_fr, weekday_short_fr
from storage.errors import StorageUnavailable
from storage.store import BlobStore
from tests.agenda.events import HERE, make_agent, make_coordinator, make_event, make_host
from tests.boxes.papers import put, root
from tests.conftest import OpenAccount, SignIn
from tests.news.desks import published
from tests.visitors import Visitor


def test_months_and_days_are_short() -> None:
    days = [today().replace(month=month, day=1) for month in range(1, 13)]
    assert max(len(month_short_fr(day)) for day in days) <= 5
    assert len({month_short_fr(day) for day in days}) == 12
    week = {weekday_short_fr(today() + timedelta(days=count)) for count in range(7)}
    assert week == {"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."}


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1, "une"), (2, "deux"), (9, "neuf"), (10, "10")])
def test_small_numbers_are_words(count: int, words: str) -> None:
    assert count_fr(count, feminine=True) == words


async def test_a_visitor_has_one_thing_to_press_and_their_question(client: Visitor) -> None:
    page = (await client.get("/")).text
    assert page.count("button-primary") == 1
    assert 'action="/qui-peut-m-aider/"' in page
    for door in ("/boite/nouvelle", "/agenda/", "/actualites/", "/ressources/", "/annuaire/"):
        assert f'href="{door}"' in page


async def test_a_visitor_sees_what_comes_and_not_what_is_cancelled(
    client: Visitor, new_person: OpenAccount, person: User
) -> None:
    nadia = await make_coordinator(new_person)
    coming = await make_event(nadia, title="Refaire son CV")
    gone = await make_event(nadia, title="Visite annulée")
    await type(gone).filter(id=gone.id).update(cancelled_at=now())
    page = (await client.get("/")).text
    assert client.address("agenda:event", slug=coming.slug) in page
    assert "Visite annulée" not in page


async def test_what_changes_shows_at_once(client: Visitor, new_person: OpenAccount) -> None:
    assert "Forum des métiers" not in (await client.get("/")).text
    await make_event(await make_coordinator(new_person), title="Forum des métiers")
    assert "Forum des métiers" in (await client.get("/")).text


async def test_headlines_of_a_territory_leave_the_others_out(app: Starlette, new_person: OpenAccount) -> None:
    await make_event(await make_coordinator(new_person))
    assert (await headlines.of("")).events
    assert not (await headlines.of("SPRO-37")).events


async def test_a_paper_that_ends_is_first_with_its_gesture(
    visitor: Visitor, person: User, store: BlobStore, new_person: OpenAccount
) -> None:
    paper = await put(person, store, "Justificatif de domicile.pdf", b"x")
    await Node.filter(id=paper.id).update(valid_until=today() + timedelta(days=11))
    event = await make_event(await make_coordinator(new_person), title="Refaire son CV", begins_in=timedelta(days=5))
    await registration.register(event, person)
    page = (await visitor.get("/")).text
    assert "Deux choses à faire." in page
    assert page.index("Justificatif de domicile") < page.index("Refaire son CV")
    assert "valable dans 11" in page
    assert page.count("Remplacer") == 1


@pytest.mark.parametrize(("days", "told"), [(-91, False), (-90, True), (0, True), (60, True), (61, False)])
async def test_papers_are_told_when_they_near_their_end(
    person: User, store: BlobStore, app: Starlette, days: int, told: bool
) -> None:
    paper = await put(person, store, "Titre.pdf", b"x")
    await Node.filter(id=paper.id).update(valid_until=today() + timedelta(days=days))
    assert bool(await to_do.of(person, paper.space_id)) == told


async def test_a_paper_in_the_trash_is_nothing_to_do(app: Starlette, person: User, store: BlobStore) -> None:
    paper = await put(person, store, "Titre.pdf", b"x")
    await Node.filter(id=paper.id).update(valid_until=today())
    await (await Node.get(id=paper.id)).discard(by=person, days=30)
    assert await to_do.of(person, paper.space_id) == []


async def test_what_is_far_or_cancelled_is_said_so(person: User, app: Starlette, new_person: OpenAccount) -> None:
    nadia = await make_coordinator(new_person)
    space = (await root(person)).space_id
    far = await make_event(nadia, begins_in=timedelta(days=30))
    await registration.register(far, person)
    assert await to_do.of(person, space) == []
    near = await make_event(nadia, begins_in=timedelta(days=2))
    await registration.register(near, person)
    await type(near).filter(id=near.id).update(cancelled_at=now())
    [task] = await to_do.of(person, space)
    assert "annulé" in task.fact


async def test_a_first_visit_shows_three_steps(visitor: Visitor, person: User, store: BlobStore) -> None:
    page = (await visitor.get("/")).text
    assert "Pour commencer" in page
    assert page.count("button-primary") == 1
    await put(person, store, "CV.pdf", b"x")
    assert "Pour commencer" not in (await visitor.get("/")).text


async def test_room_is_spoken_of_from_seventy_per_cent(visitor: Visitor, person: User, store: BlobStore) -> None:
    space = await (await put(person, store, "Film.mp4", b"x" * 690)).space
    await type(space).filter(id=space.id).update(quota_bytes=1000)
    assert "Il vous reste" not in (await visitor.get("/")).text
    await put(person, store, "Autre.mp4", b"x" * 10)
    assert "Il vous reste" in (await visitor.get("/")).text


async def test_a_deposit_to_finish_leads_to_it(visitor: Visitor, person: User, store: BlobStore) -> None:
    await uploads.declare(await root(person), UploadRequest(name="film.mp4", size=10), store, by=person.id, days=7)
    page = (await visitor.get("/")).text
    assert "1\u202fdépôt à terminer" in page
    assert "Reprendre" in page
    assert 'href="/espace/depots"' in page


@pytest.fixture
async def host(app: Starlette) -> Structure:
    return await make_host()


async def test_the_desk_says_what_waits(host: Structure, new_person: OpenAccount, sign_in: SignIn) -> None:
    paul = await make_agent(new_person, host)
    assert await desk_waiting.of(paul) == []
    await Structure.filter(id=host.id).update(next_check_on=today() - timedelta(days=3))
    [line] = await desk_waiting.of(paul)
    assert (line.count, line.title) == (1, "Fiche à vérifier")
    page = (await (await sign_in(paul)).get("/")).text
    assert "lid-desk" in page
    assert host.name in page
    assert 'href="/annuaire/a-verifier"' in page


async def test_the_desk_shows_the_week_and_its_places(
    host: Structure, new_person: OpenAccount, sign_in: SignIn
) -> None:
    paul = await make_agent(new_person, host)
    event = await make_event(paul, capacity=2, organiser_id=host.id)
    await registration.register(event, await new_person("Olga"))
    page = re.sub(r"\s+", " ", (await (await sign_in(paul)).get("/")).text)
    assert event.title in page
    assert "1 inscrit sur 2" in page


async def test_the_desk_says_what_was_read_here_lately(
    host: Structure, new_person: OpenAccount, sign_in: SignIn
) -> None:
    nadia, paul = await make_coordinator(new_person), await make_agent(new_person, host)
    assert await desk_read.of(paul) == []
    assert "Rien encore" in (await (await sign_in(paul)).get("/")).text
    little, most = [await published(nadia, title=title, territory=HERE) for title in ("Peu lue", "Très lue")]
    moved = await published(nadia, title="D'ailleurs", territory=HERE)
    elsewhere = await make_host("SPRO-37", "Info Jeunes Tours")
    await Article.filter(id=moved.id).update(territory_id=elsewhere.territory_id)
    lately, long_ago = today() - desk_read.PERIOD + timedelta(days=1), today() - desk_read.PERIOD
    await READS.add(
        {(today(), little.id): 5, (today(), most.id): 4, (lately, most.id): 3, (long_ago, little.id): 90}
        | {(today(), moved.id): 50}
    )
    question = await Question.create(slug="permis", words="Payer mon permis", moment="bouger", rank=1)
    await USES.add({(today(), "visitor", question.id, HERE): 1, (today(), "visitor", question.id, "SPRO-37"): 8})
    assert await desk_read.of(paul) == [
        ReadFigure(7, "lectures", "Très lue", "news:article", most.slug),
        ReadFigure(1, "réponse", "Questions posées", "orientation:desk"),
    ]
    page = (await (await sign_in(paul)).get("/")).text
    assert f'href="/actualites/{most.slug}"' in page
    assert f'href="/annuaire/structures/{host.slug}/modification"' in page, "an agent's own sheet is one gesture away"


async def test_only_a_coordination_decides(host: Structure, new_person: OpenAccount) -> None:
    for agent in (await make_agent(new_person, host), await new_person("Hugo", role=AccountRole.COORDINATOR)):
        assert await desk_waiting.of(agent) == []
        assert await desk_waiting.week(agent) == []


async def test_each_menu_leads_where_one_may_go(host: Structure, new_person: OpenAccount, sign_in: SignIn) -> None:
    """No link of the frame is refused to the person who sees it."""
    people = [
        await new_person("Inès"),
        await make_agent(new_person, host),
        await make_coordinator(new_person),
        await new_person("Hugo", role=AccountRole.OBSERVER),
        await new_person("Samira", role=AccountRole.ADMINISTRATOR),
    ]
    for somebody in people:
        visitor = await sign_in(somebody)
        page = (await visitor.get("/")).text
        menu = page[page.index('<nav class="menu"') : page.index("</nav>")]
        for address in sorted(set(re.findall(r'href="(/[^"#]*)"', menu))):
            assert (await visitor.get(address)).status_code == 200, (somebody.role, address)


@pytest.mark.parametrize(
    ("role", "says"),
    [(AccountRole.OBSERVER, 'href="/chiffres/"'), (AccountRole.ADMINISTRATOR, 'href="/messages/file"')],
)
async def test_who_observes_or_operates_has_a_desk_that_pretends_nothing(
    role: AccountRole, says: str, new_person: OpenAccount, sign_in: SignIn
) -> None:
    page = (await (await sign_in(await new_person("Hugo", role=role))).get("/")).text
    assert "lid-desk" in page
    assert says in page
    assert "Ajouter un papier" not in page
    assert page.count('href="/espace/"') >= 1, "their own box is one link away"


async def test_who_operates_sees_what_is_down(
    new_person: OpenAccount, sign_in: SignIn, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> None:
        raise StorageUnavailable("no disk")

    samira = await sign_in(await new_person("Samira", role=AccountRole.ADMINISTRATOR))
    assert "en panne" not in (await samira.get("/")).text
    monkeypatch.setattr(store, "check", fails)
    assert "en panne" in (await samira.get("/")).text
