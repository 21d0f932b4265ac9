"""The month beside the list: each of its days leads to a page that holds that day, whatever fills the month."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda.event_lists import PAGE
from boite.agenda.models import Event, Registering
from tests.agenda.events import make_event, paris
from tests.visitors import Visitor


@pytest.fixture
async def full_month(nadia: User) -> None:
    """October on its fifteenth: two pages of events, one under way since September, some cancelled."""
    clock.advance(paris("2026-09-01 08:00") - clock.now())
    await make_event(nadia, begins_at=paris("2026-09-28 09:00"), ends_at=paris("2026-10-20 17:00"))
    for day in range(1, 29):
        await make_event(nadia, begins_at=paris(f"2026-10-{day:02} 09:00"))
    for day in (3, 9, 27):
        await make_event(nadia, begins_at=paris(f"2026-10-{day:02} 14:00"))
    cancelled = [await make_event(nadia, begins_at=paris(f"2026-10-{day} 16:00")) for day in ("02", "30")]
    await Event.filter(id__in=[event.id for event in cancelled]).update(cancelled_at=clock.now())
    assert await Event.all().count() > PAGE
    clock.advance(paris("2026-10-15 08:00") - clock.now())


async def test_each_day_leads_to_a_page_that_holds_it(client: Visitor, full_month: None) -> None:
    page = (await client.get("/agenda/?mois=2026-10")).text
    days = re.findall(r'href="(/agenda/\?[^"#]*)#(jour-[\d-]+)"', page)
    assert len(days) == 28
    assert "#jour-2026-10-30" not in page, "all that this day has is cancelled"
    for address, anchor in days:
        assert f'id="{anchor}"' in (await client.get(address.replace("&amp;", "&"))).text, (address, anchor)


async def test_a_day_is_on_a_page_once_and_in_its_turn(client: Visitor, full_month: None) -> None:
    """What began last month is under today, with what begins today, and not before the first of the month."""
    for number in (1, 2):
        page = (await client.get("/agenda/", params={"mois": "2026-10", "page": str(number)})).text
        shown = re.findall(r'id="jour-([\d-]+)"', page)
        assert shown == sorted(set(shown))


async def test_what_is_over_says_so_first(client: Visitor, nadia: User) -> None:
    clock.advance(paris("2026-10-01 08:00") - clock.now())
    for values in ({"registering": Registering.NONE}, {"capacity": 2}, {}):
        await make_event(nadia, begins_at=paris("2026-10-02 09:00"), **values)
    clock.advance(timedelta(days=5))
    page = (await client.get("/agenda/", params={"mois": "2026-10"})).text
    said = re.findall(r'<p class="event-state[^"]*">([^<]+)</p>', page)
    assert said == ["Passé"] * 3
