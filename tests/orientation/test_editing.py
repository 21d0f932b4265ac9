"""Coordinators write the questions and say who answers: published when ready, with a history and a journal."""

from __future__ import annotations

from html import unescape

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.journal.models import Entry
from boite.orientation.models import Answer, AnswerStanding, Question, QuestionRevision
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure
from tests.orientation.guide_rows import TOURS, coordinator, make_answer, make_question, make_region
from tests.page_forms import form_with
from tests.visitors import Visitor

HERE = "/qui-peut-m-aider/questions/"


@pytest.fixture
async def samira(app: Starlette, new_person: OpenAccount, sign_in: SignIn) -> Visitor:
    """Who coordinates the region."""
    await make_region()
    return await sign_in(await coordinator(await new_person("Samira", AccountRole.COORDINATOR)))


@pytest.fixture
async def nadia(samira: Visitor, new_person: OpenAccount, sign_in: SignIn) -> Visitor:
    """Who coordinates Indre-et-Loire alone."""
    return await sign_in(await coordinator(await new_person("Nadia", AccountRole.COORDINATOR), TOURS))


async def edits(visitor: Visitor) -> int:
    assert visitor.user is not None
    return await Entry.filter(owner_id=visitor.user.id, kind="orientation.edited").count()


async def test_a_question_is_written_then_published(samira: Visitor, client: Visitor) -> None:
    fields = {
        "moment": "emploi",
        "words": "  Où  trouver un travail ? ",
        "synonyms": "boulot\nboulot, job\r\n",
        "explanation": "Près de chez vous.",
    }
    answer = await samira.submit(f"{HERE}nouvelle", **fields)
    assert answer.status_code == 303
    question = await Question.get()
    assert (question.slug, question.words) == ("ou-trouver-un-travail", "Où trouver un travail ?")
    assert question.synonyms == ["boulot", "job"]
    assert (await client.get("/qui-peut-m-aider/ou-trouver-un-travail")).status_code == 404
    await samira.submit(f"{HERE}ou-trouver-un-travail/publication")
    await samira.submit(f"{HERE}ou-trouver-un-travail/publication")
    assert (await client.get("/qui-peut-m-aider/ou-trouver-un-travail")).status_code == 200
    assert await edits(samira) == 2, "twice is once"
    await samira.submit(f"{HERE}ou-trouver-un-travail/brouillon")
    assert (await client.get("/qui-peut-m-aider/ou-trouver-un-travail")).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"words": "", "moment": "emploi"},
        {"words": "Oui ?", "moment": "ailleurs"},
        {"words": "x" * 300, "moment": "emploi"},
        {"words": "Oui ?", "moment": "emploi", "synonyms": "\n".join(map(str, range(50)))},
        {"words": "Oui ?", "moment": "emploi", "synonyms": "x" * 100},
    ],
)
async def test_a_senseless_question_is_refused_with_what_was_typed(samira: Visitor, fields: dict[str, str]) -> None:
    answer = await samira.submit(f"{HERE}nouvelle", **fields)
    assert answer.status_code == 422
    assert "à corriger" in answer.text
    assert not await Question.all().exists()


async def test_two_questions_never_share_an_address(samira: Visitor) -> None:
    for _ in range(2):
        await samira.submit(f"{HERE}nouvelle", moment="emploi", words="Accueil")
    assert sorted([question.slug for question in await Question.all()]) == ["accueil-2", "accueil-3"]


async def test_the_history_says_who_when_and_what(samira: Visitor) -> None:
    await make_question(explanation="Avant.")
    fields = {"moment": "formation", "words": "Comment financer ma formation ?", "synonyms": "CPF\npayer une formation"}
    await samira.submit(f"{HERE}financer/mots", version="1", explanation="Après.", **fields)
    await samira.submit(f"{HERE}financer/mots", version="1", explanation="Après.", **fields)
    row = await QuestionRevision.get()
    assert row.changes == [{"of": "", "field": "Explication", "before": "Avant.", "after": "Après."}]
    assert samira.user is not None
    assert (row.by_id, row.author) == (samira.user.id, "la coordination régionale")
    page = (await samira.get(f"{HERE}financer/historique")).text
    for said in ("Question modifiée", "<del>Avant.</del>", "<ins>Après.</ins>", "la coordination régionale"):
        assert said in page


async def test_what_was_written_about_an_answer_taken_out_meanwhile_is_given_back(samira: Visitor) -> None:
    question = await make_question()
    answer = await make_answer(question, "apec")
    there = f"{HERE}financer/reponses/{answer.id}"
    form = form_with((await samira.get(there)).text, "version")
    assert form is not None
    await samira.submit(f"{there}/retrait")
    refused = await samira.submit(there, **form.sent(brings="Des mots <b>longuement</b> pesés."))
    assert refused.status_code == 404
    assert "Ce que vous aviez écrit" in refused.text
    assert "Des mots &lt;b&gt;longuement&lt;/b&gt; pesés." in refused.text
    assert "Sur rendez-vous." not in refused.text, "what was not touched was not written by this person"
    without = await samira.post(there, data=form.sent(brings="Des mots longuement pesés."))
    assert "longuement" not in without.text, "a form that is not ours is not shown again"


async def test_questions_change_places(samira: Visitor) -> None:
    for slug in ("a", "b", "c"):
        await make_question(slug)
    await samira.submit(f"{HERE}c/place", sens="haut")
    await samira.submit(f"{HERE}a/place", sens="haut")
    await samira.submit(f"{HERE}a/place", sens="bas", retour=HERE)
    assert [question.slug for question in await Question.all().order_by("rank")] == ["c", "a", "b"]
    assert (await samira.submit(f"{HERE}a/place", sens="bas", retour="https://ailleurs.test")).status_code == 422


async def test_an_answer_is_added_changed_moved_and_removed(samira: Visitor) -> None:
    question = await make_question()
    first = await make_answer(question, "apec")
    fields = {"standing": "principale", "structure": "ml-tours", "territory": TOURS, "publics": ["jeunes", "scolaire"]}
    answer = await samira.submit(f"{HERE}financer/reponse", brings="Un conseiller.", how="Sur rendez-vous.", **fields)
    assert answer.status_code == 303
    made = await Answer.exclude(id=first.id).get().select_related("structure")
    assert made.structure is not None
    assert (made.structure.slug, made.territory_id, made.publics) == ("ml-tours", TOURS, ["jeunes", "scolaire"])
    there = f"{HERE}financer/reponses/{made.id}"
    assert 'value="ml-tours"' in (await samira.get(there)).text
    moved = {"standing": "secondaire", "network": "cio", "structure": "", "territory": "", "publics": []}
    await samira.edit(there, brings="Autre chose.", **moved)
    await made.refresh_from_db()
    assert (made.standing, made.network_id, made.structure_id, made.territory_id) == (
        AnswerStanding.SECONDARY,
        "cio",
        None,
        None,
    )
    other = await make_answer(question, "mission-locale", standing=AnswerStanding.SECONDARY)
    await samira.submit(f"{there}/place", sens="bas")
    assert await Answer.filter(standing=AnswerStanding.SECONDARY).order_by("rank").values_list("id", flat=True) == [
        other.id,
        made.id,
    ]
    await samira.submit(f"{there}/retrait")
    assert not await Answer.exists(id=made.id)
    assert await edits(samira) == 4
    page = (await samira.get(f"{HERE}financer/historique")).text
    for said in (
        "Réponse ajoutée",
        "Réponse modifiée",
        "Réponse descendue",
        "Réponse retirée",
        "Mission locale de Tours",
        "CIO",
    ):
        assert said in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "network"),
        ({"network": "cio", "structure": "ml-tours"}, "structure"),
        ({"network": "inconnu"}, "network"),
        ({"structure": "Une fiche inconnue"}, "structure"),
        ({"network": "cio", "territory": "SPRO-99"}, "territory"),
        ({"network": "cio", "publics": "martiens"}, "publics"),
        ({"network": "cio", "standing": "troisième"}, "standing"),
        ({"network": "cio", "brings": "x" * 3000}, "brings"),
    ],
)
async def test_a_senseless_answer_is_refused_beside_its_field(
    samira: Visitor, fields: dict[str, str], field: str
) -> None:
    await make_question()
    answer = await samira.submit(f"{HERE}financer/reponse", **fields)
    assert answer.status_code == 422
    assert f'id="champ-{field}-erreur"' in answer.text
    assert not await Answer.all().exists()


@pytest.mark.parametrize("length", [121, 256, 300])
async def test_a_long_name_is_the_name_of_no_sheet(samira: Visitor, length: int) -> None:
    """Longer than an address, or than a name: the database is not asked for what no column holds."""
    await make_question()
    refused = await samira.submit(f"{HERE}financer/reponse", structure="a" * length)
    assert refused.status_code == 422
    assert "Aucune fiche" in refused.text


async def test_two_sheets_of_one_name_are_told_apart_by_their_address(samira: Visitor) -> None:
    await make_question()
    for slug in ("un", "deux"):
        await make_structure("Même nom", slug=slug)
    refused = await samira.submit(f"{HERE}financer/reponse", structure="Même nom")
    assert "Plusieurs fiches" in refused.text
    taken = await samira.submit(f"{HERE}financer/reponse", structure="http://testserver/annuaire/structures/deux")
    assert taken.status_code == 303


async def test_a_preview_is_for_coordinators_and_counts_nothing(
    samira: Visitor, nadia: Visitor, visitor: Visitor
) -> None:
    question = await make_question("brouillon", published=False)
    await make_answer(question, "mission-locale")
    for somebody in (samira, nadia):
        page = (await somebody.get(f"{HERE}brouillon/apercu?ou=Tours")).text
        assert "pas encore publiée" in page
        assert "Mission locale de Tours" in page
    assert (await visitor.get(f"{HERE}brouillon/apercu")).status_code == 403
    assert not visitor.app.state.tally


async def test_a_local_coordinator_keeps_the_answers_of_their_territory_only(nadia: Visitor) -> None:
    question = await make_question()
    everywhere = await make_answer(question, "apec")
    ours = await make_answer(question, "cio", territory=TOURS)
    page = (await nadia.get(f"{HERE}financer")).text
    assert str(ours.id) in page
    assert str(everywhere.id) not in page
    assert "Changer les mots" not in page
    assert (await nadia.get(f"{HERE}financer/reponses/{everywhere.id}")).status_code == 403
    assert (await nadia.submit(f"{HERE}financer/reponses/{everywhere.id}/retrait")).status_code == 403
    await nadia.edit(
        f"{HERE}financer/reponses/{ours.id}", version="1", network="cio", territory=TOURS, how="Sans rendez-vous."
    )
    await nadia.submit(f"{HERE}financer/reponse", network="mission-locale", territory=TOURS)
    for elsewhere in ("", "SPRO-45-ORLEANS"):
        answer = await nadia.edit(f"{HERE}financer/reponses/{ours.id}", network="cio", territory=elsewhere, how="Non.")
        await ours.refresh_from_db()
        assert (answer.status_code, ours.territory_id) in {(422, TOURS), (303, TOURS)}
    assert await Answer.filter(territory_id=TOURS).count() == 2
    revision = await QuestionRevision.all().order_by("id").first()
    assert revision is not None
    assert revision.author == "la coordination SPRO Indre-et-Loire"


async def test_somebody_who_lost_the_role_edits_nothing(nadia: Visitor) -> None:
    await make_question()
    assert nadia.user is not None
    await User.filter(id=nadia.user.id).update(role=AccountRole.PERSON)
    assert (await nadia.get(f"{HERE}financer")).status_code == 403


async def test_a_name_longer_than_any_is_nobody(samira: Visitor) -> None:
    """Cut where the column ends, it would be somebody else's."""
    await make_question()
    await make_structure("x" * 150, slug="y" * 120)
    for typed in ("x" * 151, "y" * 121):
        refused = await samira.submit(f"{HERE}financer/reponse", standing="principale", structure=typed)
        assert refused.status_code == 422
        assert "Aucune fiche" in unescape(refused.text)
    assert not await Answer.exists()
