"""The addresses of the feeds: per territory and per topic, answered 304 when nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from boite.clock import today
from boite.news import article_lists, forms
from boite.news.feeds import Feed, FeedEntry, atom, json_feed
from boite.news.list_versions import ask_standing
from boite.publishing import topics
from boite.publishing.listing import Wanted
from boite.publishing.prose import rendered
from boite.text import rich_text
from boite.web import caching, page_cache
from boite.web import forms as web_forms


async def atom_feed(request: Request) -> Response:
    """The newest in Atom."""
    return await _answer(request, "news:atom", atom, "application/atom+xml; charset=utf-8")


async def json_feed_(request: Request) -> Response:
    """The newest in JSON Feed."""
    return await _answer(request, "news:json", json_feed, "application/feed+json; charset=utf-8")


async def _answer(request: Request, name: str, made: Callable[[Feed], bytes], media_type: str) -> Response:
    standing = await page_cache.fact(request, "news", ask_standing)
    territories = {place.code: place.name for place in standing.places}
    asked = forms.wanted(web_forms.query(request), territories, Wanted())
    wanted = replace(asked, words="", page=1, public="")
    site = request.app.state.settings.base_url
    tag = caching.mark(name, standing, today(), wanted, site)
    same = caching.unchanged(request, tag)
    if same is not None:
        return same
    content = made(await _feed(request, name, wanted, territories))
    response = caching.shared(Response(content, media_type=media_type), tag)
    response.headers["cross-origin-resource-policy"] = "cross-origin"
    return response


async def _feed(request: Request, name: str, wanted: Wanted, territories: dict[str, str]) -> Feed:
    site = request.app.state.settings.base_url.rstrip("/")
    query = forms.feed_query(wanted)
    words = [territories.get(wanted.territory, ""), *(topics.label(code) for code in wanted.topics)]

    def address(route: str, **values: str) -> str:
        path: str = request.app.url_path_for(route, **values)
        return f"{site}{path}"

    return Feed(
        title=" – ".join(["Actualités de Ma boîte SPRO", *filter(None, words)]),
        address=address(name) + query,
        page=address("news:front") + query,
        entries=[
            FeedEntry(
                id=f"urn:uuid:{row['id']}",
                address=address("news:article", slug=row["slug"]),
                title=row["title"],
                summary=row["summary"],
                html=row["body_html"] if row["rendered_with"] == rich_text.VERSION else await rendered(row["body"]),
                author=row["signature"],
                topic=(row["topic"], topics.label(row["topic"])),
                published=row["published_at"],
                updated=row["corrected_at"] or row["published_at"],
            )
            for row in await article_lists.latest(wanted)
        ],
    )
