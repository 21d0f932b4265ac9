"""Finding news by words, and what goes with a piece of news. The archive is searched too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from boite.database.connection import fetch, on_sqlite
from boite.news.listing import COLUMNS, PAGE, SOURCE, Listed, Wanted, current, matching, typed
from boite.news.models import Article
from boite.text.stems import asked

RELATED = 3
AROUND = 12
"""How many are looked at to choose the related ones."""
ARTICLES = "JOIN news_article a ON a.id = d.article_id LEFT JOIN directory_territory t ON t.code = a.territory_id"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `nearest` where none has all the words, and these have some of them."""

    listed: Listed
    nearest: bool = False


async def search(wanted: Wanted) -> Found:
    """The news that have every word, title first, then the newest; else those that have some."""
    stems = asked(wanted.words)
    if not stems:
        return Found(Listed([]))
    start = (wanted.page - 1) * PAGE
    for every in (True, False):
        rows = await _matches(stems, every, matching(wanted), PAGE + 1, start)
        if rows or len(stems) == 1:
            return Found(Listed(rows[:PAGE], len(rows) > PAGE), nearest=not every)
    return Found(Listed([]))


async def _matches(
    stems: list[str], every: bool, condition: tuple[str, list[Any]], limit: int, start: int = 0
) -> list[dict[str, Any]]:
    where, values = condition
    if on_sqlite():
        words = (" AND " if every else " OR ").join(f'"{stem}"' for stem in stems)
        rows = await fetch(
            f"SELECT {COLUMNS} FROM news_terms JOIN news_document d ON d.id = news_terms.rowid {ARTICLES}"
            f" WHERE news_terms MATCH ? AND {where}"
            f" ORDER BY bm25(news_terms, 8.0, 1.0), a.published_at DESC LIMIT {limit} OFFSET {start}",
            words,
            *values,
        )
        return typed(rows)
    words = (" & " if every else " | ").join(f"'{stem}'" for stem in stems)
    rows = await fetch(
        f"SELECT {COLUMNS} FROM news_document d {ARTICLES}"
        f" WHERE d.terms @@ to_tsquery('simple', ?) AND {where}"
        f" ORDER BY ts_rank(d.terms, to_tsquery('simple', ?)) DESC, a.published_at DESC LIMIT {limit} OFFSET {start}",
        words,
        *values,
        words,
    )
    return typed(rows)


async def related(article: Article) -> list[dict[str, Any]]:
    """A few others to read: by their words, their topic, their territory. Two queries, whatever there is."""
    wanted = Wanted(territory=article.territory_id or "")
    where, values = matching(wanted)
    living, days = current()
    condition = f"{where} AND {living} AND a.id <> ?", [*values, *days, article.id]
    stems = asked(f"{article.title} {article.summary}")
    alike = await _matches(stems, False, condition, AROUND) if stems else []
    topical = await _newest(replace(wanted, topics=(article.topic,)), article)
    alikeness = {row["id"]: 3 - 2 * place / AROUND for place, row in enumerate(alike)}

    def nearness(row: dict[str, Any]) -> tuple[float, float]:
        points = alikeness.get(row["id"], 0.0)
        points += 2 * (row["topic"] == article.topic) + (row["territory_id"] == article.territory_id)
        return points, row["published_at"].timestamp()

    rows = {row["id"]: row for row in [*alike, *topical]}
    return sorted(rows.values(), key=nearness, reverse=True)[:RELATED]


async def _newest(wanted: Wanted, but: Article) -> list[dict[str, Any]]:
    where, values = matching(wanted)
    living, days = current()
    rows = await fetch(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE {where} AND {living} AND a.id <> ?"
        f" ORDER BY a.published_at DESC, a.id LIMIT {AROUND}",
        *values,
        *days,
        but.id,
    )
    return typed(rows)
