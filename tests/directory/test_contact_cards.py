"""A structure as a contact: the vCard, the square to scan, the paper in the box."""

from __future__ import annotations

import pytest

from boite.accounts.models import AccountRole, User
from boite.directory.models import Structure
from boite.directory.sheet import contact_card_pages, loading
from boite.files import vcard, writings
from boite.files.models import Node, NodeKind
from boite.journal.models import Entry
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure
from tests.visitors import Visitor


@pytest.fixture
async def structure(client: Visitor) -> Structure:
    return await make_structure(
        "CIO d'Orléans; « l'École », 🌻",
        ["cio"],
        slug="cio-orleans",
        phone="+33238000001",
        email="cio@exemple.fr",
        website="https://www.exemple.fr",
        address="12 rue du Test",
        postal_code="45000",
        hours="Mo-Fr 09:00-12:00; PH off",
    )


async def test_the_vcard_says_everything_that_a_phone_keeps(client: Visitor, structure: Structure) -> None:
    answer = await client.get(client.address("directory:vcard", slug=structure.slug))
    assert answer.headers["content-type"].startswith("text/vcard")
    assert answer.headers["content-disposition"] == 'attachment; filename="cio-orleans.vcf"'
    kept = vcard.parse(answer.text)
    assert kept["name"] == structure.name
    assert kept["organisation"] == "Centres d'information et d'orientation"
    assert (kept["phone"], kept["email"]) == ("02 38 00 00 01", "cio@exemple.fr")
    assert kept["address"] == "12 rue du Test, 45000 Orléans"
    assert "Lundi : de 9\u202fh à 12\u202fh" in kept["note"]
    assert "Samedi" not in kept["note"]
    assert "https://www.exemple.fr" in kept["note"]
    assert "http://testserver/annuaire/structures/cio-orleans" in kept["note"]


async def test_a_structure_without_place_has_a_card_too(client: Visitor) -> None:
    bare = await make_structure("Nue", [], place=False)
    kept = vcard.parse((await client.get(client.address("directory:vcard", slug=bare.slug))).text)
    assert (kept["name"], kept["address"], kept["phone"]) == ("Nue", "", "")


async def test_the_square_is_a_picture_that_runs_nothing(client: Visitor, structure: Structure) -> None:
    answer = await client.get(client.address("directory:qr", slug=structure.slug))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")
    assert "<script" not in answer.text


async def test_the_square_holds_the_contact_or_the_address_of_the_sheet(client: Visitor, structure: Structure) -> None:
    import segno

    small = contact_card_pages.small_contact(await loading.read(structure))
    assert int(segno.make(small, error="m", micro=False, encoding="utf-8").version) <= contact_card_pages.DENSEST
    long = await make_structure("L" * 150, address="A" * 200, slug="longue")
    sheet = await loading.read(long)
    here = "http://testserver/annuaire/structures/longue"
    assert contact_card_pages.qr(contact_card_pages.small_contact(sheet), here) == contact_card_pages.qr(here, here)
    assert contact_card_pages.qr(small, here) != contact_card_pages.qr(here, here)


# ── « Ajouter à ma boîte », asked the six questions ───────────────────────────


async def test_it_becomes_a_contact_at_the_top_of_the_box_and_can_be_undone(
    visitor: Visitor, structure: Structure, person: User, store: BlobStore
) -> None:
    answer = await visitor.submit(visitor.address("directory:keep", slug=structure.slug))
    assert answer.status_code == 303
    assert answer.headers["location"] == visitor.address("directory:sheet", slug=structure.slug)
    [paper] = await Node.filter(kind=NodeKind.CONTACT)
    assert await paper.owner_id() == person.id
    kept = vcard.parse(await writings.text_of(paper, store))
    assert (kept["name"], kept["phone"]) == (structure.name, "02 38 00 00 01")
    page = (await visitor.get(answer.headers["location"])).text
    assert "est dans votre boîte." in page.replace("\u00a0", " ")
    undo = visitor.address("files:discard", nodes=paper.id)
    assert f'action="{undo}"' in page
    assert (await visitor.submit(undo)).status_code == 303
    assert not await Node.filter(kind=NodeKind.CONTACT, discard_row_id=None).exists()


async def test_kept_twice_it_is_two_papers(visitor: Visitor, structure: Structure) -> None:
    for _ in range(2):
        assert (await visitor.submit(visitor.address("directory:keep", slug=structure.slug))).status_code == 303
    names = await Node.filter(kind=NodeKind.CONTACT).values_list("name", flat=True)
    assert len(set(names)) == 2


@pytest.mark.parametrize("role", [role for role in AccountRole if role.value != "group"])
async def test_everybody_has_a_box_to_keep_it_in(
    structure: Structure, new_person: OpenAccount, sign_in: SignIn, role: AccountRole
) -> None:
    visitor = await sign_in(await new_person("Paul", role))
    assert (await visitor.submit(visitor.address("directory:keep", slug=structure.slug))).status_code == 303


async def test_a_visitor_signs_in_first_and_comes_back(client: Visitor, structure: Structure) -> None:
    here = client.address("directory:sheet", slug=structure.slug)
    page = (await client.get(here)).text
    assert f'href="{client.address("accounts:sign_in")}?suite={here}"' in page
    assert client.address("directory:keep", slug=structure.slug) not in page
    assert (await client.submit(client.address("directory:keep", slug=structure.slug))).status_code == 401
    assert not await Node.filter(kind=NodeKind.CONTACT).exists()


async def test_what_is_unknown_is_not_kept(visitor: Visitor) -> None:
    before = await Entry.all().count()
    assert (await visitor.submit(visitor.address("directory:keep", slug="inconnue"))).status_code == 404
    assert await Entry.all().count() == before


async def test_keeping_is_a_gesture_with_its_token(visitor: Visitor, structure: Structure) -> None:
    address = visitor.address("directory:keep", slug=structure.slug)
    assert (await visitor.get(address)).status_code == 405
    assert (await visitor.post(address)).status_code == 403
    assert not await Node.filter(kind=NodeKind.CONTACT).exists()
