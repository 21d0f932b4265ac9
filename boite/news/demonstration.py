"""The news of the demonstration: Markdown files with a few lines of facts at their head."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from boite.accounts.models import Role, User
from boite.clock import now, today
from boite.directory.models import REGION, Coordination, Territory
from boite.news import publishing, writing
from boite.news.models import Article
from boite.news.writing import Draft


async def load_demo_news(folder: Path) -> int:
    """Publish what is not there yet, each by whoever coordinates its territory. Twice is once. Returns how many.

    Articles of a territory that is not known, or that nobody coordinates, are left out.
    """
    codes = {row.code for row in await Territory.all()}
    done = 0
    # The oldest first, so that what was published last comes first.
    for text in await asyncio.to_thread(_texts, folder):
        facts, body = parse(text)
        by = await _coordinator(facts["territoire"])
        if by is None or facts["territoire"] not in codes or await Article.exists(title=facts["titre"]):
            continue
        await _publish(facts, body, codes, by)
        done += 1
    return done


def _texts(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"), reverse=True)]


def parse(text: str) -> tuple[dict[str, str], str]:
    """The facts of a file, one by line until the first empty one, and its body."""
    head, _, body = text.partition("\n\n")
    pairs = [line.split(": ", 1) for line in head.splitlines()]
    return dict(pairs), body.strip()


async def _coordinator(code: str) -> User | None:
    """Whoever coordinates this territory, else the region."""
    for place in (code, REGION):
        found = (
            await Coordination.filter(territory_id=place, user__role=Role.COORDINATOR).select_related("user").first()
        )
        if found is not None:
            return found.user
    return await User.filter(role=Role.COORDINATOR).order_by("created_at").first()


async def _publish(facts: dict[str, str], body: str, codes: set[str], by: User) -> None:
    age = timedelta(days=int(facts["jours"]))
    draft = Draft(
        title=facts["titre"],
        summary=facts["resume"],
        body=body,
        topic=facts["theme"],
        territory=None if facts["territoire"] == REGION else facts["territoire"],
        places=tuple(code for code in _list(facts, "autres") if code in codes),
        publics=tuple(_list(facts, "publics")),
        ends_on=today() + timedelta(days=int(facts["fin"])) if "fin" in facts else None,
    )
    article = await writing.begin(draft, by=by)
    await publishing.publish(article, version=article.version, by=by)
    if "une" in facts:
        await publishing.pin(article, by=by)
    # A demonstration has a past: nobody was there to publish it on its day.
    await Article.filter(id=article.id).update(published_at=now() - age)


def _list(facts: dict[str, str], name: str) -> list[str]:
    return [item.strip() for item in facts.get(name, "").split(",") if item.strip()]
