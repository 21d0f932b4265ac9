"""What readers see: the front page that is theirs, the archive by month, what goes with a piece of news."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from boite.clock import day_of, midnight, today
from boite.database.connection import fetch
from boite.database.rows import retyped
from boite.news.models import ARTICLES, Article
from boite.publishing.listing import ONLINE, PAGE, Condition, Found, Listed, Listing, Wanted, both
from boite.text.stems import asked

LISTS: Listing[Wanted] = Listing(ARTICLES, own=("ends_on",), selected=", FALSE AS pinned")
RELATED = 3
AROUND = 12
"""How many are looked at to choose the related ones."""


def current() -> Condition:
    """What has not reached its end date."""
    return "(p.ends_on IS NULL OR p.ends_on >= ?)", [today()]


async def front(wanted: Wanted) -> Listed:
    """A page of the front page: what is held at the top first, then the newest. Two queries at most."""
    condition = both(LISTS.matching(wanted), current())
    # A pin counts where it was put: the region's everywhere, a territory's on its own page.
    held = "EXISTS (SELECT 1 FROM news_pin x WHERE x.article_id = p.id AND COALESCE(p.territory_id, ?) = ?)"
    place = [wanted.territory, wanted.territory]
    top = await LISTS.rows(both(condition, (held, place)), limit=PAGE)
    start = max(0, (wanted.page - 1) * PAGE - len(top))
    shown = top if wanted.page == 1 else []
    rows = await LISTS.rows(both(condition, (f"NOT {held}", place)), limit=PAGE + 1 - len(shown), start=start)
    return LISTS.listed(wanted, [{**row, "pinned": True} for row in shown] + rows)


async def search(wanted: Wanted) -> Found:
    """The news that have these words, the archive included."""
    return await LISTS.search(wanted)


async def month(wanted: Wanted, first: date) -> Listed:
    """What appeared in a month, past its end date or not, the newest first."""
    within = "p.published_at >= ? AND p.published_at < ?", [midnight(first), midnight(following(first))]
    return await LISTS.page(wanted, within)


async def months(year: int) -> list[tuple[date, int]]:
    """The months of a year that have news, with how many, the last one first."""
    firsts = [date(year, number, 1) for number in range(1, 13)]
    counts = ", ".join(
        f"SUM(CASE WHEN p.published_at >= ? AND p.published_at < ? THEN 1 ELSE 0 END) AS m{first.month}"
        for first in firsts
    )
    bounds = [midnight(edge) for first in firsts for edge in (first, following(first))]
    [row] = await fetch(f"SELECT {counts} FROM news_article p WHERE {ONLINE}", *bounds)
    return [(first, int(row[f"m{first.month}"] or 0)) for first in reversed(firsts) if row[f"m{first.month}"]]


async def years() -> list[int]:
    """The years that have news, the last one first."""
    [row] = await fetch(
        f"SELECT MIN(p.published_at) AS first, MAX(p.published_at) AS last FROM news_article p WHERE {ONLINE}"
    )
    if row["first"] is None:
        return []
    first, last = (day_of(at).year for at in retyped([row], first=datetime, last=datetime)[0].values())
    return list(range(last, first - 1, -1))


def following(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


async def latest(wanted: Wanted, limit: int = 30) -> list[dict[str, Any]]:
    """The newest with their whole texts, for feeds."""
    condition = both(LISTS.matching(wanted), current())
    return await LISTS.rows(condition, limit=limit, also=", p.body, p.body_html, p.rendered_with")


async def related(article: Article) -> list[dict[str, Any]]:
    """A few others to read: by their words, their topic, their territory. Two queries, whatever there is."""
    wanted = Wanted(territory=article.territory_id or "")
    others = both(current(), ("p.id <> ?", [article.id]))
    stems = asked(f"{article.title} {article.summary}")
    condition = both(LISTS.matching(wanted), others)
    alike = await LISTS.matches(stems, condition, every=False, limit=AROUND) if stems else []
    topical = both(LISTS.matching(replace(wanted, topics=(article.topic,))), others)
    alikeness = {row["id"]: 3 - 2 * place / AROUND for place, row in enumerate(alike)}

    def nearness(row: dict[str, Any]) -> tuple[float, float]:
        points = alikeness.get(row["id"], 0.0)
        points += 2 * (row["topic"] == article.topic) + (row["territory_id"] == article.territory_id)
        return points, row["published_at"].timestamp()

    rows = {row["id"]: row for row in [*alike, *await LISTS.rows(topical, limit=AROUND)]}
    return sorted(rows.values(), key=nearness, reverse=True)[:RELATED]
