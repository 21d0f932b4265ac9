"""What the page of a paper shows of it, once its preview was made by the true drawing child."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from boite.accounts.models import User
from boite.files import previews
from boite.files.models import Blob, Node
from boite.settings import Settings
from storage.store import BlobStore
from tests.files.papers import put
from tests.files.rendering import hostile
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio


def fax(pages: int) -> bytes:
    """A TIFF of so many pages, as a fax or a scanner gives them."""
    first, *others = [Image.new("1", (160, 230), number % 2) for number in range(pages)]
    output = io.BytesIO()
    first.save(output, "TIFF", save_all=True, append_images=others, compression="group4")
    return output.getvalue()


async def page_of(visitor: Visitor, node: Node, settings: Settings, store: BlobStore) -> str:
    while await previews.make_due(settings, store):
        pass
    answer = await visitor.get(visitor.address("files:paper", node=node.id))
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("pages", "shown", "said"),
    [
        (1, 1, None),
        (6, 6, "6\u202fpages."),
        (12, 10, "Voici les 10\u202fpremières pages sur"),
    ],
)
async def test_a_fax_shows_its_pages_and_says_how_many(
    visitor: Visitor, person: User, store: BlobStore, settings: Settings, pages: int, shown: int, said: str | None
) -> None:
    page = await page_of(visitor, await put(person, store, "fax.tif", fax(pages)), settings, store)
    assert page.count('class="sight-page"') == shown
    assert (said or "") in page
    assert ("page 1" in page) == (pages > 1)
    if pages == 1:
        assert "1\u202fpage" not in page


async def test_a_locked_paper_is_said_to_be(
    visitor: Visitor, person: User, store: BlobStore, settings: Settings
) -> None:
    node = await put(person, store, "relevé.pdf", hostile.LOCKED)
    page = await page_of(visitor, node, settings, store)
    assert "Papier verrouillé" in page
    assert "demande un mot de passe" in page
    assert (await Blob.get(key=node.blob_id)).preview_tries == 1


async def test_a_broken_paper_is_not_said_to_be_locked(
    visitor: Visitor, person: User, store: BlobStore, settings: Settings
) -> None:
    page = await page_of(visitor, await put(person, store, "x.pdf", b"%PDF-1.7 nothing"), settings, store)
    assert "verrouillé" not in page
    assert "ne se montre pas ici" in page


MOV = b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  " + bytes(200)


async def test_a_film_of_an_iphone_has_a_player(visitor: Visitor, person: User, store: BlobStore) -> None:
    node = await put(person, store, "IMG_0412.MOV", MOV)
    page = (await visitor.get(visitor.address("files:paper", node=node.id))).text
    assert "<video" in page
    assert "Si ce film ne se lit pas ici" in page
    film = await visitor.get(visitor.address("files:content", node=node.id), params={"voir": "1"})
    assert film.headers["content-type"] == "video/quicktime"
    assert film.headers["content-disposition"].startswith("inline")
