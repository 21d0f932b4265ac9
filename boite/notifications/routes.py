"""The addresses of this domain."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

live_pages = PageModule("boite.notifications.live_pages")
message_pages = PageModule("boite.notifications.message_pages")
settings_pages = PageModule("boite.notifications.settings_pages")
end_pages = PageModule("boite.notifications.end_pages")
keep_pages = PageModule("boite.notifications.keep_pages")
rhythm_pages = PageModule("boite.notifications.rhythm_pages")
device_pages = PageModule("boite.notifications.device_pages")
mail_address_pages = PageModule("boite.notifications.mail_address_pages")
queue_pages = PageModule("boite.notifications.queue_pages")
sms_pages = PageModule("boite.notifications.sms_pages")

BOTH = ["GET", "POST"]

routes: list[BaseRoute] = [
    Route("/", message_pages.messages, name="messages"),
    Route("/en-direct", live_pages.live, name="live"),
    Route("/pastille", live_pages.badge, name="badge"),
    Route("/liste", live_pages.list_, name="list"),
    Route("/vus", message_pages.read, name="read", methods=["POST"]),
    Route("/reglages", settings_pages.settings, name="settings", methods=BOTH),
    Route("/reglages/courriel", mail_address_pages.address, name="mail_address", methods=BOTH),
    Route("/reglages/courriel/code", mail_address_pages.code, name="mail_code", methods=BOTH),
    Route("/reglages/courriel/fin", mail_address_pages.stop, name="mail_stop", methods=["POST"]),
    Route("/reglages/quand", rhythm_pages.rhythm, name="rhythm", methods=BOTH),
    Route("/reglages/pause", rhythm_pages.pause, name="pause", methods=BOTH),
    Route("/reglages/reprise", rhythm_pages.resume, name="resume", methods=["POST"]),
    Route("/fin/{token}", end_pages.end, name="end", methods=BOTH),
    Route("/garder/{token}", keep_pages.keep, name="keep", methods=BOTH),
    Route("/reglages/sms", sms_pages.phone, name="sms_address", methods=BOTH),
    Route("/reglages/sms/code", sms_pages.code, name="sms_code", methods=BOTH),
    Route("/reglages/sms/fin", sms_pages.stop, name="sms_stop", methods=["POST"]),
    Route("/appareils", device_pages.subscribe, name="device_subscribe", methods=["POST"]),
    Route("/appareils/suite", device_pages.move, name="device_move", methods=["POST"]),
    Route("/appareils/etat", device_pages.state, name="device_state"),
    Route("/appareils/{device}/arret", device_pages.stop, name="device_stop", methods=["POST"]),
    Route("/appareils/{device}/detail", device_pages.detail, name="device_detail", methods=["POST"]),
    Route("/sujets/{kind}/reprise", settings_pages.wanted_again, name="wanted_again", methods=["POST"]),
    Route("/file", queue_pages.queue, name="queue"),
    Route("/file/reprise", queue_pages.retry, name="queue_retry", methods=["POST"]),
    Route("/lire/{mark}", message_pages.open_, name="open"),
    Route("/lire/{mark}/silence", message_pages.hush, name="hush", methods=["POST"]),
]
end_routes: list[BaseRoute] = [Route("/{token}", end_pages.end, name="end", methods=BOTH)]
"""The same page, at an address that an SMS has room for."""
PUBLIC_ENDS = frozenset({"end"})
PUBLIC = frozenset({"end", "keep"})
"""The names that anybody may ask for, without signing in."""
