"""« Chercher partout »: everything that one may see, by kind, and nothing of anybody else."""

from __future__ import annotations

import re

import pytest

from boite.accounts.models import User
from boite.site.everywhere import SHOWN
from storage.store import BlobStore
from tests.agenda.events import make_coordinator, make_event
from tests.boxes.papers import put
from tests.conftest import OpenAccount
from tests.directory.sheets import make_structure, make_territory
from tests.orientation.guide_rows import make_question
from tests.visitors import Visitor

SEARCH = "/chercher"


def groups(page: str) -> list[str]:
    """The kinds shown, in their order."""
    return re.findall(r'<h2 id="groupe-\d+">([^<]*)</h2>', page)


@pytest.fixture
async def public(new_person: OpenAccount) -> None:
    """A question, a structure and an event that all speak of Pithiviers."""
    await make_event(await make_coordinator(new_person), title="Forum de Pithiviers")
    await make_question("pithiviers", words="Qui m'aide à Pithiviers ?")
    await make_territory()
    await make_structure("Mission locale de Pithiviers")


async def test_a_visitor_finds_what_is_public(client: Visitor, public: None) -> None:
    page = (await client.get(f"{SEARCH}?mots=pithiviers")).text
    assert groups(page) == ["Questions", "Structures", "Agenda"]
    assert "Forum de Pithiviers" in page
    assert "Mission locale de Pithiviers" in page


async def test_a_person_finds_their_papers_first_and_nobody_else_s(
    visitor: Visitor, person: User, stranger: User, store: BlobStore, public: None
) -> None:
    await put(person, store, "Attestation Pithiviers.pdf", b"x")
    await put(stranger, store, "Secret de Pithiviers.pdf", b"x")
    page = (await visitor.get(f"{SEARCH}?mots=pithiviers")).text
    assert groups(page)[0] == "Mes papiers"
    assert "Attestation Pithiviers" in page
    assert "Secret de" not in page


async def test_more_leads_to_the_page_of_the_kind_with_the_words(
    visitor: Visitor, person: User, store: BlobStore
) -> None:
    for number in range(SHOWN):
        await put(person, store, f"Bulletin {number}.pdf", b"x")
    assert "Tout voir" not in (await visitor.get(f"{SEARCH}?mots=bulletin")).text
    await put(person, store, "Bulletin de plus.pdf", b"x")
    page = (await visitor.get(f"{SEARCH}?mots=bulletin")).text
    assert 'href="/espace/recherche?mots=bulletin"' in page
    assert page.count('class="line-title"') == SHOWN


@pytest.mark.parametrize("words", ["", "   ", "zzzzqqq", "%", "'\"<script>"])
async def test_nothing_found_proposes_where_to_go(client: Visitor, words: str) -> None:
    answer = await client.get(SEARCH, params={"mots": words})
    assert answer.status_code == 200
    assert groups(answer.text) == []
    assert ("Rien avec ces mots" in answer.text) == bool(words.strip())
    assert "<script>alert" not in answer.text
