"""What somebody may choose from in an editor: territories, the files of their groups, and the words of each answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from boite.access import groups as groups_door
from boite.access import publishing as publishing_door
from boite.accounts.models import User
from boite.directory.models import REGION, Scale, Territory
from boite.directory.sheet.publics import ASKED
from boite.groups import file_picker
from boite.groups.file_picker import FileChoices, Sought
from boite.publishing.rows import Publication
from boite.publishing.topics import TOPICS

Answers = list[tuple[str, str]]
"""What is sent, and its words."""
TOPIC_ANSWERS: Answers = [(topic.code, topic.label) for topic in TOPICS.values()]
PUBLIC_ANSWERS: Answers = list(ASKED.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What this person may choose from, by codes."""

    desk: Collection[str]
    """The territories that they may write for."""
    locals: Collection[str]
    files: Collection[UUID]


async def desk(user: User, publication: Publication | None) -> Answers:
    """The territories that this person may write for, and the one that it already has. Raises Forbidden."""
    mine = {row.code: row.name for row in await publishing_door.desk(user)}
    if publication is not None and (publication.territory_id or REGION) not in mine:
        own = await Territory.get_or_none(code=publication.territory_id or REGION)
        mine |= {own.code: own.name} if own else {}
    return list(mine.items())


async def local_places() -> Answers:
    """The territories where something may also be shown."""
    return [(row.code, row.name) for row in await Territory.filter(scale=Scale.LOCAL).order_by("name")]


async def files(user: User, sought: Sought) -> FileChoices:
    """What may go with it: the files of the groups where this person reads, and those that it already has."""
    spaces = [place.space.id for place in await groups_door.groups(user) if place.group is not None]
    return await file_picker.choices(spaces, sought)


async def answers(offered: FileChoices) -> dict[str, Answers]:
    """The answers that every form offers, by field."""
    names = [(row.code, row.name) for row in await Territory.all()]
    same = {"territory": names, "places": names, **dict.fromkeys(offered.fields, offered.named)}
    return same | {"topic": TOPIC_ANSWERS, "publics": PUBLIC_ANSWERS}
