"""The file of questions: in, out, and in again changes nothing; a wrong row is told and changes nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite.accounts.models import AccountRole
from boite.directory.exchange.files import Unreadable
from boite.directory.exchange.report import LineOutcome
from boite.directory.models import ImportRun, Structure
from boite.errors import Invalid, StaleVersion
from boite.journal.models import Entry
from boite.orientation.demo import load_demo_questions
from boite.orientation.models import Answer, Question, QuestionRevision
from boite.orientation.steering import answers
from boite.orientation.steering.drafts import AnswerDraft
from boite.orientation.steering.question_files import guarded, rows_of, unguarded, written
from boite.orientation.steering.question_import import import_questions
from boite.text.spreadsheets import neutral
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.orientation.guide_rows import TOURS, coordinator, make_answer, make_question, make_region
from tests.page_forms import form_with
from tests.visitors import Visitor

DEMO = Path(__file__).resolve().parents[2] / "boite" / "demo" / "data" / "directory" / "questions.csv"
HEAD = "question,moment,libelle,explication,synonymes,rang,reseau,structure,territoire,publics,apporte,modalites\n"
ROW = (
    "vae,formation,Comment faire une VAE ?,Deux phrases.,VAE|VAP,"
    "principale,vae,,,salarie|demandeur-emploi,Un conseil.,Gratuit.\n"
)


def file(*rows: str) -> bytes:
    return (HEAD + "".join(rows)).encode()


async def demo_rows() -> None:
    """The structures and territories that the file of the demonstration names."""
    for _, row in rows_of(DEMO.read_bytes()):
        if row["territoire"]:
            await make_territory(row["territoire"], row["territoire"])
        if row["structure"] and not await Structure.exists(source_id=row["structure"]):
            await make_structure(row["structure"], source_id=row["structure"], territory=row["territoire"] or None)


async def everything() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    questions = await Question.all().order_by("slug").values()
    answers = await Answer.all().order_by("question_id", "standing", "rank").values()
    return list(questions), list(answers)


async def test_the_demonstration_comes_in_whole_and_twice_is_once(app: Starlette) -> None:
    await demo_rows()
    await load_demo_questions(DEMO)
    before = await everything()
    assert len(before[0]) >= 30
    assert all(question["published_at"] for question in before[0])
    report = await import_questions(DEMO.read_bytes())
    assert report.counts == {LineOutcome.UNCHANGED: report.total}
    assert await everything() == before
    assert await QuestionRevision.all().count() == len(before[0])


async def test_in_out_and_in_again_changes_nothing(app: Starlette) -> None:
    await demo_rows()
    await load_demo_questions(DEMO)
    await make_question("brouillon", published=False, explanation="-1\n=2", synonyms=["'=x", "@y"])
    before, content = await everything(), await written()
    report = await import_questions(content)
    assert report.counts == {LineOutcome.UNCHANGED: report.total}
    assert not report.notes
    assert await everything() == before
    assert await written() == content
    await Question.all().delete()
    assert set((await import_questions(content)).counts) == {LineOutcome.CREATED}
    assert await written() == content


async def test_a_french_spreadsheet_reads_it_and_nothing_computes(app: Starlette) -> None:
    await make_question("mal", words="=1+1", explanation="+33", synonyms=["@SUM(A1)"])
    content = await written()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "question;moment;libelle" in content.decode("utf-8-sig")
    for cell in (";'=1+1;", ";'+33;", ";'@SUM(A1);"):
        assert cell in content.decode("utf-8-sig")


@given(st.text(alphabet="='+-@\t\ra1é\n ", max_size=6))
def test_a_cell_comes_back_as_it_was(text: str) -> None:
    cell = neutral(guarded(text))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguarded(cell) == text


@pytest.mark.parametrize("separator", [",", ";"])
async def test_both_separators_are_read(app: Starlette, separator: str) -> None:
    report = await import_questions(file(ROW).replace(b",", separator.encode()))
    assert report.counts == {LineOutcome.CREATED: 1}
    answer = await Answer.get()
    assert (answer.network_id, answer.publics, answer.how) == ("vae", ["demandeur-emploi", "salarie"], "Gratuit.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("formation", "ailleurs", "moment"),
        ("Comment faire une VAE ?", "", "libelle"),
        ("Comment faire une VAE ?", "x" * 300, "libelle"),
        ("principale", "première", "rang"),
        (",vae,", ",inconnu,", "reseau"),
        (",vae,,", ",vae,fiche-inconnue,", "structure"),
        (",vae,,", f",vae,{'x' * 300},", "structure"),
        (",vae,,,", ",vae,,SPRO-99,", "territoire"),
        ("salarie|", "martiens|", "publics"),
        ("Gratuit.", "x" * 3000, "modalites"),
        ("Gratuit.", "x" * 1_000_000, "modalites"),
        ("Gratuit.", "\x00", "modalites"),
        ("vae,formation", "VAE !,formation", "question"),
        ("vae,formation", "accueil,formation", "question"),
        ("vae,formation", f"{'x' * 300},formation", "question"),
        (",vae,", ",,", "reseau"),
    ],
)
async def test_a_wrong_row_is_told_and_nothing_else_is_lost(app: Starlette, old: str, new: str, said: str) -> None:
    other = ROW.replace("vae,formation", "autre,formation", 1)
    report = await import_questions(file(ROW.replace(old, new, 1), other))
    assert report.counts == {LineOutcome.REFUSED: 1, LineOutcome.CREATED: 1}
    assert next(line.why for line in report.lines if line.why).startswith(said)
    assert [question.slug for question in await Question.all()] == ["autre"]


@pytest.mark.parametrize("rank", ["10001", "-1", "²", "9" * 5_000])
async def test_a_rank_that_is_no_rank_is_told(app: Starlette, rank: str) -> None:
    """Python itself refuses to read a number of more than 4,300 digits."""
    head, row = HEAD.replace("question,", "question,ordre,", 1), ROW.replace("vae,", f"vae,{rank},", 1)
    report = await import_questions((head + row).encode())
    assert report.counts == {LineOutcome.REFUSED: 1}
    assert report.lines[0].why.startswith("ordre")


async def test_one_wrong_row_and_the_whole_question_waits(app: Starlette) -> None:
    """Otherwise the answer of the refused row would be taken for one that went away."""
    await import_questions(file(ROW))
    before = await everything()
    report = await import_questions(file(ROW.replace("Gratuit", "Payant"), ROW.replace(",vae,,", ",inconnu,,")))
    assert report.counts == {LineOutcome.REFUSED: 2}
    assert await everything() == before


async def test_rows_of_one_question_that_disagree_are_refused(app: Starlette) -> None:
    report = await import_questions(file(ROW, ROW.replace("Deux phrases", "Autre chose").replace(",vae,,", ",cio,,")))
    assert report.refused == 2
    assert "La ligne 2" in next(line.why for line in report.lines if line.number == 3)


async def test_an_answer_that_left_the_file_is_removed_and_told(app: Starlette) -> None:
    second = ROW.replace(",vae,,", ",cio,,")
    await import_questions(file(ROW, second))
    report = await import_questions(file(second.replace("Gratuit", "Payant")))
    assert report.counts == {LineOutcome.CHANGED: 1}
    assert report.notes == ["« Comment faire une VAE ? » : la réponse de Point conseil VAE est retirée."]
    assert [answer.how for answer in await Answer.all()] == ["Payant."]


async def test_another_order_is_kept(app: Starlette) -> None:
    second = ROW.replace(",vae,,", ",cio,,")
    await import_questions(file(ROW, second))
    report = await import_questions(file(second, ROW))
    assert len(report.notes) == 1
    assert [answer.network_id for answer in await Answer.all().order_by("rank")] == ["cio", "vae"]


async def test_what_the_file_does_not_name_stays(app: Starlette) -> None:
    kept = await make_question("gardee")
    await make_answer(kept, "cio")
    await import_questions(file(ROW))
    assert await Answer.filter(question_id=kept.id).exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"nom,prenom\na,b\n", HEAD.encode()[:20], b"[]", b"x" * 2_000_001, b'"question,libelle\n'],
)
async def test_a_file_that_is_no_file_of_questions(app: Starlette, content: bytes) -> None:
    with pytest.raises(Unreadable):
        await import_questions(content)
    assert not await ImportRun.all().exists()


async def test_the_demonstration_must_be_whole(app: Starlette, tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_bytes(file(ROW.replace(",vae,,", ",inconnu,,")))
    with pytest.raises(Invalid):
        await load_demo_questions(path)


@pytest.fixture
async def samira(app: Starlette, new_person: OpenAccount, sign_in: SignIn) -> Visitor:
    """Who coordinates the region."""
    await make_region()
    return await sign_in(await coordinator(await new_person("Samira", AccountRole.COORDINATOR)))


async def send(visitor: Visitor, content: bytes) -> str:
    files = {"file": ("questions.csv", content, "text/csv")}
    answer = await visitor.post("/qui-peut-m-aider/donnees/lecture", data={"csrf": visitor.csrf_token()}, files=files)
    assert answer.status_code in {200, 422}
    return answer.text


async def test_a_file_is_first_read_then_imported(samira: Visitor) -> None:
    page = await send(samira, file(ROW))
    assert "1\u202fligne lue" in page
    assert not await Question.all().exists()
    assert not await ImportRun.all().exists()
    asked = form_with(page, "content")
    assert asked is not None
    answer = await samira.submit("/qui-peut-m-aider/donnees/import", **asked.sent())
    assert answer.status_code == 303
    assert await Question.exists(slug="vae")
    assert samira.user is not None
    run = await ImportRun.get()
    assert (run.kind, run.file_name, run.by_id, run.counts) == (
        "questions",
        "questions.csv",
        samira.user.id,
        {"created": 1},
    )
    assert await Entry.exists(owner_id=samira.user.id, kind="directory.imported")
    assert "ne change rien" in await send(samira, file(ROW))


async def test_what_moved_since_the_report_was_read_is_told_before_anything_is_written(samira: Visitor) -> None:
    """A colleague corrects an answer between the report and « Importer pour de bon »: their words do not vanish."""
    await import_questions(file(ROW))
    asked = form_with(await send(samira, file(ROW.replace("Gratuit", "Payant"))), "content")
    assert asked is not None
    answer = await Answer.get()
    assert samira.user is not None
    theirs = replace(AnswerDraft.of(answer), how="Les mots de la collègue")
    await answers.change_answer(answer, theirs, version=answer.version, by=samira.user)
    told = await samira.submit("/qui-peut-m-aider/donnees/import", **asked.sent())
    assert told.status_code == 409
    assert "Relisez ce que le fichier ferait maintenant." in told.text
    assert (await Answer.get()).how == "Les mots de la collègue"
    again = form_with(told.text, "content")
    assert again is not None
    assert (await samira.submit("/qui-peut-m-aider/donnees/import", **again.sent())).status_code == 303
    assert (await Answer.get()).how == "Payant."


async def test_a_form_drawn_before_an_import_is_stale(samira: Visitor) -> None:
    await import_questions(file(ROW))
    before = await Answer.get()
    await import_questions(file(ROW.replace("Gratuit", "Payant")))
    assert samira.user is not None
    late = replace(AnswerDraft.of(before), how="Écrit avant l'import")
    with pytest.raises(StaleVersion):
        await answers.change_answer(before, late, version=before.version, by=samira.user)
    assert (await Answer.get()).how == "Payant."


async def test_a_page_says_why_a_file_is_no_good(samira: Visitor) -> None:
    assert "ne contient pas de questions" in await send(samira, b"code_insee,spro_code\n1,2\n")
    assert "CSV" in await send(samira, b"")
    assert "inconnu" in await send(samira, file(ROW.replace(",vae,,", ",inconnu,,")))
    bad = await samira.submit("/qui-peut-m-aider/donnees/import", content="€€€")
    assert bad.status_code == 422


async def test_a_file_too_large_for_the_page_is_refused(samira: Visitor) -> None:
    assert "600 ko" in await send(samira, file(*[ROW] * 5000))


async def test_the_table_is_downloaded(samira: Visitor) -> None:
    await make_answer(await make_question(), "cio", territory=TOURS)
    answer = await samira.get("/qui-peut-m-aider/donnees/questions.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert ".csv" in answer.headers["content-disposition"]
    assert f";cio;;{TOURS};" in answer.content.decode("utf-8-sig")
