"""The agenda as anybody reads it: filters, caches, queries, structured data; and nothing that runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda import visit_plan
from boite.agenda.demo import EXAMPLES, load_demo_events
from boite.agenda.models import Event, EventKind, Registering
from boite.agenda.registration import Newcomer, register_visitor
from boite.directory.models import REGION, Coordination
from boite.files.models import Node
from tests.agenda.events import HERE, make_event, make_host, paris
from tests.conftest import SignIn
from tests.directory.sheets import make_commune, make_territory
from tests.files.test_query_counts import counted
from tests.visitors import Visitor

EVIL = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "<svg onload=alert(1)>",
    "![x](https://ailleurs.example/pixel.png)",
    '" autofocus onfocus="alert(1)',
    "<!-- --><iframe src=//ailleurs.example>",
    "{{ 7 * 7 }}{% raw %}",
)


class Markup(HTMLParser):
    """Every element of a page, with its attributes, as a browser builds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def running(page: str) -> Iterator[str]:
    """What runs, or asks another site, without being ours."""
    for tag, attributes in Markup(page).elements:
        ours = attributes.get("src", "").startswith("/static/") or attributes.get("type") == "application/ld+json"
        handlers = any(name.startswith("on") or name == "autofocus" for name in attributes)
        link = attributes.get("href", "").lower().startswith(("javascript", "data"))
        if (tag in {"script", "img"} and not ours) or tag == "iframe" or handlers or link:
            yield f"{tag} {attributes}"


def titles(text: str) -> list[str]:
    return re.findall(r"<h3[^>]*>\s*<a[^>]*>([^<]+)</a>", text)


async def test_a_month_shows_its_days_and_leads_to_them(client: Visitor, nadia: User) -> None:
    clock.advance(paris("2026-09-10 08:00") - clock.now())
    for hour in ("09:00", "14:00"):
        await make_event(nadia, begins_at=paris(f"2026-10-13 {hour}"))
    cancelled = await make_event(nadia, begins_at=paris("2026-10-14 09:00"))
    await Event.filter(id=cancelled.id).update(cancelled_at=clock.now())
    page = (await client.get("/agenda/?mois=2026-10")).text
    grid = page[page.index('<ol class="month-days">') : page.index("</ol>", page.index('<ol class="month-days">'))]
    assert re.findall(r"#jour-([\d-]+)", grid) == ["2026-10-13"]
    assert "2\u202févénements" in grid
    assert 'id="jour-2026-10-13"' in page
    assert "mois=2026-09" in page
    assert "mois=2026-11" in page


async def test_a_line_says_what_is_left_in_a_word(client: Visitor, nadia: User) -> None:
    await make_event(nadia, capacity=2)
    await make_event(nadia, registering=Registering.NONE)
    gone = await make_event(nadia)
    await Event.filter(id=gone.id).update(cancelled_at=clock.now())
    page = (await client.get("/agenda/")).text
    for words in ("2 places", "Entrée libre", "Annulé"):
        assert re.sub(r"\s", " ", page).count(f">{words}<") == 1, words


async def test_the_list_is_narrowed_by_its_address(client: Visitor, nadia: User) -> None:
    clock.advance(paris("2026-09-10 08:00") - clock.now())
    await make_event(nadia, title="Ici", publics=("scolaire",), kind=EventKind.FORUM)
    await make_event(nadia, title="Là-bas", territory_id="SPRO-37", begins_in=timedelta(days=40))
    await make_event(nadia, title="Partout", territory_id=REGION, begins_in=timedelta(days=1), publics=("salarie",))

    async def found(**asked: str) -> list[str]:
        return titles((await client.get(client.address("agenda:index"), params=asked)).text)

    assert await found() == ["Partout", "Ici", "Là-bas"]
    assert await found(territoire=HERE) == ["Partout", "Ici"]
    assert await found(territoire=REGION) == ["Partout", "Ici", "Là-bas"]
    assert await found(public="scolaire") == ["Ici", "Là-bas"]
    assert await found(genre="forum") == ["Ici"]
    assert await found(mois="2026-10") == ["Là-bas"]
    assert await found(mois="2026-09", territoire="SPRO-37") == ["Partout"]
    for wrong in ({"territoire": "x"}, {"public": "x"}, {"genre": "x"}, {"page": "0"}):
        assert (await client.get(client.address("agenda:index"), params=wrong)).status_code == 422
    assert await found(mois="9999-99") == await found()
    clock.advance(timedelta(days=60))
    assert await found() == []
    assert await found(mois="2026-09") == ["Partout", "Ici"]


async def test_anonymous_pages_are_kept_and_answered_304(client: Visitor, visitor: Visitor, event: Event) -> None:
    for address in (client.address("agenda:index"), client.address("agenda:event", slug=event.slug)):
        answer = await client.get(address)
        assert "public" in answer.headers["cache-control"]
        assert "set-cookie" not in answer.headers
        again = await client.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        signed_in = await visitor.get(address)
        assert signed_in.headers["cache-control"] == "no-store"
        assert "etag" not in signed_in.headers


async def test_pages_ask_the_database_no_more_when_there_is_more(client: Visitor, sign_in: SignIn, nadia: User) -> None:
    counts, kept, desk = [], await make_event(nadia, capacity=10), await sign_in(nadia)
    for _ in range(2):
        for _ in range(8):
            event = await make_event(nadia)
            await visit_plan.add_structure(event, await make_host(name=f"CIO {event.slug}"), by=nadia)
            await register_visitor(kept, Newcomer(name=event.slug))
        pages = []
        working = ((desk, name) for name in ("kept", "attendance", "results", "structures"))
        for visitor, name in ((client, "index"), (client, "event"), (desk, "desk"), *working):
            slug = {"event": {"slug": event.slug}, "index": {}, "desk": {}}.get(name, {"slug": kept.slug})
            with counted() as seen:
                assert (await visitor.get(visitor.address(f"agenda:{name}", **slug))).status_code == 200, name
            pages.append(len(seen))
        counts.append(pages)
    assert counts[0] == counts[1]
    assert max(counts[0][:2]) <= 6
    assert max(counts[0]) <= 16


@pytest.mark.parametrize("evil", EVIL)
async def test_nothing_that_is_written_runs(client: Visitor, desk: Visitor, nadia: User, evil: str) -> None:
    event = await make_event(nadia, title=evil, summary=evil, description=evil, place=evil, accessibility=evil)
    pages = [
        await client.get(client.address("agenda:index")),
        await client.get(client.address("agenda:event", slug=event.slug)),
        await client.get(client.address("agenda:register", slug=event.slug)),
        await desk.get(desk.address("agenda:desk")),
        await desk.get(desk.address("agenda:kept", slug=event.slug)),
    ]
    for page in pages:
        assert page.status_code == 200
        assert not list(running(page.text))
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', pages[1].text, re.DOTALL)
    assert json.loads(data)["name"] == evil


async def test_search_engines_read_the_event(client: Visitor, event: Event) -> None:
    page = await client.get(client.address("agenda:event", slug=event.slug))
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    told = json.loads(data)
    assert told["@type"] == "Event"
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert told["location"]["address"]["addressLocality"] == "Pithiviers"
    assert told["remainingAttendeeCapacity"] == 2
    assert told["startDate"].endswith(("+01:00", "+02:00"))


async def test_an_event_is_kept_in_the_box(visitor: Visitor, person: User, event: Event) -> None:
    address = visitor.address("agenda:keep", slug=event.slug)
    assert (await visitor.submit(address)).status_code == 303
    paper = await Node.get(space__owner_id=person.id, kind="link")
    assert paper.name == f"{event.title}.url"


async def test_the_demonstration_is_made_once(client: Visitor, nadia: User) -> None:
    for example in EXAMPLES:
        await make_territory(example.territory, example.territory)
    assert await load_demo_events() == 0, "nobody to write them yet"
    await Coordination.create(user_id=nadia.id, territory_id=REGION)
    await make_commune("Pithiviers", "45252", ["45300"], 48.17, 2.25)
    assert [await load_demo_events() for _ in range(2)] == [10, 0]
    assert len(titles((await client.get(client.address("agenda:index"))).text)) == 9
    assert await Event.filter(city="Pithiviers", commune_id="45252").count() == 3
