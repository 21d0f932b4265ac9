"""What is told first, and the report: one page, rounded figures, the same doors as the page of figures."""

from __future__ import annotations

import re
from datetime import timedelta

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pytest

from boite.accounts.models import AccountRole
from boite.clock import today
from boite.directory.models import Coordination, Membership, Structure
from boite.directory.search.missed_search_rows import MissedSearch
from boite.text.pdf import A4, width_of, wrapped
from tests.conftest import OpenAccount, SignIn
from tests.groups.groups import ORLEANS
from tests.statistics.test_pages import structures

__all__ = ["structures"]
pytestmark = pytest.mark.anyio


def plain(page: str) -> str:
    """The words of a page, its spaces alike."""
    text = re.sub(r"<[^>]*>", " ", page.replace("&#39;", "'").replace("&nbsp;", " "))
    return " ".join(text.split())


async def test_three_sentences_say_what_to_do(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    day = today().replace(day=1) - timedelta(days=5)
    for words, times, where in (("foyer jeune", 7, ORLEANS), ("appartement", 5, ORLEANS), ("permis b", 9, ORLEANS)):
        await MissedSearch.create(day=day, place="directory", words=words, territory_id=where, times=times)
    await Structure.filter(id=structures[0].id).update(next_check_on=day)
    nadia = await new_person(role=AccountRole.COORDINATOR)
    await Coordination.create(user_id=nadia.id, territory_id=ORLEANS)
    page = (await (await sign_in(nadia)).get(f"/chiffres/{ORLEANS}")).text
    told = plain(page[page.index('id="retenir"') : page.index('id="evolution"')])
    assert "12 recherches sans réponse sur « Se loger ». Voir ces recherches" in told
    assert "1 fiche à vérifier. Les vérifier" in told
    assert "40 boîtes ouvertes." in told
    for hidden in ("foyer", "appartement", "Se déplacer", "permis"):
        assert hidden not in told
    samira = await new_person(role=AccountRole.COORDINATOR)
    await Coordination.create(user_id=samira.id, territory_id="R24")
    assert "/questions/nouvelle" in (await (await sign_in(samira)).get("/chiffres/R24")).text
    hugo = await sign_in(await new_person(role=AccountRole.OBSERVER))
    for address in ("/", "/chiffres/R24"):
        there = plain((await hugo.get(address)).text)
        assert "recherches sans réponse sur" not in there, "12 acts are told to nobody else"
        assert "1 fiche à vérifier. Chaque structure peut vérifier la sienne." in there
    elsewhere = plain((await hugo.get("/chiffres/SPRO-18")).text)
    assert "recherches sans réponse sur" not in elsewhere
    assert "à vérifier" not in elsewhere
    assert "recherches" not in plain((await hugo.get("/chiffres/R24?periode=2026-T3")).text.split("evolution")[0])


async def test_the_report_is_one_page_of_rounded_figures(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    await Structure.filter(id=structures[0].id).update(name="Mission locale de l'Orléanais – ‘Œuvre’ " * 3 + "日本")
    hugo = await sign_in(await new_person(role=AccountRole.OBSERVER))
    for place in ("R24", ORLEANS, str(structures[0].id)):
        sheet = await hugo.get(f"/chiffres/{place}/rapport?periode=2026-09&mesure=boites")
        assert sheet.status_code == 200
        assert "Les chiffres de septembre 2026" in plain(sheet.text)
        file = await hugo.get(f"/chiffres/{place}/rapport.pdf?periode=2026-09&mesure=boites")
        assert file.headers["content-type"] == "application/pdf"
        assert f"chiffres-{place.lower()}-2026-09.pdf" in file.headers["content-disposition"]
        read = pypdfium2.PdfDocument(file.content)
        assert len(read) == 1
        assert read.get_metadata_value("Title").startswith("Les chiffres de septembre 2026")
        page = read[0]
        assert [round(side) for side in page.get_size()] == list(A4)
        textpage = page.get_textpage()
        words = textpage.get_text_range()
        assert "Les nombres de personnes sont arrondis à 5." in words
        assert "moins de 5" in words
        table = words[words.index("Combien de personnes") : words.index("Les nombres de personnes")]
        numbers = [int(number) for number in re.findall(r"(?m)(?<![\d-])\d+(?=\s*$)", table)]
        assert len(numbers) > 3
        assert all(number and number % 5 == 0 for number in numbers), table
        for left, bottom, right, top in (textpage.get_rect(rank) for rank in range(textpage.count_rects())):
            assert 40 <= left < right <= A4[0] - 40, "inside the margins"
            assert 20 <= bottom < top <= A4[1] - 20


async def test_the_report_has_the_doors_of_its_place(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    paul = await new_person(role=AccountRole.PROFESSIONAL)
    await Membership.create(user_id=paul.id, structure_id=structures[0].id)
    visitor, person = await sign_in(paul), await sign_in(await new_person())
    for end in ("rapport", "rapport.pdf"):
        assert (await visitor.get(f"/chiffres/{structures[0].id}/{end}")).status_code == 200
        for place in (structures[1].id, "R24", ORLEANS):
            assert (await visitor.get(f"/chiffres/{place}/{end}")).status_code == 403
        assert (await person.get(f"/chiffres/{structures[0].id}/{end}")).status_code == 403
        for nonsense in ("inconnu/", "-/"):
            assert (await visitor.get(f"/chiffres/{nonsense}{end}")).status_code == 404
        for query in ("periode=2026-13", "periode=2024-01", "mesure=tout"):
            assert (await visitor.get(f"/chiffres/{structures[0].id}/{end}?{query}")).status_code == 404


def test_words_are_measured_and_wrapped() -> None:
    assert width_of("é", 10) == width_of("e", 10)
    assert width_of("iii", 10) < width_of("mmm", 10) < width_of("mmm", 10, bold=True)
    lines = list(wrapped("un deux trois quatre", 10, 50))
    assert " ".join(lines) == "un deux trois quatre"
    assert all(width_of(line, 10) <= 50 for line in lines)
