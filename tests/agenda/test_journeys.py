"""Inès reads, registers, comes and answers, on a phone without scripts; the organiser ticks by the keyboard alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from boite.accounts.models import AccountRole
from boite.agenda.models import Event, Registration, Satisfaction
from boite.agenda.registration import Newcomer, register_visitor
from boite.clock import now
from boite.database.connection import opened
from boite.directory.models import Coordination
from tests.agenda.events import HERE, make_event
from tests.conftest import OpenPage
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch
from tests.live import Server

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
TITLE = "Atelier : préparer un entretien"


async def under_way(server: Server, **values: Any) -> tuple[Event, str]:
    """An event that began an hour ago, still open to registration; and the session of its organiser."""
    nadia = await server.person("Nadia", AccountRole.COORDINATOR)
    async with opened(server.settings):
        ends = now() + timedelta(hours=1)
        event = await make_event(
            nadia, title=TITLE, begins_in=-timedelta(hours=1), ends_at=ends, registering_until=ends, **values
        )
        await Coordination.create(user_id=nadia.id, territory_id=HERE)
    return event, await server.session(nadia)


@pytest.mark.parametrize("script", [False, True])
async def test_ines_reads_registers_comes_and_answers(new_page: OpenPage, live_server: Server, script: bool) -> None:
    event, _ = await under_way(live_server, capacity=5)
    ines = await live_server.person("Inès")
    page = await new_page(width=320, height=640, javascript=script, token=await live_server.session(ines))
    watch = Watch(page, live_server.url, scripts=script)
    await watch.begin()

    await page.goto("/agenda/")
    await watch.look()
    await page.get_by_role("link", name=TITLE).click()
    await expect(page.get_by_text("Il reste 5 places sur 5.")).to_be_visible()
    await watch.look()
    await page.get_by_role("link", name="M'inscrire").click()
    await watch.look()
    await page.get_by_role("button", name="Réserver ma place").click()
    await expect(page.get_by_text("Votre place est réservée.").first).to_be_visible()
    await watch.look()

    # The poster at the entrance, opened with the phone.
    await page.goto(f"/agenda/entrees/{event.entrance}")
    await watch.look()
    await page.get_by_role("button", name="Je suis là").click()
    await expect(page.get_by_text("Votre présence est notée.").first).to_be_visible()
    await watch.look()

    # Later, from the first page of the agenda: two taps.
    await page.goto("/agenda/")
    await page.get_by_role("link", name="Mes inscriptions").click()
    await watch.look()
    await page.get_by_role("button", name="Oui, beaucoup").click()
    await expect(page.locator("#messages")).to_contain_text("Merci. Votre avis compte.")
    await expect(page.get_by_role("button", name="Oui, beaucoup")).to_have_count(0)
    await watch.look()
    async with opened(live_server.settings):
        assert (await Registration.get(event_id=event.id)).answer == Satisfaction.MUCH


async def test_a_visitor_leaves_by_the_code(new_page: OpenPage, live_server: Server) -> None:
    event, _ = await under_way(live_server)
    page = await new_page(width=320, height=640, javascript=False)
    watch = Watch(page, live_server.url, scripts=False)
    await watch.begin()
    await page.goto(f"/agenda/rendez-vous/{event.slug}")
    await page.get_by_role("link", name="M'inscrire").click()
    await page.get_by_label("Votre prénom ou un pseudonyme").fill("Lou")
    await page.get_by_role("button", name="Réserver ma place").click()
    code = await page.locator(".code").inner_text()
    await watch.look()
    await page.goto("/agenda/")
    await page.get_by_role("link", name="Retrouver mon inscription").click()
    await page.get_by_label("Le code que vous avez noté").fill(code.upper())
    await page.get_by_role("button", name="Ouvrir").click()
    await page.get_by_role("button", name="Je ne viens plus").click()
    await expect(page.get_by_text("Vous ne venez plus.").first).to_be_visible()
    await watch.look()


async def test_the_organiser_ticks_by_the_keyboard_alone(new_page: OpenPage, live_server: Server) -> None:
    event, token = await under_way(live_server)
    async with opened(live_server.settings):
        for name in ("Lou", "Sam", "Zoé"):
            await register_visitor(event, Newcomer(name=name))
    page = await new_page(token=token)
    watch = Watch(page, live_server.url)
    await watch.begin()
    await page.goto(f"/agenda/travail/{event.slug}")
    await watch.look()
    keyboard = await Keyboard.of(page)
    await keyboard.go("Liste et présences", "Liste et présences")
    await watch.look()
    await keyboard.press("Lou", "Space")
    await keyboard.press("Zoé", "Space")
    await keyboard.reach("Enregistrer les présences")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("La liste est à jour.")
    await watch.look()
    async with opened(live_server.settings):
        came = await Registration.filter(event_id=event.id, came_at__not_isnull=True).order_by("rank")
        assert [row.name for row in came] == ["Lou", "Zoé"]


async def test_every_working_page_is_accessible_and_fits_a_phone(new_page: OpenPage, live_server: Server) -> None:
    event, token = await under_way(live_server)
    async with opened(live_server.settings):
        row = await register_visitor(event, Newcomer(name="Lou"))
    page = await new_page(width=320, height=640, token=token)
    watch = Watch(page, live_server.url)
    await watch.begin()
    kept = f"/agenda/travail/{event.slug}"
    ends = (
        "",
        *("/modification", "/structures", "/etapes", "/presences", "/noms", "/resultats", "/affiches", "/annulation"),
    )
    addresses = [
        "/agenda/travail",
        "/agenda/travail/nouveau/rendez-vous",
        *(kept + end for end in ends),
        f"{kept}/noms/{row.id}",
        f"/agenda/presences/{row.code}",
    ]
    for address in addresses:
        answer = await page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        await watch.look()
