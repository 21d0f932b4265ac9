"""The addresses of this domain: who receives the letter first, then the letters, whose territories come last."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.newsletter import issue_routes
from boite.web.page_modules import PageModule

unsubscribe_pages = PageModule("boite.newsletter.unsubscribe_pages")
own_pages = PageModule("boite.newsletter.own_pages")
subscription_pages = PageModule("boite.newsletter.subscription_pages")

BOTH = ["GET", "POST"]
OWN = "/mes-lettres"

routes: list[BaseRoute] = [
    Route("/inscription", subscription_pages.subscribe, name="subscribe", methods=BOTH),
    Route("/inscription/merci", subscription_pages.thanks, name="thanks"),
    Route("/confirmation/{token}", subscription_pages.confirm, name="confirm", methods=BOTH),
    Route("/desinscription/{token}", unsubscribe_pages.leave, name="leave", methods=BOTH),
    Route(OWN, own_pages.mine, name="mine"),
    Route(f"{OWN}/professionnel", own_pages.return_to_work, name="return_to_work", methods=["POST"]),
    Route(f"{OWN}/professionnel/fin", own_pages.leave_work, name="leave_work", methods=["POST"]),
    Route(f"{OWN}/{{subscription}}/fin", own_pages.drop, name="drop", methods=["POST"]),
    *issue_routes.routes,
]
PUBLIC = frozenset({"confirm", "index", "issue", "leave", "subscribe", "territory", "thanks"})
"""The names that anybody may ask for, without signing in."""
