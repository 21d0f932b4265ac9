"""The news of the demonstration: twelve, each whole, over several territories, entered once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boite.demo.pictures import news_files
from boite.directory.models import REGION, Territory
from boite.directory.sheet.publics import LABELS
from boite.files.models import Node
from boite.groups.creation import open_group
from boite.groups.models import PublicFile
from boite.news.demo import load_demo_news, parse
from boite.news.models import Article
from boite.publishing.stages import Stage
from boite.publishing.topics import TOPICS
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.news.desks import coordinator

FOLDER = Path("boite/demo/data/news")
FILES = sorted(FOLDER.glob("*.md"))
TERRITORIES = {row["code"] for row in json.loads(Path("boite/demo/data/directory/territories.json").read_text())}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_is_whole(path: Path) -> None:
    facts, body = parse(path.read_text(encoding="utf-8"))
    assert facts["theme"] in TOPICS
    assert {facts["territoire"], *filter(None, facts.get("autres", "").split(", "))} <= TERRITORIES
    assert set(filter(None, facts.get("publics", "").split(", "))) <= LABELS.keys()
    assert ("image" in facts) == ("description" in facts)
    assert {facts[name] for name in ("image", "fichier") if name in facts} <= news_files().keys()
    assert 0 < len(facts["titre"]) <= 150
    assert 0 < len(facts["resume"]) <= 400
    assert len(body) > 100


async def test_entered_once(new_person: OpenAccount, store: BlobStore) -> None:
    await coordinator(new_person, REGION)
    for code in TERRITORIES - {REGION}:
        await Territory.get_or_create({"name": code, "parent_id": REGION}, code=code)
    await open_group(await Territory.get(code=REGION), quota=10_000_000)
    assert await load_demo_news(FOLDER, news_files(), store) == len(FILES) == 12
    assert await load_demo_news(FOLDER, news_files(), store) == 0
    assert {node.name for node in await Node.filter(kind="file")} == news_files().keys()
    assert await PublicFile.all().count() == len(news_files())
    assert all(article.picture_alt for article in await Article.filter(picture_id__not_isnull=True))
    articles = await Article.filter(stage=Stage.PUBLISHED).order_by("-published_at")
    assert len({article.territory_id for article in articles}) >= 8
    assert [article.title for article in articles] == [
        parse(path.read_text(encoding="utf-8"))[0]["titre"] for path in FILES
    ]
