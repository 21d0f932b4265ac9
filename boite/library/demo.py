"""The resources of the demonstration: facts at the head of a Markdown file, the transcript under them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from boite.accounts.models import AccountRole, User
from boite.clock import now, today
from boite.directory.models import REGION, Coordination, Territory
from boite.files.deposit import Paper, put_paper, root_of
from boite.files.media_types import HEAD, sniff
from boite.files.models import Node, Space
from boite.groups.models import Group
from boite.library.desk import LIBRARY, LibraryDesk
from boite.library.drafts import ResourceDraft
from boite.library.job_importing import import_jobs
from boite.library.models import Level, LinkState, LinkWatch, Resource, ResourceKind
from boite.settings import Settings
from storage.store import BlobStore

Files = Mapping[str, Callable[[], bytes]]


async def load_demo_library(folder: Path, files: Files, settings: Settings, store: BlobStore) -> int:
    """Publish what is not there yet, each by whoever coordinates its territory. Twice is once. Returns how many."""
    codes = {row.code for row in await Territory.all()}
    texts = await asyncio.to_thread(_texts, folder)
    done = 0
    if not await Resource.exists():
        await import_jobs(await asyncio.to_thread((folder / "metiers.csv").read_bytes), file_name="metiers.csv")
    for text in texts:
        facts, body = parse(text)
        by = await _coordinator(facts["territoire"])
        if by is None or facts["territoire"] not in codes or await Resource.exists(title=facts["titre"]):
            continue
        await _publish(Demo(files, settings, store), facts, body, codes, by)
        done += 1
    return done


class Demo:
    """What the resources of the demonstration are made with."""

    def __init__(self, files: Files, settings: Settings, store: BlobStore) -> None:
        self.files = files
        self.settings = settings
        self.store = store

    async def put(self, name: str | None, territory: str, by: User) -> UUID | None:
        """A file in the space of this territory's group, or the region's; None without a name."""
        group = await Group.get_or_none(territory_id=territory) or await Group.get_or_none(territory_id=REGION)
        if name is None or group is None:
            return None
        root = await root_of((await Space.get(owner_id=group.account_id)).id)
        there = await Node.get_or_none(parent_id=root.id, name=name, discard_row_id=None)
        if there is not None:
            return there.id
        content = await asyncio.to_thread(self.files[name])
        media_type = sniff(content[:HEAD], name)
        paper = Paper(space_id=root.space_id, parent_id=root.id, name=name, media_type=media_type)
        return (await put_paper(paper, content, self.store, by=by.id)).id


def _texts(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"), reverse=True)]


def parse(text: str) -> tuple[dict[str, str], str]:
    """The facts of a file, one by line until the first empty one, and its body."""
    head, _, body = text.partition("\n\n")
    return dict(line.split(": ", 1) for line in head.strip().splitlines()), body.strip()


async def _coordinator(code: str) -> User | None:
    """Whoever coordinates this territory, else the region."""
    for place in (code, REGION):
        row = (
            await Coordination.filter(territory_id=place, user__role=AccountRole.COORDINATOR)
            .select_related("user")
            .first()
        )
        if row is not None:
            return row.user
    return None


async def _publish(demo: Demo, facts: dict[str, str], body: str, codes: set[str], by: User) -> None:
    home = facts["territoire"]
    draft = ResourceDraft(
        kind=ResourceKind(facts["sorte"]),
        title=facts["titre"],
        summary=facts["resume"],
        topic=facts["theme"],
        level=Level(facts["niveau"]),
        territory=None if home == REGION else home,
        places=tuple(code for code in _list(facts, "autres") if code in codes),
        publics=tuple(_list(facts, "publics")),
        jobs=tuple(_list(facts, "metiers")),
        link=facts.get("lien", ""),
        node=await demo.put(facts.get("fichier"), home, by),
        subtitles=await demo.put(facts.get("sous-titres"), home, by),
        picture=await demo.put(facts.get("image"), home, by),
        picture_alt=facts.get("decrit", ""),
        transcript=body,
    )
    resource = await LIBRARY.begin(draft, by=by)
    months = demo.settings.check_months
    await LibraryDesk(demo.store, months).publish(resource, version=resource.version, by=by)
    # A demonstration has a past: nobody was there to publish it on its day.
    age = timedelta(days=int(facts["jours"]))
    await Resource.filter(id=resource.id).update(published_at=now() - age, checked_on=today() - age)
    await _tried(resource.id, dead="etat" in facts)


async def _tried(resource_id: UUID, *, dead: bool) -> None:
    """Its link was tried lately: a demonstration asks nothing of the web for a week."""
    columns: dict[str, object] = {"state": LinkState.ALIVE, "said": "Réponse 200"}
    if dead:
        columns = {
            "state": LinkState.DEAD,
            "said": "Ce site n'existe pas, ou plus.",
            "failed_days": 3,
            "failed_on": today(),
        }
    await LinkWatch.filter(resource_id=resource_id).update(**columns, tried_at=now(), due=now() + timedelta(days=7))


def _list(facts: dict[str, str], name: str) -> list[str]:
    return [item.strip() for item in facts.get(name, "").split(",") if item.strip()]
