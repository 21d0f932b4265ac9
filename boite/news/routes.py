"""The addresses of this domain: readers first, then partners, then the writing desk. A slug comes last."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.publishing.desk_routes import desk_routes
from boite.web.page_modules import PageModule

choice_pages = PageModule("boite.news.choice_pages")
desk_pages = PageModule("boite.news.desk_pages")
feed_pages = PageModule("boite.news.feed_pages")
keeping_pages = PageModule("boite.news.keeping_pages")
neighbour_pages = PageModule("boite.news.neighbour_pages")
partner_pages = PageModule("boite.news.partner_pages")
article_pages = PageModule("boite.news.article_pages")

OFFER = "/redaction/propositions/{proposal}"
GESTURES = {
    "accept": "accord",
    "schedule": "parution",
    "unschedule": "parution/annulation",
    "pin": "epingle",
    "unpin": "epingle/annulation",
}
"""The addresses of the gestures that only the news have."""


routes: list[BaseRoute] = [
    Route("/", article_pages.front, name="front"),
    Route("/flux.atom", feed_pages.atom_feed, name="atom"),
    Route("/flux.json", feed_pages.json_feed_, name="json"),
    Route("/mes-choix", choice_pages.choices, methods=["GET", "POST"], name="choices"),
    Route("/archives", article_pages.archives, name="archives"),
    Route("/archives/{period}", article_pages.archive, name="archive"),
    Route("/proposer", partner_pages.propose, methods=["GET", "POST"], name="propose_as_partner"),
    Route("/proposer/merci", partner_pages.thanks, name="thanks"),
    Route(OFFER, desk_pages.offer, name="offer"),
    Route(f"{OFFER}/brouillon", desk_pages.adopt, methods=["POST"], name="offer_adopt"),
    Route(f"{OFFER}/refus", desk_pages.refuse, methods=["POST"], name="offer_refuse"),
    *desk_routes(desk_pages, desk_pages, "article", GESTURES),
    Route("/{slug}", article_pages.article, name="article"),
    Route("/{slug}/territoires/{code}/retrait", neighbour_pages.leave_out, methods=["POST"], name="leave_out"),
    Route("/{slug}/boite", keeping_pages.keep, methods=["POST"], name="keep"),
]
PUBLIC = frozenset(
    {"archive", "archives", "article", "atom", "choices", "front", "json", "propose_as_partner", "thanks"}
)
"""The names that anybody may ask for, without signing in."""
