"""A folder taken away in one file: each paper keeps its own date."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from boite.accounts.models import User
from boite.files.models import Node
from boite.files.zip_dates import local_date
from storage.store import BLOCK, BlobStore
from tests.files.papers import put, top
from tests.visitors import Visitor


async def zip_of(visitor: Visitor, *nodes: Node) -> ZipFile:
    """The answer, read by another program than ours, every digest verified."""
    ids = ",".join(str(node.id) for node in nodes)
    answer = await visitor.get(visitor.address("files:zip", nodes=ids))
    assert answer.status_code == 200
    taken = ZipFile(io.BytesIO(answer.content))
    assert taken.testzip() is None
    return taken


async def dated(node: Node, instant: datetime) -> Node:
    """The same node, changed for the last time at this instant."""
    await Node.filter(id=node.id).update(changed_at=instant)
    return node


async def test_each_entry_has_the_date_of_its_paper(visitor: Visitor, person: User, store: BlobStore) -> None:
    folder = await (await top(person)).add_folder("Été", by=person)
    summer, winter = datetime(2019, 7, 14, 22, 30, 6, tzinfo=UTC), datetime(2021, 12, 31, 23, 30, 8, tzinfo=UTC)
    await dated(await put(person, store, "CV.pdf", b"%PDF-1.7 court", parent=folder), summer)
    await dated(await put(person, store, "film.bin", b"x" * (2 * BLOCK + 1), parent=folder), winter)
    await dated(folder, winter)
    taken = await zip_of(visitor, folder)
    assert taken.getinfo("Été/CV.pdf").date_time == (2019, 7, 15, 0, 30, 6)
    assert taken.getinfo("Été/film.bin").date_time == (2022, 1, 1, 0, 30, 8)
    assert taken.getinfo("Été/").date_time == (2022, 1, 1, 0, 30, 8)
    assert taken.getinfo("Été/").is_dir()
    assert taken.read("Été/film.bin") == b"x" * (2 * BLOCK + 1)


async def test_a_paper_older_than_the_format_gets_its_first_day(
    visitor: Visitor, person: User, store: BlobStore
) -> None:
    paper = await dated(await put(person, store), datetime(1975, 3, 2, tzinfo=UTC))
    assert (await zip_of(visitor, paper)).getinfo("CV.pdf").date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 3, 29, 0, 59, 58, tzinfo=UTC), (2026, 3, 29, 1, 59, 58)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), (2026, 3, 29, 3, 0, 0)),
        (datetime(1979, 12, 31, 23, 0, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)),
        (datetime(2107, 12, 31, 23, 30, tzinfo=UTC), (2107, 12, 31, 23, 59, 58)),
        ("2019-07-14 22:30:06.123456+00:00", (2019, 7, 15, 0, 30, 6)),
    ],
)
def test_dates_are_those_of_a_french_clock(
    instant: datetime | str, expected: tuple[int, int, int, int, int, int]
) -> None:
    assert local_date(instant) == expected
