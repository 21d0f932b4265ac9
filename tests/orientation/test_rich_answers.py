"""What answers say is laid out like everything that professionals write, and what was typed before reads as it did."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite.accounts.models import AccountRole
from boite.directory.models import Structure
from boite.orientation.asking.bringing import split_how
from boite.orientation.asking.question_search import catalogue
from boite.orientation.models import Answer
from boite.text.short_rich_text import html, line, literal, words
from tests.conftest import OpenAccount, SignIn
from tests.orientation.guide_rows import coordinator, make_answer, make_question, make_region
from tests.page_forms import form_with
from tests.visitors import Visitor

HERE = "/qui-peut-m-aider/questions/"
BRINGS = "Une personne regarde **vos droits** avec vous."
HOW = "Gratuit :\n\n- sur rendez-vous ;\n- [en ligne](https://exemple.fr).\n\n<script>alert(1)</script>"


@pytest.fixture
async def samira(app: Starlette, new_person: OpenAccount, sign_in: SignIn) -> Visitor:
    """Who coordinates the region."""
    await make_region()
    return await sign_in(await coordinator(await new_person("Samira", AccountRole.COORDINATOR)))


@given(st.text(st.sampled_from("ab1.)-+*_`#>[]()!<&;\\=~ \n\té:/"), max_size=40))
@tried(max_examples=300, deadline=None)
@example("- un CV\n- un RIB")
@example("1. d'abord")
@example("AT&amp;T <b>")
@example("a\n---")
@example("    quatre espaces")
def test_what_was_typed_before_reads_as_it_did(typed: str) -> None:
    """Each word and each sign, and nothing laid out: only an address of the web becomes a link."""
    kept = literal(typed)
    assert words(kept) == " ".join(typed.split())
    assert set(re.findall(r"</?([a-z0-9]+)", html(kept))) <= {"p", "br", "a"}
    assert literal(kept) == kept or kept != typed, "what reads as it did is left alone"


def test_what_is_one_paragraph_stays_in_its_line() -> None:
    assert line("Vos **droits**.") == "Vos <strong>droits</strong>."
    assert line("Un.\n\nDeux.").startswith("<p>")
    assert line("") == ""


def test_what_is_laid_out_is_not_taken_apart() -> None:
    assert split_how(HOW) == ([], HOW)
    assert split_how("Sur rendez-vous. Apportez **votre CV**.") == (["**votre CV**"], "Sur rendez-vous.")


async def test_it_is_written_looked_at_and_read(samira: Visitor, client: Visitor) -> None:
    question = await make_question(explanation="Des aides **existent**.")
    answer = await make_answer(question, structure=await Structure.get(slug="ml-tours"))
    edit = samira.address("orientation:answer_edit", slug=question.slug, answer=answer.id)
    page = (await samira.get(edit)).text
    assert page.count("data-markdown") == 2
    assert "js/writing.js" in page
    form = form_with(page, "version")
    assert form is not None
    seen = await samira.submit(edit, **form.sent(brings=BRINGS, how=HOW, gesture="preview"))
    assert seen.status_code == 200
    assert "<strong>vos droits</strong>" in seen.text
    assert (await Answer.get(id=answer.id)).brings == answer.brings, "nothing is saved yet"
    again = form_with(seen.text, "version")
    assert again is not None
    assert (await samira.submit(edit, **again.sent())).status_code == 303
    for end in ("", "/feuille"):
        read = (await client.get(f"/qui-peut-m-aider/{question.slug}{end}?ou=Tours")).text
        assert "<li>sur rendez-vous" in read, end
        assert "<script>alert" not in read, end
        assert "**" not in read, end
    kept = (await samira.get(samira.address("orientation:question_edit", slug=question.slug))).text
    assert "<strong>vos droits</strong>" in kept
    assert "<strong>existent</strong>" in kept


async def test_machines_and_searches_read_words_alone(client: Visitor) -> None:
    await make_region()
    question = await make_question(explanation="Des **aides** pour [le permis](https://exemple.fr/zzz).")
    page = unescape((await client.get(f"/qui-peut-m-aider/{question.slug}")).text)
    assert 'name="description" content="Des aides pour le permis."' in page
    assert [each.slug for each in (await catalogue()).find("permis")] == [question.slug]
    assert not (await catalogue()).find("zzz")
