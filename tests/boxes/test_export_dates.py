"""What a person takes away keeps its dates, whatever the clock of the machine."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

from boite import clock
from boite.accounts.models import User
from boite.files.models import Discard, Node, OnConflict, Version
from storage.store import BlobStore
from tests.boxes.papers import put
from tests.visitors import Visitor

FIRST, SECOND = datetime(2018, 1, 31, 23, 5, 2, tzinfo=UTC), datetime(2020, 6, 30, 22, 5, 4, tzinfo=UTC)


async def exported(visitor: Visitor) -> ZipFile:
    answer = await visitor.get("/boite/emporter/ma-boite.zip")
    assert answer.status_code == 200
    return ZipFile(io.BytesIO(answer.content))


async def old_paper(person: User, store: BlobStore) -> Node:
    """A CV of 2018, replaced in 2020."""
    for content in (b"un", b"deux"):
        cv = await put(person, store, "CV.pdf", content, on_conflict=OnConflict.NEW_VERSION)
    for number, instant in ((1, FIRST), (2, SECOND)):
        await Version.filter(node_id=cv.id, number=number).update(created_at=instant)
    await Node.filter(id=cv.id).update(changed_at=SECOND)
    return cv


async def test_papers_versions_and_the_trash_keep_their_dates(visitor: Visitor, person: User, store: BlobStore) -> None:
    await old_paper(person, store)
    lost = await put(person, store, "bail.pdf", b"bail")
    await lost.discard(by=person, days=30)
    await Node.filter(id=lost.id).update(changed_at=FIRST)
    taken = await exported(visitor)
    assert await Discard.all().count() == 1
    assert taken.getinfo("Mes papiers/CV.pdf").date_time == (2020, 7, 1, 0, 5, 4)
    old = taken.getinfo("Anciennes versions/Mes papiers/version 1 de CV.pdf")
    assert old.date_time == (2018, 2, 1, 0, 5, 2)
    assert taken.getinfo("Corbeille/bail.pdf").date_time == (2018, 2, 1, 0, 5, 2)


async def test_what_is_made_for_the_archive_has_the_date_of_the_archive(visitor: Visitor) -> None:
    clock.advance(timedelta(days=5))
    taken = await exported(visitor)
    for name in ("index.html", "index.csv", "donnees.json"):
        made = datetime(*taken.getinfo(name).date_time, tzinfo=clock.PARIS)
        assert abs(clock.now() - made) < timedelta(seconds=30)


async def test_the_table_says_the_hour_of_france(visitor: Visitor, person: User, store: BlobStore) -> None:
    await old_paper(person, store)
    rows = list(
        csv.DictReader(io.StringIO((await exported(visitor)).read("index.csv").decode("utf-8-sig")), delimiter=";")
    )
    assert {(row["Ajouté le"], row["Changé le"]) for row in rows} == {
        ("2018-02-01 00:05", "2020-07-01 00:05"),
        ("2020-07-01 00:05", "2020-07-01 00:05"),
    }
