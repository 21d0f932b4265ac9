"""What the front page shows of itself: what this device was asked to remember, else what the person's box says."""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import Response

from boite.directory.models import Commune
from boite.directory.sheet import publics
from boite.publishing.listing import Wanted
from boite.publishing.topics import TOPICS
from boite.web import kept_place, page_cache

COOKIE = "boite_choix"
"""Put there by a button that says so, and by nothing else: codes of what everybody may choose, no identity."""
LIFE = 365 * 86400
"""Seconds."""


async def own(request: Request, territories: Collection[str]) -> Wanted:
    """What this device remembers, else what this person's box says; everything for somebody unknown."""
    return remembered(request, territories) or await _of_box(request)


def remembered(request: Request, territories: Collection[str]) -> Wanted | None:
    """What a button asked this device to remember, less what no longer exists. None where it never did."""
    parts = request.cookies.get(COOKIE, "").split(":")
    if len(parts) != 3:
        return None
    territory, public, topics = parts
    return Wanted(
        territory=territory if territory in territories else "",
        public=publics.said(public),
        topics=tuple(code for code in TOPICS if code in topics.split("+")),
    )


def remember(request: Request, response: Response, wanted: Wanted) -> None:
    """Keep a territory, a public and topics on this device for a year. Nothing else is written down, anywhere."""
    text = f"{wanted.territory}:{wanted.public}:{'+'.join(wanted.topics)}"
    secure = request.app.state.settings.secure
    response.set_cookie(COOKIE, text, max_age=LIFE, httponly=True, samesite="lax", secure=secure)


def forget(response: Response) -> None:
    """Remember nothing any more."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


async def home(request: Request, mine: Wanted) -> str:
    """The territory that « Près de chez moi » shows: theirs, else that of the place where this visitor looked from."""
    code = kept_place.kept(request)
    if mine.territory or not code:
        return mine.territory

    return await _territory(request, code)


async def _of_box(request: Request) -> Wanted:
    user = request.state.user
    if user is None:
        return Wanted()
    territory = await _territory(request, user.commune_code) if user.commune_code else ""
    return Wanted(territory=territory, public=publics.said(user.situation, user.traits))


async def _territory(request: Request, code: str) -> str:
    """The territory of a commune; empty where it is not known."""

    async def asked() -> str:
        found = await Commune.get_or_none(code=code)
        return (found.territory_id or "") if found else ""

    return await page_cache.fact(request, f"territory of {code}", asked)
