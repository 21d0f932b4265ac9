"""The news of the demonstration: Markdown files with a few lines of facts at their head."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from boite.accounts.models import AccountRole, User
from boite.clock import now, today
from boite.database import content_versions
from boite.database.connection import transaction
from boite.directory.models import REGION, Coordination, Territory
from boite.files.deposit import Paper, put_paper, root_of
from boite.files.media_types import HEAD, sniff
from boite.files.models import Node, Space
from boite.groups.models import Group
from boite.news import pins
from boite.news.desk import EDITION, NEWS
from boite.news.drafts import ArticleDraft
from boite.news.models import Article
from storage.store import BlobStore

Files = Mapping[str, Callable[[], bytes]]


async def load_demo_news(folder: Path, files: Files | None = None, store: BlobStore | None = None) -> int:
    """Publish what is not there yet, each by whoever coordinates its territory. Twice is once. Returns how many.

    Articles of a territory that is not known, or that nobody coordinates, are left out. `files`, by name, are put in
    the groups' spaces; without a store, or where no group has opened its own, an article goes without.
    """
    codes = {row.code for row in await Territory.all()}
    done = 0
    # The oldest first, so that what was published last comes first.
    for text in await asyncio.to_thread(_texts, folder):
        facts, body = parse(text)
        by = await _coordinator(facts["territoire"])
        if by is None or facts["territoire"] not in codes or await Article.exists(title=facts["titre"]):
            continue
        await _publish(facts, body, codes, by, await _beside(facts, by, files or {}, store))
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
            await Coordination.filter(territory_id=place, user__role=AccountRole.COORDINATOR)
            .select_related("user")
            .first()
        )
        if found is not None:
            return found.user
    return await User.filter(role=AccountRole.COORDINATOR).order_by("created_at").first()


async def _beside(facts: dict[str, str], by: User, files: Files, store: BlobStore | None) -> dict[str, Any]:
    """The picture and the file of an article, as its draft says them."""
    group = await _group(facts["territoire"])
    if store is None or group is None or "image" not in facts:
        return {}
    root = await root_of((await Space.get(owner_id=group.account_id)).id)
    nodes = [await _put(root, facts[name], files, store, by) for name in ("image", "fichier") if name in facts]
    attachments = tuple((node.id, node.name) for node in nodes[1:])
    return {"picture": nodes[0].id, "picture_alt": facts["description"], "attachments": attachments}


async def _group(code: str) -> Group | None:
    """That of the territory, else the region's, where they have a space."""
    return await Group.get_or_none(territory_id=code) or await Group.get_or_none(territory_id=REGION)


async def _put(root: Node, name: str, files: Files, store: BlobStore, by: User) -> Node:
    there = await Node.get_or_none(parent_id=root.id, name=name, discard_row_id=None)
    if there is not None:
        return there
    content = await asyncio.to_thread(files[name])
    paper = Paper(space_id=root.space_id, parent_id=root.id, name=name, media_type=sniff(content[:HEAD], name))
    return await put_paper(paper, content, store, by=by.id)


async def _publish(facts: dict[str, str], body: str, codes: set[str], by: User, beside: dict[str, Any]) -> None:
    age = timedelta(days=int(facts["jours"]))
    draft = ArticleDraft(
        title=facts["titre"],
        summary=facts["resume"],
        body=body,
        topic=facts["theme"],
        territory=None if facts["territoire"] == REGION else facts["territoire"],
        places=tuple(code for code in _list(facts, "autres") if code in codes),
        publics=tuple(_list(facts, "publics")),
        ends_on=today() + timedelta(days=int(facts["fin"])) if "fin" in facts else None,
        **beside,
    )
    article = await NEWS.begin(draft, by=by)
    await NEWS.publish(article, version=article.version, by=by)
    if "une" in facts:
        await pins.pin(article, by=by)
    # A demonstration has a past: nobody was there to publish it on its day.
    async with transaction():
        await Article.filter(id=article.id).update(published_at=now() - age)
        await content_versions.renew(EDITION)


def _list(facts: dict[str, str], name: str) -> list[str]:
    return [item.strip() for item in facts.get(name, "").split(",") if item.strip()]
