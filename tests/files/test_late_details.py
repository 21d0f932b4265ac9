"""What is said of a paper after its file was chosen: in the order of a form, or on a page that has already sent it."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from boite.accounts.models import User
from boite.files import document_types
from boite.files.expiry import drifted_spaces
from boite.files.models import Node, Space, Upload
from boite.journal.models import Entry
from boite.tus import protocol
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.files.papers import put, top
from tests.files.test_adding import field, file, submit
from tests.tus.speaking import declare, send
from tests.visitors import Visitor


async def said_of(name: str) -> tuple[str, date | None]:
    node = await Node.get(name=name)
    return node.document_type, node.valid_until


async def test_a_form_may_say_it_after_the_files(visitor: Visitor) -> None:
    after = field("document_type", "cv") + field("valid_until", "2030-02-01")
    answer = await submit(visitor, file("un.txt", b"one"), file("deux.txt", b"two"), after)
    assert answer.status_code == 303
    for name in ("un.txt", "deux.txt"):
        assert await said_of(name) == ("cv", date(2030, 2, 1))


async def test_the_last_word_counts(visitor: Visitor) -> None:
    before, after = field("document_type", "cv"), field("document_type", "diplome")
    await submit(visitor, before, file("un.txt", b"one"), after)
    assert await said_of("un.txt") == ("diplome", None)


async def test_a_senseless_type_after_the_files_is_told(visitor: Visitor) -> None:
    answer = await submit(visitor, file("un.txt", b"one"), field("document_type", "x"))
    assert answer.status_code == 422
    assert "Choisissez un type de papier" in answer.text


async def test_a_bad_date_after_the_files_says_that_they_are_kept(visitor: Visitor) -> None:
    files = (file("un.txt", b"one"), file("deux.txt", b"two"))
    answer = await submit(visitor, *files, field("valid_until", "demain"))
    assert answer.status_code == 422
    page = " ".join(unescape(answer.text).replace("\xa0", " ").split())
    assert "Déjà rangés dans votre boîte" in page
    assert "« un », « deux ». Inutile de les envoyer à nouveau." in page
    assert await Node.filter(rank=1).count() == 2
    before = await submit(visitor, field("valid_until", "demain"), file("trois.txt", b"three"))
    assert "Déjà rangé" not in before.text


@pytest.mark.parametrize("name", ["folder", "conflict"])
async def test_where_a_file_goes_cannot_wait(visitor: Visitor, person: User, name: str) -> None:
    folder = await (await top(person)).add_folder("Emploi", by=person)
    value = {"folder": str(folder.id), "conflict": "version"}[name]
    answer = await submit(visitor, file("un.txt", b"one"), field(name, value))
    assert answer.status_code == 422
    assert "avant de choisir les papiers" in answer.text
    same = await submit(visitor, field(name, value), file("deux.txt", b"two"), field(name, value))
    assert same.status_code == 303


async def address_of(visitor: Visitor, **pairs: str) -> tuple[str, str]:
    """A new deposit: its address for bytes, and the one where its type is said."""
    made = (await declare(visitor, 3, **pairs)).headers["location"]
    return made, visitor.address("files:deposit_type", upload=made.rsplit("/", 1)[1])


@pytest.mark.parametrize("when", ["before the bytes", "after them", "after another word"])
async def test_a_deposit_takes_the_type_chosen_since(visitor: Visitor, when: str) -> None:
    made, said = await address_of(visitor)
    if when == "after another word":
        await visitor.submit(said, document_type="diplome")
    if when != "before the bytes":
        await send(visitor, made, 0, b"abc")
    answer = await visitor.submit(said, document_type="cv", valid_until="2030-02-01")
    assert answer.status_code == 204
    if when == "before the bytes":
        await send(visitor, made, 0, b"abc")
    assert await said_of("CV.pdf") == ("cv", date(2030, 2, 1))
    assert await Entry.filter(kind="file.classified").count() == (0 if when == "before the bytes" else 1)


async def test_what_replaces_a_paper_says_its_type_too(visitor: Visitor) -> None:
    for said, kept in (
        (field("document_type", "cv") + field("valid_until", "2030-02-01"), ("cv", date(2030, 2, 1))),
        (field("document_type", "autre"), ("cv", date(2030, 2, 1))),
        (field("document_type", "diplome"), ("diplome", date(2030, 2, 1))),
    ):
        await submit(visitor, field("conflict", "version"), said, file("un.txt", b"one"))
        assert await said_of("un.txt") == kept


async def test_a_type_chosen_late_for_what_replaces_a_paper(visitor: Visitor) -> None:
    """By the page that has already sent it, or below the files in the form: what is not said now stays."""
    await submit(visitor, field("document_type", "cv") + field("valid_until", "2030-02-01"), file("CV.pdf", b"one"))
    made, said = await address_of(visitor, conflict="version")
    await send(visitor, made, 0, b"abc")
    assert (await visitor.submit(said, document_type="diplome")).status_code == 204
    assert await said_of("CV.pdf") == ("diplome", date(2030, 2, 1))
    assert (await visitor.submit(said, document_type="cv", valid_until="2031-02-01")).status_code == 204
    assert await said_of("CV.pdf") == ("cv", date(2031, 2, 1))
    late = file("CV.pdf", b"three") + field("valid_until", "2032-02-01")
    assert (await submit(visitor, field("conflict", "version"), late)).status_code == 303
    assert await said_of("CV.pdf") == ("cv", date(2032, 2, 1))
    assert (await Node.get(name="CV.pdf")).number == 3


async def test_the_usual_answer_to_a_same_name_may_be_repeated(visitor: Visitor) -> None:
    usual = field("conflict", "both")
    assert (await submit(visitor, file("un.txt", b"one"), usual)).status_code == 303


async def test_what_was_said_elsewhere_since_stays(visitor: Visitor) -> None:
    made, said = await address_of(visitor)
    await send(visitor, made, 0, b"abc")
    await Node.filter(name="CV.pdf").update(document_type="diplome")
    assert (await visitor.submit(said, document_type="cv")).status_code == 409
    assert await said_of("CV.pdf") == ("diplome", None)


@pytest.mark.parametrize("when", ["before the bytes", "after them", "in two words"])
async def test_a_deposit_takes_the_title_given_since(visitor: Visitor, when: str) -> None:
    made = (await declare(visitor, 3, name="IMG_0042.pdf")).headers["location"]
    said = visitor.address("files:deposit_name", upload=made.rsplit("/", 1)[1])
    if when == "in two words":
        await visitor.submit(said, name="Mon")
    if when == "after them":
        await send(visitor, made, 0, b"abc")
    answer = await visitor.submit(said, name="Mon CV")
    assert (answer.status_code, answer.headers["boite-nom"]) == (204, "Mon%20CV.pdf")
    again = await visitor.request("HEAD", made, headers=known_as("IMG_0042.pdf"))
    assert again.status_code == 200, "the same file still goes on with it"
    if when != "after them":
        await send(visitor, made, 0, b"abc")
    assert (await Node.get(rank=1)).name == "Mon CV.pdf"
    assert (await visitor.submit(said, name="Mon CV")).status_code == 204
    assert (await visitor.submit(said, name=" ")).status_code == 422
    await Node.filter(rank=1).update(name="Autre.pdf", name_key="autre.pdf")
    assert (await visitor.submit(said, name="Encore")).status_code == 409


def known_as(name: str) -> dict[str, str]:
    return {"tus-resumable": "1.0.0", "upload-metadata": protocol.written({"filename": name})}


@pytest.mark.parametrize("when", ["before the bytes", "after them"])
async def test_what_has_a_taken_name_becomes_a_version_if_one_says_so(
    visitor: Visitor, person: User, store: BlobStore, when: str
) -> None:
    first = await put(person, store, "CV.pdf", b"one", document_type="cv")
    answer = await declare(visitor, 5, name="CV.pdf")
    assert answer.headers["boite-deja"] == str(first.id)
    assert "boite-deja" not in (await declare(visitor, 5, name="Autre.pdf")).headers
    made = answer.headers["location"]
    said = visitor.address("files:deposit_version", upload=made.rsplit("/", 1)[1])
    if when == "after them":
        await send(visitor, made, 0, b"abcde")
        assert await Node.exists(name="CV (2).pdf")
    for _ in range(2):
        answer = await visitor.submit(said, papier=first.id)
        assert (answer.status_code, answer.headers["boite-nom"]) == (204, "CV.pdf")
    if when != "after them":
        await send(visitor, made, 0, b"abcde")
    node = await Node.get(rank=1)
    assert (node.id, node.number, node.size, node.document_type) == (first.id, 2, 5, "cv")
    assert (await Upload.get(node_id=node.id)).name == "CV.pdf"
    space = await Space.get(owner_id=person.id)
    assert space.used_bytes == 8
    assert await drifted() == []


async def test_what_replaces_a_paper_keeps_its_title(visitor: Visitor, person: User, store: BlobStore) -> None:
    first, other = await put(person, store, "CV.pdf", b"one"), await put(person, store, "Bulletin.pdf", b"two")
    made = (await declare(visitor, 3, name="CV.pdf")).headers["location"]
    upload = made.rsplit("/", 1)[1]
    await visitor.submit(visitor.address("files:deposit_version", upload=upload), papier=first.id)
    answer = await visitor.submit(visitor.address("files:deposit_name", upload=upload), name="Bulletin")
    assert answer.status_code == 409
    await send(visitor, made, 0, b"abc")
    assert [(await Node.get(id=node.id)).number for node in (first, other)] == [2, 1]


async def drifted() -> list[object]:
    return [each async for each in drifted_spaces()]


async def test_only_a_paper_of_this_box_is_replaced(
    visitor: Visitor, person: User, stranger: User, store: BlobStore
) -> None:
    theirs, mine = await put(stranger, store), await put(person, store)
    folder = await (await top(person)).add_folder("Emploi", by=person)
    made = (await declare(visitor, 3, name="CV.pdf")).headers["location"]
    said = visitor.address("files:deposit_version", upload=made.rsplit("/", 1)[1])
    for wrong in (theirs.id, folder.id, "x", ""):
        assert (await visitor.submit(said, papier=wrong)).status_code == 404
    await send(visitor, made, 0, b"abc")
    sent = await Node.get(name="CV (2).pdf")
    await sent.append_version(await mine.content())
    assert (await visitor.submit(said, papier=mine.id)).status_code == 409
    assert await Node.filter(rank=1, space_id=mine.space_id).count() == 2


def test_the_types_one_uses_most_come_first() -> None:
    codes = [item.code for item in document_types.likeliest_first({"permis": 1, "contrat": 4, "autre": 9, "gone": 2})]
    assert codes[:4] == ["contrat", "permis", *document_types.COMMON[:2]]
    assert sorted(codes) == sorted(document_types.BY_CODE)
    assert codes[-1] == "autre"


@pytest.mark.parametrize("page", ["deposit_type", "deposit_name", "deposit_version"])
async def test_somebody_elses_deposit_does_not_exist(
    visitor: Visitor, stranger: User, sign_in: SignIn, page: str
) -> None:
    made = (await declare(visitor, 3)).headers["location"].rsplit("/", 1)[1]
    said, other = visitor.address(f"files:{page}", upload=made), await sign_in(stranger)
    assert (await other.submit(said, name="x", document_type="cv")).status_code == 404
    assert (await visitor.submit(said.replace(made, "x"), name="x")).status_code == 404
    assert (await visitor.post(said)).status_code == 403
    assert (await visitor.get(said)).status_code == 405


async def test_six_questions(visitor: Visitor, stranger: User, sign_in: SignIn) -> None:
    _, said = await address_of(visitor)
    other = await sign_in(stranger)
    assert (await other.submit(said, document_type="cv")).status_code == 404
    assert (await visitor.submit(said.replace(said.split("/")[-2], "x"), document_type="cv")).status_code == 404
    assert (await visitor.submit(said, document_type="x")).status_code == 422
    assert (await visitor.post(said)).status_code == 403
    assert (await visitor.get(said)).status_code == 405
    assert (await Upload.get()).document_type == "autre"


async def test_the_plain_form_says_the_name_that_was_kept(visitor: Visitor, store: BlobStore, person: User) -> None:
    for kept in ("CV", "CV (2)"):
        answer = await submit(visitor, file("CV.txt", b"one"))
        page = await visitor.get(answer.headers["location"])
        assert f"«\u00a0{kept}\u00a0» est rangé" in page.text or f"« {kept} » est rangé" in page.text
    assert (await Space.get(owner_id=person.id)).used_bytes == 6
