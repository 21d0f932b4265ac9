"""The real service worker in a real browser: subscribed by a tap, woken by a push, alone where there is no line.

A push service is on the internet: the browser's own subscription is given here, and its pushes come by DevTools. The
browser of the tests has no screen where a notification would appear: what the worker asks to show is noted there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import CDPSession, Page, Worker, expect

from boite.database.connection import opened
from boite.notifications import vapid
from boite.notifications.models import Channel, ContactPoint
from boite.settings import Settings
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.live import Server
from tests.notifications.push_service import Browser

SUBSCRIBED = """
  (given) => {
    const kept = { endpoint: given.endpoint, toJSON: () => given, unsubscribe: async () => true };
    Object.defineProperty(Notification, "permission", { get: () => given.permission });
    Notification.requestPermission = async () => given.permission = given.answer;
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async (options) => {
      given.key = [...new Uint8Array(options.applicationServerKey)].length;
      return kept;
    };
  }
"""
NOTED = """
  () => {
    self.noted = [];
    self.registration.showNotification = async (title, options) => void self.noted.push({ title, ...options });
    self.clients.openWindow = async (url) => void self.noted.push({ opened: url });
  }
"""
AWAITED = """
  (count) => new Promise((done) => {
    const look = () => (self.noted.length < count ? setTimeout(look, 10) : done(self.noted));
    look();
  })
"""
CLICKED = """
  (url) => {
    const click = new ExtendableEvent("notificationclick");
    if (url === "/fin/1") click.action = "end";
    click.notification = { close: () => self.noted.push({ closed: true }), data: { url, end: "/fin/1" } };
    self.dispatchEvent(click);
  }
"""


@pytest.fixture
def live_server(settings: Settings) -> Iterator[Server]:
    """The server, which says to whom a push service may write."""
    server = Server(replace(settings, contact="bonjour@boite.exemple.fr", publisher_phone="02 38 00 00 00"))
    server.start()
    yield server
    server.kill()


async def at_home(page: Page, answer: str) -> None:
    """The page of settings, in a browser that will answer so when it is asked for the permission."""
    keys = Browser()
    given = {
        "endpoint": "https://web.push.apple.com/essai",
        "keys": {"p256dh": keys.p256dh, "auth": vapid.encoded(keys.auth)},
        "permission": "default",
        "answer": answer,
    }
    await page.add_init_script(f"({SUBSCRIBED})({json.dumps(given)})")
    await page.goto("/messages/reglages")


async def worker_of(page: Page) -> Worker:
    """Its service worker, once it is there."""
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page.context.service_workers[0]


async def pushed(page: Page, url: str, said: str) -> None:
    """A push comes for this site."""
    devtools: CDPSession = await page.context.new_cdp_session(page)
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def note(event: dict[str, Any]) -> None:
        for each in event["registrations"]:
            if not found.done():
                found.set_result(each["registrationId"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", note)
    await devtools.send("ServiceWorker.enable")
    delivery = {"origin": url, "registrationId": await asyncio.wait_for(found, 10), "data": said}
    await devtools.send("ServiceWorker.deliverPushMessage", delivery)
    await devtools.detach()


async def noted(worker: Worker, count: int) -> list[dict[str, Any]]:
    """What it asked of the browser, once there are so many."""
    return list(await asyncio.wait_for(worker.evaluate(AWAITED, count), 10))


async def test_a_tap_a_push_and_the_page_that_it_leads_to(new_page: OpenPage, live_server: Server) -> None:
    ines = await live_server.person("Inès")
    page = await new_page(width=390, token=await live_server.session(ines))
    await at_home(page, "granted")
    await page.get_by_role("button", name="Afficher des alertes").click()
    await expect(page.get_by_text("L'écran dit qu'un message attend, sans dire lequel.")).to_be_visible()
    await assert_fits(page)
    await assert_accessible(page)
    async with opened(live_server.settings):
        [device] = await ContactPoint.filter(user_id=ines.id, channel=Channel.PUSH)
        assert device.address == "https://web.push.apple.com/essai"

    worker = await worker_of(page)
    await worker.evaluate(NOTED)
    said = {"title": "Ma boîte SPRO", "body": "Du nouveau.", "url": "/messages/lire/e1", "tag": "un", "marks": ["e1"]}
    said["end"] = {"title": "Pas pour moi", "url": "/fin/1"}  # type: ignore[assignment]
    await pushed(page, live_server.url, json.dumps(said))
    await pushed(page, live_server.url, "illisible")
    await pushed(page, live_server.url, json.dumps(said | {"url": "https://ailleurs.fr/"}))
    for elsewhere in ("//ailleurs.fr/", "/.//ailleurs.fr/x", "/\t/"):
        await pushed(page, live_server.url, json.dumps(said | {"url": elsewhere}))
    shown = await noted(worker, 6)
    assert [(each["tag"], each["data"]["url"]) for each in shown] == [
        ("un", "/messages/lire/e1"),
        ("boite", "/messages/"),
        *[("un", "/messages/")] * 4,
    ]
    assert [each["actions"] for each in shown[:2]] == [[{"action": "end", "title": "Pas pour moi"}], []]
    assert shown[1]["body"] == "Quelque chose vous attend dans votre boîte."
    await worker.evaluate(CLICKED, "/messages/lire/e1")
    assert (await noted(worker, 8))[6:] == [{"closed": True}, {"opened": f"{live_server.url}/messages/lire/e1"}]
    await worker.evaluate(CLICKED, "/.//ailleurs.fr/x")
    assert (await noted(worker, 10))[9:] == [{"opened": f"{live_server.url}/messages/"}]
    await worker.evaluate(CLICKED, "/fin/1")
    assert (await noted(worker, 12))[11:] == [{"opened": f"{live_server.url}/fin/1"}], "its button, not its words"

    # Without a line: one page, which says nothing of anybody; and the way back.
    await page.context.set_offline(True)
    await page.goto("/journal/")
    await expect(page.get_by_role("heading", name="Pas d'internet pour l'instant")).to_be_visible()
    await expect(page.get_by_role("link", name="Appeler le 02 38 00 00 00")).to_be_visible()
    await expect(page.get_by_text("Vos derniers messages")).to_be_hidden()
    assert "Inès" not in await page.content()
    await page.context.set_offline(False)
    await page.wait_for_url("**/journal/")
    await expect(page.get_by_role("heading", name="Pas d'internet pour l'instant")).to_have_count(0)
    # Signing out leaves nothing of it in the browser.
    await page.goto("/messages/reglages")
    await page.locator(".leave").get_by_role("button", name="Quitter").click()
    await expect(page.get_by_role("link", name="Se connecter").first).to_be_visible()
    assert await page.evaluate("caches.keys()") == []


async def test_a_refusal_is_not_asked_again(new_page: OpenPage, live_server: Server) -> None:
    page = await new_page(width=390, token=await live_server.session(await live_server.person("Inès")))
    await at_home(page, "denied")
    await page.get_by_role("button", name="Afficher des alertes").click()
    await expect(page.get_by_text("Nous ne demanderons plus.")).to_be_visible()
    await expect(page.get_by_role("button", name="Afficher des alertes")).to_be_hidden()
