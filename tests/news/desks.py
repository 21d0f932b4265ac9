"""People of the news and what they write, made without passing by the pages."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION, Coordination, Membership, Structure, Territory
from boite.news.desk import NEWS
from boite.news.drafts import ArticleDraft
from boite.news.models import Article
from boite.publishing.stages import Stage
from tests.conftest import OpenAccount

HERE, ELSEWHERE = "SPRO-45-ORLEANS", "SPRO-41-BLOIS"
NAMES = {HERE: "Orléans", ELSEWHERE: "Blois"}
_numbers = count(1)


async def places() -> None:
    """The region and two local territories."""
    await Territory.get_or_create({"name": "Centre-Val de Loire", "scale": "region"}, code=REGION)
    for code, name in NAMES.items():
        await Territory.get_or_create({"name": name, "parent_id": REGION}, code=code)


async def agent(new_person: OpenAccount, territory: str = HERE, first_name: str = "Paul") -> User:
    """A professional of a structure of this territory."""
    await places()
    user = await new_person(first_name, AccountRole.PROFESSIONAL)
    structure = await Structure.create(
        slug=f"structure-des-nouvelles-{next(_numbers)}",
        name="Mission locale",
        territory_id=None if territory == REGION else territory,
    )
    await Membership.create(user_id=user.id, structure_id=structure.id)
    return user


async def coordinator(new_person: OpenAccount, territory: str = HERE, first_name: str = "Nadia") -> User:
    """Somebody who coordinates this territory."""
    await places()
    user = await new_person(first_name, AccountRole.COORDINATOR)
    await Coordination.create(user_id=user.id, territory_id=territory)
    return user


def draft(**values: Any) -> ArticleDraft:
    """A whole draft for Orléans."""
    return ArticleDraft(
        **{
            "title": "Un forum de l'emploi à Orléans",
            "summary": "Trente entreprises recrutent le 12 mars.",
            "body": "# Le forum\n\nVenez avec votre **CV**.",
            "topic": "emploi",
            "territory": HERE,
            **values,
        }
    )


async def written(author: User, **values: Any) -> Article:
    """A draft of this author."""
    return await NEWS.begin(draft(**values), by=author)


async def proposed(author: User, **values: Any) -> Article:
    """A proposal of this author."""
    article = await written(author, **values)
    await NEWS.propose(article, by=author)
    return article


async def published(by: User, **values: Any) -> Article:
    """What a coordinator wrote and put on line."""
    article = await written(by, **values)
    await NEWS.publish(article, version=article.version, by=by)
    assert article.stage == Stage.PUBLISHED
    return article


def sent(**values: Any) -> dict[str, Any]:
    """The fields of the editor's form."""
    made = draft()
    return {
        "title": made.title,
        "summary": made.summary,
        "body": made.body,
        "topic": made.topic,
        "territory": made.territory,
        "version": "1",
        "draft": str(uuid4()),
        **values,
    }
