"""Everything back in one request: the right bytes, readable anywhere, and honest about what is damaged."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from boite.accounts.models import User
from boite.boxes.export_index import harmless
from boite.clock import now
from boite.files.models import Blob, NodeKind, OnConflict, Version
from boite.journal.models import Entry
from boite.notifications.models import Channel, ContactPoint, Notice, Preference, Rhythm
from storage.store import BLOCK, BlobStore
from tests.boxes.papers import put, root
from tests.conftest import SignIn
from tests.visitors import Visitor

URL = "/boite/emporter/ma-boite.zip"
DAMAGED = "PAPIERS ABIMÉS.txt"


async def archive(visitor: Visitor) -> ZipFile:
    answer = await visitor.get(URL)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    zipped = ZipFile(io.BytesIO(answer.content))
    assert zipped.testzip() is None
    return zipped


async def test_every_paper_comes_back_as_it_was(visitor: Visitor, person: User, store: BlobStore) -> None:
    large = bytes(range(256)) * 5000 * 3
    folder = await (await root(person)).add_folder("Été 🌻", by=person)
    await put(person, store, "photo.jpg", large, folder=folder)
    await put(person, store, "vide.txt", b"")
    await put(person, store, "Rendez-vous", b"mardi", kind=NodeKind.NOTE, media_type="text/plain")
    zipped = await archive(visitor)
    assert len(large) > 3 * BLOCK
    assert zipped.read("Mes papiers/Été 🌻/photo.jpg") == large
    assert zipped.read("Mes papiers/vide.txt") == b""
    assert zipped.read("Mes papiers/Rendez-vous.txt") == b"mardi"
    assert DAMAGED not in zipped.namelist()


async def test_old_versions_and_the_trash_come_too(visitor: Visitor, person: User, store: BlobStore) -> None:
    for content in (b"un", b"deux", b"trois"):
        await put(person, store, "CV.pdf", content, on_conflict=OnConflict.NEW_VERSION)
    folder = await (await root(person)).add_folder("Vieux", by=person)
    await put(person, store, "bail.pdf", b"bail", folder=folder)
    await folder.discard(by=person, days=30)
    zipped = await archive(visitor)
    assert zipped.read("Mes papiers/CV.pdf") == b"trois"
    assert zipped.read("Anciennes versions/Mes papiers/version 1 de CV.pdf") == b"un"
    assert zipped.read("Anciennes versions/Mes papiers/version 2 de CV.pdf") == b"deux"
    assert zipped.read("Corbeille/Vieux/bail.pdf") == b"bail"


async def test_names_unpack_on_windows(visitor: Visitor, person: User, store: BlobStore) -> None:
    top = await root(person)
    names = ["CON", "nul.txt", "com1.pdf", 'a<b>:"c|?*.txt', "CV.pdf", "Où?.txt", "Où*.txt", "a" * 250 + ".pdf"]
    for name in names:
        await put(person, store, name, name.encode())
    folder = await top.add_folder("LPT1", by=person)
    await put(person, store, "aux", b"aux", folder=folder)
    zipped = await archive(visitor)
    paths = [path for path in zipped.namelist() if path.startswith("Mes papiers/")]
    assert len({path.casefold() for path in paths}) == len(paths)
    for part in (part for path in paths for part in path.rstrip("/").split("/")):
        assert not re.search(r'[<>:"\\|?*\x00-\x1f]', part)
        assert not part.endswith((".", " "))
        assert not re.fullmatch(r"(?i)(con|nul|aux|prn|com\d|lpt\d)(\..*)?", part)
        assert len(part) <= 120
    assert sorted(zipped.read(path) for path in paths if not path.endswith("/")) == sorted(
        [*(name.encode() for name in names), b"aux"]
    )


@pytest.mark.parametrize("size", [1000, 3 * BLOCK])
async def test_a_damaged_paper_is_told_and_does_not_stop_the_rest(
    visitor: Visitor, person: User, store: BlobStore, size: int
) -> None:
    bad = await put(person, store, "abîmé.bin", b"x" * size)
    await put(person, store, "sain.bin", b"sain")
    path = store.local_path(str(bad.blob_id))
    assert path
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
    zipped = await archive(visitor)
    assert "Mes papiers/abîmé.bin" not in zipped.namelist()
    assert zipped.read("Mes papiers/sain.bin") == b"sain"
    assert "- Mes papiers/abîmé.bin" in zipped.read(DAMAGED).decode("utf-8-sig")
    assert [row.key for row in await Blob.filter(damaged_at__isnull=False)] == [bad.blob_id]
    assert await Entry.filter(owner_id=person.id, kind="file.damaged").count() == 1


async def test_a_damaged_old_version_is_told_too(visitor: Visitor, person: User, store: BlobStore) -> None:
    for content in (b"un", b"deux"):
        cv = await put(person, store, "CV.pdf", content, on_conflict=OnConflict.NEW_VERSION)
    old = await Version.get(node_id=cv.id, number=1)
    await store.delete(str(old.blob_id))
    zipped = await archive(visitor)
    assert zipped.read("Mes papiers/CV.pdf") == b"deux"
    assert "version 1 de CV.pdf" in zipped.read(DAMAGED).decode("utf-8-sig")
    assert [row.key for row in await Blob.filter(damaged_at__isnull=False)] == [old.blob_id]


async def test_what_the_service_knows(visitor: Visitor, person: User, store: BlobStore) -> None:
    await put(person, store, "CV.pdf", b"contenu")
    await Notice.create(recipient_id=person.id, kind="box.filling", subject=person.id, step="80/2026-11-30")
    await Preference.create(user_id=person.id, kind="box.filling", wanted=False)
    await ContactPoint.create(
        user_id=person.id, channel=Channel.MAIL, address="ines@exemple.fr", digest="-", confirmed_at=now()
    )
    await Rhythm.create(user_id=person.id, digest="week", at=600)
    zipped = await archive(visitor)
    text = zipped.read("donnees.json").decode()
    known = json.loads(text)
    assert known["compte"]["identifiant"] == person.handle
    assert known["compte"]["prenom"] == "Inès"
    paper = next(item for item in known["papiers"] if item["nom"] == "CV.pdf")
    assert paper["versions"][0]["sha256"] == hashlib.sha256(b"contenu").hexdigest()
    assert "Vous avez ajouté « CV »." in [item["phrase"] for item in known["journal"]]
    assert known["journal"][-1]["sorte"] == "account.exported"
    assert [row["kind"] for row in known["messages"]["recus"]] == ["box.filling"]
    assert [row["wanted"] for row in known["messages"]["preferences"]] == [False]
    assert [row["address"] for row in known["messages"]["canaux"]] == ["ines@exemple.fr"]
    assert [row["at"] for row in known["messages"]["heures"]] == [600]
    assert person.secret_hash not in text
    assert "token" not in text


async def test_the_page_reads_without_a_connection(visitor: Visitor, person: User, store: BlobStore) -> None:
    await put(person, store, "Été & hiver #1 100%.pdf", b"x")
    await put(person, store, "<script>alert(1)</script>.txt", b"x")
    zipped = await archive(visitor)
    page = zipped.read("index.html").decode()
    links = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert len(links) == 4
    assert {unquote(link) for link in links} <= set(zipped.namelist())
    assert "<script" not in page
    assert "http" not in page


async def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(
    visitor: Visitor, person: User, store: BlobStore
) -> None:
    await put(person, store, "=cmd|'calc'!A1;é.txt", b"x")
    raw = (await archive(visitor)).read("index.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["Nom"] == "'=cmd|'calc'!A1;é.txt"
    assert rows[0]["Empreinte SHA-256"] == hashlib.sha256(b"x").hexdigest()


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\tx", "\rx"])
def test_formulas_are_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


async def test_an_empty_box_too(visitor: Visitor) -> None:
    assert "Mes papiers/" in (await archive(visitor)).namelist()


async def test_the_journal_tells_it(visitor: Visitor, person: User) -> None:
    await archive(visitor)
    assert await Entry.filter(owner_id=person.id, kind="account.exported").count() == 1


async def test_each_one_gets_their_own_only(sign_in: SignIn, person: User, stranger: User, store: BlobStore) -> None:
    await put(person, store, "secret.pdf", b"secret")
    zipped = await archive(await sign_in(stranger))
    assert not any("secret" in path for path in zipped.namelist())


async def test_a_visitor_gets_nothing(client: Visitor) -> None:
    assert "/compte/connexion" in (await client.get(URL)).headers["location"]
    assert (await client.post(URL)).status_code in {401, 405}
