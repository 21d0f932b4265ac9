"""A folder taken away in one file: each paper keeps its date, and what is damaged is told, never served as good."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from boite.accounts.models import User
from boite.files.models import Blob, Node
from boite.files.zip_dates import local_date
from boite.files.zip_download import tree_entries
from boite.files.zipping import DAMAGED_NAME, zipped
from boite.journal.models import Entry
from storage.errors import BlobCorrupted
from storage.memory import MemoryStore
from storage.store import BLOCK, BlobStore, Seal
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


def changed(path: Path, how: str) -> None:
    """What a failing disk does to a file."""
    content = bytearray(path.read_bytes())
    path.unlink()
    if how == "bit":
        content[-1] ^= 1
    elif how == "short":
        del content[len(content) // 2 :]
    if how != "gone":
        path.write_bytes(content)


@pytest.mark.parametrize("size", [1000, 3 * BLOCK])
@pytest.mark.parametrize("how", ["bit", "short", "gone"])
async def test_a_damaged_paper_is_marked_told_and_left_out(
    visitor: Visitor, person: User, store: BlobStore, how: str, size: int
) -> None:
    folder = await (await top(person)).add_folder("Été", by=person)
    good = {name: name.encode() * BLOCK for name in ("avant.bin", "zèbre.bin")}
    for name, content in good.items():
        await put(person, store, name, content, parent=folder)
    bad = await put(person, store, "cassé.bin", b"x" * size, parent=folder)
    path = store.local_path(str(bad.blob_id))
    assert path
    changed(path, how)
    for _ in range(2):
        taken = await zip_of(visitor, folder)
        assert {name: taken.read(f"Été/{name}") for name in good} == good
        assert "Été/cassé.bin" not in taken.namelist()
        assert "- Été/cassé.bin" in taken.read(DAMAGED_NAME).decode("utf-8-sig")
    assert [row.key for row in await Blob.filter(damaged_at__isnull=False)] == [bad.blob_id]
    assert await Entry.filter(owner_id=person.id, kind="file.damaged").count() == 1
    assert "Papier abîmé" in (await visitor.get(visitor.address("files:paper", node=bad.id))).text


async def test_the_report_never_takes_the_place_of_a_paper(visitor: Visitor, person: User, store: BlobStore) -> None:
    mine = await put(person, store, DAMAGED_NAME, b"la liste de mes papiers")
    bad = await put(person, store, "perdu.bin", b"perdu")
    await store.delete(str(bad.blob_id))
    taken = await zip_of(visitor, mine, bad)
    assert taken.read(DAMAGED_NAME) == b"la liste de mes papiers"
    assert "- perdu.bin" in taken.read("PAPIERS ABIMÉS (2).txt").decode("utf-8-sig")


class Breaking(MemoryStore):
    """A disk that gives a paper whole once, then breaks in its middle."""

    def __init__(self) -> None:
        super().__init__()
        self.readings = 0

    async def open(
        self, key: str, start: int = 0, stop: int | None = None, *, seal: Seal | None = None
    ) -> AsyncIterator[bytes]:
        self.readings += 1
        async for piece in super().open(key, start, stop, seal=seal):
            yield piece
            if self.readings == 2:
                raise BlobCorrupted(key)


async def test_a_paper_that_breaks_while_it_is_copied_is_not_half_served(person: User, tmp_path: Path) -> None:
    store = Breaking()
    bad = await put(person, store, "film.bin", b"x" * (3 * BLOCK))
    good = await put(person, store, "sain.bin", b"y" * (2 * BLOCK))
    file = tmp_path / "papiers.zip"
    file.write_bytes(b"".join([piece async for piece in zipped(tree_entries([bad, good]), store)]))
    with ZipFile(file) as taken:
        assert sorted(taken.namelist()) == [DAMAGED_NAME, "sain.bin"]
        assert taken.testzip() is None
        assert taken.read("sain.bin") == b"y" * (2 * BLOCK)
        assert "- film.bin" in taken.read(DAMAGED_NAME).decode("utf-8-sig")
    assert (await Blob.get(key=bad.blob_id)).damaged_at is not None
