"""A folder with very many papers, written straight in the tables: rows only, their bytes are not needed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from uuid import uuid4

from benchmarks.our_server import Home
from boite.clock import now
from boite.database.connection import opened, transaction
from boite.files.models import Blob, Node, NodeKind, Version
from boite.files.names import naming
from storage.keys import new_key

STEP = 1000


@dataclass(frozen=True, slots=True)
class Crowd:
    """The folder, and the mark that asks for its last page."""

    folder: str
    last_page: str


def fill(home: Home, count: int) -> Crowd:
    """A folder of `count` papers at the top of the person's space."""
    return asyncio.run(_fill(home, count))


async def _fill(home: Home, count: int) -> Crowd:
    async with opened(home.settings):
        folder = await Node.create(
            space_id=home.space, parent_id=home.root, kind=NodeKind.FOLDER, rank=0, **naming(f"Dossier de {count}")
        )
        papers: list[Node] = []
        for start in range(0, count, STEP):
            papers += await _step(home, folder, range(start, min(count, start + STEP)))
        before = papers[max(0, count - 101)]
        return Crowd(str(folder.id), f"1.{before.id}.{before.sort_key}")


async def _step(home: Home, folder: Node, numbers: range) -> list[Node]:
    blobs = [
        Blob(key=new_key(), size=16_384, sha256="0" * 64, blocks=b"0000", media_type="application/pdf") for _ in numbers
    ]
    papers = [
        Node(
            id=uuid4(),
            space_id=home.space,
            parent_id=folder.id,
            kind=NodeKind.FILE,
            size=blob.size,
            media_type=blob.media_type,
            number=1,
            blob_id=blob.key,
            **naming(f"Attestation de formation {number:05}.pdf"),
        )
        for number, blob in zip(numbers, blobs, strict=True)
    ]
    versions = [
        Version(node_id=paper.id, number=1, blob_id=paper.blob_id, size=paper.size, created_at=now())
        for paper in papers
    ]
    async with transaction():
        await Blob.bulk_create(blobs)
        await Node.bulk_create(papers)
        await Version.bulk_create(versions)
    return papers
