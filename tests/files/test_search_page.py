"""Looking for a paper, with and without script."""

from __future__ import annotations

import re

import pytest

from boite.accounts.models import User
from storage.store import BlobStore
from tests.files.papers import put, top
from tests.files.test_browsing_pages import many, names
from tests.visitors import Visitor


@pytest.fixture
async def papers(person: User, stranger: User, store: BlobStore) -> None:
    await put(person, store, "Attestation d'Élève.pdf", document_type="attestation-formation")
    await put(person, store, "100 %_sûr.pdf", document_type="rqth-mdph")
    await put(person, store, "Idées.txt", b"Appeler la mairie", kind="note", body_key="appeler la mairie")
    await put(stranger, store, "Attestation de Marc.pdf")


async def found(visitor: Visitor, **query: str) -> list[str]:
    answer = await visitor.get(visitor.address("files:search"), params=query)
    assert answer.status_code == 200
    return sorted(names(answer.text))


@pytest.mark.usefixtures("papers")
async def test_accents_case_and_order_do_not_count(visitor: Visitor) -> None:
    for words in ("eleve", "ÉLÈVE", "eleve attest", "formation", "D'élève"):
        assert await found(visitor, mots=words) == ["Attestation d'Élève"], words


@pytest.mark.usefixtures("papers")
async def test_marks_of_direction_do_not_count(visitor: Visitor) -> None:
    """They come with what is pasted from a page in Arabic, and nobody sees them."""
    for words in ("\u200feleve", "\u2067ele\u200eve\u2069", "\ufeffattestation \u202eeleve\u202c"):
        assert await found(visitor, mots=words) == ["Attestation d'Élève"], words
    assert await found(visitor, mots="\u200f \u200e") == []


@pytest.mark.usefixtures("papers")
async def test_how_many_were_found_is_said(visitor: Visitor) -> None:
    for words, count in (("eleve", 1), ("e", 3)):
        page = await visitor.get(visitor.address("files:search"), params={"mots": words})
        [said] = re.findall(r"<h2>([^<]*)</h2>", page.text)
        assert " ".join(said.split()).replace("\u00a0", " ") == f"Papiers trouvés : {count}"


@pytest.mark.usefixtures("papers")
async def test_the_text_of_notes_is_found(visitor: Visitor) -> None:
    assert await found(visitor, mots="MAIRIE") == ["Idées"]


@pytest.mark.usefixtures("papers")
async def test_signs_of_the_database_are_words_like_others(visitor: Visitor) -> None:
    assert await found(visitor, mots="%_") == ["100 %_sûr"]
    for words in ("_", "%", "!", "'", '"', "\\", "\x00", "é" * 200, "a " * 90):
        await found(visitor, mots=words)


@pytest.mark.usefixtures("papers")
async def test_the_other_conditions(visitor: Visitor) -> None:
    assert await found(visitor, type="rqth-mdph") == ["100 %_sûr"]
    assert len(await found(visitor, poids="leger", depuis="2020-01-01")) == 3
    assert await found(visitor, poids="lourd") == []
    assert await found(visitor, jusque="2020-01-01") == []


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "x"},
        {"page": "9" * 40},
        {"depuis": "demain"},
        {"depuis": "99999-01-01"},
        {"depuis": "9999-12-31"},
        {"jusque": "0001-01-01"},
        {"type": "x"},
        {"poids": "x"},
        {"mots": "a" * 201},
    ],
)
async def test_nonsense_is_told(query: dict[str, str], visitor: Visitor) -> None:
    assert (await visitor.get(visitor.address("files:search"), params=query)).status_code == 422


async def test_the_first_and_the_last_date_are_only_empty(visitor: Visitor) -> None:
    assert await found(visitor, depuis="2199-12-31", jusque="1900-01-01") == []


async def test_results_have_pages(visitor: Visitor, person: User) -> None:
    await many(await top(person), 101)
    address = visitor.address("files:search")
    assert "mots=cv&amp;page=2" in (await visitor.get(address, params={"mots": "cv"})).text
    assert len(await found(visitor, mots="cv", page="2")) == 1


@pytest.mark.usefixtures("papers")
async def test_a_partial_request_gets_the_part_that_changes(visitor: Visitor) -> None:
    address = visitor.address("files:search")
    answer = await visitor.get(address, params={"mots": "eleve"}, headers={"hx-request": "true"})
    assert "<html" not in answer.text
    assert names(answer.text) == ["Attestation d'Élève"]
