"""The addresses of this domain: readers first, then partners, then the writing desk. A slug comes last."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

choice_pages = PageModule("boite.news.choice_pages")
desk_pages = PageModule("boite.news.desk_pages")
editor_pages = PageModule("boite.news.editor_pages")
feed_pages = PageModule("boite.news.feed_pages")
keeping_pages = PageModule("boite.news.keeping_pages")
neighbour_pages = PageModule("boite.news.neighbour_pages")
partner_pages = PageModule("boite.news.partner_pages")
reading_pages = PageModule("boite.news.reading_pages")
step_pages = PageModule("boite.news.step_pages")

ONE = "/redaction/{article}"
OFFER = "/redaction/propositions/{proposal}"


def _post(path: str, name: str) -> Route:
    return Route(path, step_pages.made_by("gesture", name), methods=["POST"], name=name)


routes: list[BaseRoute] = [
    Route("/", reading_pages.front, name="front"),
    Route("/flux.atom", feed_pages.atom_feed, name="atom"),
    Route("/flux.json", feed_pages.json_feed_, name="json"),
    Route("/mes-choix", choice_pages.choices, methods=["GET", "POST"], name="choices"),
    Route("/archives", reading_pages.archives, name="archives"),
    Route("/archives/{period}", reading_pages.archive, name="archive"),
    Route("/proposer", partner_pages.propose, methods=["GET", "POST"], name="propose_as_partner"),
    Route("/proposer/merci", partner_pages.thanks, name="thanks"),
    Route("/redaction", desk_pages.mine, name="mine"),
    Route("/redaction/a-valider", desk_pages.queue, name="queue"),
    Route("/redaction/nouvelle", editor_pages.new, methods=["GET", "POST"], name="new"),
    Route(OFFER, desk_pages.offer, name="offer"),
    Route(f"{OFFER}/brouillon", desk_pages.adopt, methods=["POST"], name="offer_adopt"),
    Route(f"{OFFER}/refus", desk_pages.refuse, methods=["POST"], name="offer_refuse"),
    Route(ONE, desk_pages.show, name="desk"),
    Route(f"{ONE}/texte", editor_pages.edit, methods=["GET", "POST"], name="edit"),
    _post(f"{ONE}/proposition", "propose"),
    _post(f"{ONE}/proposition/annulation", "take_back"),
    _post(f"{ONE}/accord", "accept"),
    _post(f"{ONE}/renvoi", "send_back"),
    _post(f"{ONE}/parution", "schedule"),
    _post(f"{ONE}/parution/annulation", "unschedule"),
    _post(f"{ONE}/publication", "publish"),
    _post(f"{ONE}/epingle", "pin"),
    _post(f"{ONE}/epingle/annulation", "unpin"),
    _post(f"{ONE}/retrait", "withdraw"),
    _post(f"{ONE}/retrait/annulation", "restore"),
    _post(f"{ONE}/ecart", "set_aside"),
    _post(f"{ONE}/ecart/annulation", "recover"),
    Route("/{slug}", reading_pages.article, name="article"),
    Route("/{slug}/territoires/{code}/retrait", neighbour_pages.leave_out, methods=["POST"], name="leave_out"),
    Route("/{slug}/boite", keeping_pages.keep, methods=["POST"], name="keep"),
]
PUBLIC = frozenset(
    {"archive", "archives", "article", "atom", "choices", "front", "json", "propose_as_partner", "thanks"}
)
"""The names that anybody may ask for, without signing in."""
