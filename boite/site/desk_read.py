"""What was read in the last thirty days, for a professional: the most read news and resource, and the answers given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tortoise.functions import Sum
from tortoise.queryset import QuerySet

from boite.access import agenda as door
from boite.accounts.models import User
from boite.clock import today
from boite.database.long_lists import few
from boite.library.models import RESOURCES, ResourceViews
from boite.news.models import ARTICLES, ArticleReads
from boite.orientation.models import Use
from boite.publishing.rows import P, Tables
from boite.publishing.stages import Stage

PERIOD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """So many times, their word (« lectures »), of what, and its page: a route and the slug of the address."""

    times: int
    noun: str
    title: str
    route: str
    slug: str | None = None


async def of(user: User) -> list[ReadFigure]:
    """In the territories where this person writes. Three queries; what nobody read is left out."""
    codes, since = await door.desk_codes(user), today() - PERIOD
    if not codes:
        return []
    uses = await Use.filter(day__gt=since, territory_id__in=few(codes)).annotate(sum=Sum("times")).values("sum")
    answers = int(uses[0]["sum"] or 0)
    news = await _most(ARTICLES, ArticleReads.all(), codes, since)
    resource = await _most(RESOURCES, ResourceViews.all(), codes, since)
    found = [
        *(ReadFigure(times, _noun(times, "lecture"), row.title, "news:article", row.slug) for row, times in news),
        *(
            ReadFigure(times, _noun(times, "lecture"), row.title, "library:resource", row.slug)
            for row, times in resource
        ),
    ]
    if answers:
        found.append(ReadFigure(answers, _noun(answers, "réponse"), "Questions posées", "orientation:desk"))
    return found


def _noun(times: int, word: str) -> str:
    return word if times < 2 else f"{word}s"


async def _most(tables: Tables[P], counts: QuerySet[Any], codes: frozenset[str], since: date) -> list[tuple[P, int]]:
    """The publication of these territories that was read the most, and how many times: none where none was."""
    of = {f"{tables.name}__territory_id__in": few(codes), f"{tables.name}__stage": Stage.PUBLISHED, "day__gt": since}
    key = f"{tables.name}_id"
    sums = counts.filter(**of).annotate(sum=Sum("times")).group_by(key)
    first = await sums.order_by("-sum", key).first().values(key, "sum")
    return [(await tables.publication.get(id=first[key]), int(first["sum"]))] if first else []
