"""Resources and those who write them, made without passing by the pages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from boite.accounts.models import User
from boite.files.models import Node
from boite.library.desk import LIBRARY, LibraryDesk
from boite.library.drafts import ResourceDraft
from boite.library.job_importing import import_jobs
from boite.library.models import Resource, ResourceKind
from storage.store import BlobStore
from tests.groups import groups
from tests.news.desks import HERE

MONTHS = 6
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.\n\n2\n00:02.000 --> 00:04.500 align:start\nAu revoir.\n"
JOBS = """code_rome,appellation_code,libelle
D1102,,Boulangerie et viennoiserie
D1102,900201,Boulanger / Boulangère
H2206,,Menuiserie
H2206,900801,Menuisier / Menuisière
"""


async def some_jobs() -> None:
    """Two jobs with their names."""
    await import_jobs(JOBS.encode(), file_name="metiers.csv")


async def put(store: BlobStore, name: str, content: bytes, code: str = HERE) -> Node:
    """A file in the space of a territory's group, opened where it was not."""
    return await groups.put(await groups.group(code), store, name, content)


def draft(**values: Any) -> ResourceDraft:
    """A whole draft of a link for Orléans."""
    return ResourceDraft(
        **{
            "kind": ResourceKind.LINK,
            "title": "Le site des métiers",
            "summary": "Chaque métier a sa page et ses vidéos.",
            "topic": "emploi",
            "territory": HERE,
            "link": "https://example.org/metiers",
            **values,
        }
    )


async def make_resource(by: User, store: BlobStore, **values: Any) -> Resource:
    """What a coordinator wrote and put on line."""
    resource = await LIBRARY.begin(draft(**values), by=by)
    await LibraryDesk(store, MONTHS).publish(resource, version=resource.version, by=by)
    return resource


async def proposed(author: User, store: BlobStore, **values: Any) -> Resource:
    """A proposal of this author."""
    resource = await LIBRARY.begin(draft(**values), by=author)
    await LibraryDesk(store).propose(resource, by=author)
    return resource


def sent(**values: Any) -> dict[str, Any]:
    """The fields of the editor's form, for a link."""
    made = draft()
    return {
        "title": made.title,
        "summary": made.summary,
        "topic": made.topic,
        "level": "courant",
        "language": "fr",
        "territory": made.territory,
        "link": made.link,
        "version": "1",
        "draft": str(uuid4()),
        **values,
    }
