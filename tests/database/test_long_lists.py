"""Forty thousand identifiers: more than either engine takes in one statement. Every path that may meet them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from boite.accounts.models import User
from boite.agenda import results
from boite.agenda.models import Event
from boite.clock import now
from boite.database.connection import fetch, transaction
from boite.database.long_lists import MOST, few, marks, parts
from boite.directory.exchange import existing_rows, reference
from boite.directory.models import Network
from boite.directory.places.address_commune import Address
from boite.directory.search_engine import learning, search_index
from boite.directory.search_engine.learning import Vocabulary
from boite.files import erasure_promises, fsck, orphan_bytes, picture_widths, uses
from boite.files.comparing import StoreReport
from boite.files.models import Blob, Node, WidthOrder
from boite.files.names import naming
from boite.files.node_row import NodeKind
from boite.groups import public_files
from boite.journal.record import settle
from boite.journal.subject import SubjectKind
from boite.library import job_words, resource_lists
from boite.mail import suppression
from boite.newsletter import bounces
from boite.orientation import naming as orientation_naming
from boite.orientation.steering.question_import import import_questions
from boite.settings import Settings
from storage.store import BlobStore

MANY = 40_000
KEYS = [f"{number:032x}" for number in range(MANY)]
IDS = [uuid4() for _ in range(MANY)]
TEXTS = [f"mot{number}" for number in range(MANY)]
CODES = [f"{number:05}" for number in range(MANY)]


@dataclass
class World:
    """What a path may need."""

    settings: Settings
    store: BlobStore
    person: User


async def blobs(w: World) -> None:
    rows = [Blob(key=key, size=1, sha256="x", blocks=b"", media_type="image/png", damaged_at=now()) for key in KEYS]
    await Blob.bulk_create(rows, batch_size=1000)
    await fsck._repair(w.settings, w.store, StoreReport(sound=KEYS))
    assert not await Blob.filter(damaged_at__not_isnull=True).exists()
    assert await orphan_bytes.unknown(KEYS) == []
    await picture_widths.order(Node(blob_id=key, media_type="image/png") for key in KEYS)
    assert await WidthOrder.all().count() == MANY
    async with transaction():
        await erasure_promises.keep_promise(*KEYS)
    assert not await Blob.exists()


async def tree(w: World) -> None:
    root = await Node.get(space__owner_id=w.person.id, parent_id=None)
    rows = [Node(space_id=root.space_id, parent_id=root.id, kind=NodeKind.NOTE, **naming(text)) for text in TEXTS]
    await Node.bulk_create(rows, batch_size=1000)
    assert await uses.still_used({row.id for row in rows}) == set()
    assert await public_files._spaces([row.id for row in rows]) == {root.space_id}


async def answered(w: World) -> None:
    await settle(SubjectKind.EVENT, "forum", IDS)


async def directory(w: World) -> None:
    assert await existing_rows.structures(TEXTS) == {}
    assert await existing_rows.services(TEXTS) == {}
    assert await existing_rows.by_ids(IDS) == []
    found = await reference.load(CODES, [Address(code, code) for code in CODES])
    assert found.communes.by_code == {}
    assert len(found.networks) == await Network.all().count()


async def words(w: World) -> None:
    vocabulary = Vocabulary()
    for text in TEXTS:
        vocabulary.words[text] = (1, text)
    async with transaction():
        await learning.learn(vocabulary)
        await learning.learn_communes(CODES)
        await search_index.index_communes(CODES)
    [row] = await fetch("SELECT COUNT(*) AS number FROM directory_word WHERE word LIKE 'mot%'")
    assert row["number"] == MANY


async def library(w: World) -> None:
    assert await resource_lists.by_ids(IDS, limit=MANY) == []
    await job_words.renew(CODES)


async def letters(w: World) -> None:
    assert await suppression.among(KEYS) == set()
    async with transaction():
        await bounces.take_back(w.settings, uuid4(), range(MANY))


async def questions(w: World) -> None:
    names = await orientation_naming.names_of(IDS)
    assert names.structures == {}
    head = "question,moment,libelle,rang,structure,apporte,modalites\n"
    lines = (f"{text},formation,Mot,principale,{text},a,b\n" for text in TEXTS)
    report = await import_questions((head + "".join(lines)).encode(), dry=True)
    assert report.version


async def events(w: World) -> None:
    found = await results.figures([Event(id=identifier, ends_at=now()) for identifier in IDS])
    assert len(found) == MANY


PATHS: list[Callable[[World], Awaitable[None]]] = [
    *(blobs, tree, answered, directory, words, library, letters, questions, events),
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
async def test_a_long_list_goes_through(
    path: Callable[[World], Awaitable[None]], settings: Settings, store: BlobStore, person: User
) -> None:
    await path(World(settings, store, person))


def test_parts_hold_everything_in_order() -> None:
    assert [each for some in parts(iter(KEYS)) for each in some] == KEYS
    assert list(parts([])) == []
    assert [len(some) for some in parts(IDS[:5], 2)] == [2, 2, 1]


def test_a_list_said_to_be_short_is_held_to_it() -> None:
    assert (marks([1, 2]), few({UUID(int=1)})) == ("?, ?", [UUID(int=1)])
    for short in (few, marks):
        with pytest.raises(ValueError, match="by parts"):
            short(KEYS[: MOST + 1])
