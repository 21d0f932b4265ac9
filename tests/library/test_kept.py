"""What people keep from the resources: copies, links, favourites, a list to read. It is theirs alone."""

from __future__ import annotations

import asyncio
import io
import json
import random
import zipfile

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.boxes.erasing import erase
from boite.files.models import Blob, Node, Space, Upload
from boite.journal.models import Entry
from boite.library import favourites, reading_list
from boite.library.desk import LIBRARY
from boite.library.models import Favourite, Resource, ResourceKind, ToRead
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.library.resources import make_resource, put
from tests.news.desks import coordinator
from tests.visitors import Visitor

NOBODY = "00000000-0000-4000-8000-000000000000"
PDF = b"%PDF-1.7 " + b"x" * 4000


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def document(nadia: User, store: BlobStore) -> Resource:
    """A document on line."""
    node = await put(store, "Mon CV.pdf", PDF)
    return await make_resource(
        nadia, store, kind=ResourceKind.DOCUMENT, title="Mon CV pas à pas", link="", node=node.id
    )


async def test_a_copy_is_one_s_own_and_a_full_box_says_what_is_missing(
    document: Resource, nadia: User, visitor: Visitor, person: User, store: BlobStore
) -> None:
    page, address = f"/ressources/{document.slug}", f"/ressources/{document.slug}/boite"
    space = await Space.get(owner_id=person.id)
    await Space.filter(id=space.id).update(quota_bytes=space.used_bytes + len(PDF) - 1500)
    refused = await visitor.submit(address)
    assert refused.status_code == 413
    assert "Il manque 1,5\u202fko pour garder ce papier." in refused.text
    assert (await Upload.all().count(), (await Space.get(id=space.id)).reserved_bytes) == (0, 0)
    await Space.filter(id=space.id).update(quota_bytes=10**9)
    answer = await visitor.submit(address)
    assert answer.headers["location"] == page
    copy = await Node.get(space_id=space.id, name="Mon CV.pdf")
    assert copy.media_type == "application/pdf"
    blobs = await Blob.filter(key__in=[copy.blob_id, (await Node.get(id=document.node_id)).blob_id])
    assert len({blob.key for blob in blobs}) == 2, "two people never share bytes"
    assert len({blob.sha256 for blob in blobs}) == 1
    assert (await Space.get(id=space.id)).used_bytes == space.used_bytes + len(PDF)
    said = await Entry.filter(owner_id=person.id, kind="file.deposited").count()
    assert said == 1

    await visitor.submit(address, garder="lien")
    link = await visitor.get(f"/espace/papiers/{(await Node.get(space_id=space.id, kind='link')).id}")
    assert f"http://testserver{page}" in link.text
    await LIBRARY.withdraw(document, "Dépassé", by=nadia)
    assert (await visitor.submit(address)).status_code == 410
    content = await visitor.get(f"/espace/papiers/{copy.id}/contenu")
    assert content.content == PDF, "what was kept stays, whatever becomes of the resource"


async def test_each_gesture_is_asked_the_same_questions(
    document: Resource, nadia: User, sign_in: SignIn, new_person: OpenAccount, client: Visitor
) -> None:
    ines, marc = await new_person("Inès"), await new_person("Marc")
    slug, mine = document.slug, "/ressources/mes-ressources"
    await reading_list.add(document, by=ines)
    line = await ToRead.get(user_id=ines.id)
    gestures = {
        f"/ressources/{slug}/boite": {},
        f"/ressources/{slug}/favori": {},
        f"/ressources/{slug}/a-lire": {},
        f"{mine}/liste": {"lu": str(line.id)},
    }
    visitor, other = await sign_in(ines), await sign_in(marc)
    for address, fields in gestures.items():
        assert (await visitor.submit(address, **fields)).status_code == 303, address
        assert (await visitor.get(address)).status_code == 405, address
        assert (await visitor.post(address, data=fields)).status_code == 403, address
        assert (await client.submit(address, **fields)).status_code == 401, address
        nowhere = address.replace(str(slug), "nulle-part")
        missing = [{"lu": NOBODY}, {"monter": "é"}, {}] if address.endswith("liste") else [{}]
        for asked in missing:
            assert (await visitor.submit(nowhere, **asked)).status_code == 404, address
    assert (await other.submit(f"{mine}/liste", retirer=str(line.id))).status_code == 404, "somebody else's line"
    assert (await client.get(mine)).status_code == 303
    assert await ToRead.filter(user_id=ines.id, read_at__isnull=False).count() == 1
    for role in (AccountRole.OBSERVER, AccountRole.PROFESSIONAL):
        assert (await (await sign_in(await new_person("Hugo", role))).get(mine)).status_code == 200


async def test_favourites_and_the_list_are_kept_once_shown_and_put_away(
    document: Resource, nadia: User, visitor: Visitor, person: User, store: BlobStore
) -> None:
    base = f"/ressources/{document.slug}"
    sheet = (await visitor.get(base)).text
    assert "Mettre dans mes favoris" in sheet
    assert "Ajouter à ma boîte (4\u202fko)" in sheet
    await asyncio.gather(*(visitor.submit(f"{base}/{word}") for word in ("favori", "a-lire") for _ in range(3)))
    assert (await Favourite.all().count(), await ToRead.all().count()) == (1, 1)
    for kind in ("library.favoured", "library.listed"):
        assert await Entry.filter(owner_id=person.id, kind=kind).count() == 1
    sheet = (await visitor.get(base)).text
    assert "Retirer de mes favoris" in sheet
    assert "À lire plus tard" not in sheet
    mine = (await visitor.get("/ressources/mes-ressources")).text
    assert mine.count(f'href="{base}"') == 2
    await LIBRARY.withdraw(document, "Dépassé", by=nadia)
    mine = (await visitor.get("/ressources/mes-ressources")).text
    assert mine.count("est plus en ligne") == 2
    assert f'href="{base}"' not in mine
    assert (await visitor.submit(f"{base}/favori", geste="retirer", depuis="mes-ressources")).headers["location"] == (
        "/ressources/mes-ressources"
    )
    assert await Favourite.all().count() == 0
    line = await ToRead.get(user_id=person.id)
    for gesture, kind in (("lu", "read"), ("relire", "unread"), ("retirer", "unlisted")):
        await visitor.submit("/ressources/mes-ressources/liste", **{gesture: str(line.id)})
        assert await Entry.filter(owner_id=person.id, kind=f"library.{kind}").count() == 1
    assert "Rien pour l" in (await visitor.get("/ressources/mes-ressources")).text


async def test_the_order_is_the_one_asked_whatever_is_pressed(nadia: User, person: User, store: BlobStore) -> None:
    titles = [f"Ressource {number}" for number in range(6)]
    for title in titles:
        await reading_list.add(await make_resource(nadia, store, title=title), by=person)
    draw, wanted, read = random.Random(428), list(titles), list[str]()
    for _ in range(60):
        to_read, _done = await reading_list.lines(person)
        line, gesture = draw.choice(to_read), draw.choice(("up", "up", "down", "down", "tick"))
        title = line.resource.title
        at = wanted.index(title)
        if gesture == "tick" and len(wanted) > 3:
            await reading_list.tick(line, read=True, by=person)
            read.append(wanted.pop(at))
        elif gesture != "tick":
            await reading_list.shift(line, -1 if gesture == "up" else 1)
            wanted.insert(max(at - 1, 0) if gesture == "up" else at + 1, wanted.pop(at))
        to_read, done = await reading_list.lines(person)
        assert [line.resource.title for line in to_read] == wanted
        assert sorted(line.resource.title for line in done) == sorted(read)
    lines, _done = await reading_list.lines(person)
    await asyncio.gather(*(reading_list.shift(line, 1) for line in lines))
    assert len((await reading_list.lines(person))[0]) == len(lines), "no line is ever lost"


async def test_it_is_in_the_export_and_goes_with_the_box(
    document: Resource, app: Starlette, visitor: Visitor, person: User, stranger: User, store: BlobStore
) -> None:
    for user in (person, stranger):
        await favourites.favour(document, by=user)
        await reading_list.add(document, by=user)
    answer = await visitor.get("/boite/emporter/ma-boite.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        data = json.loads(archive.read("donnees.json"))
    assert [row["titre"] for row in data["ressources"]["favoris"]] == ["Mon CV pas à pas"]
    assert [row["lu_le"] for row in data["ressources"]["a_lire"]] == [None]
    await erase(person, store)
    assert await Favourite.all().values_list("user_id", flat=True) == [stranger.id]
    assert await ToRead.all().values_list("user_id", flat=True) == [stranger.id]
