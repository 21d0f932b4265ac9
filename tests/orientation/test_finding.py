"""Finding a question with one's own words: as people type, on the questions of the demonstration."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.orientation.asking import question_search
from boite.orientation.asking.question_search import Catalogue, QuestionEntry
from boite.orientation.steering import question_editing
from boite.orientation.steering.drafts import QuestionDraft
from tests.files.test_query_counts import counted
from tests.orientation.catalogue import demonstration
from tests.orientation.guide_rows import make_question

PHRASES = (
    ("j'ai perdu mon boulot", "perdu-mon-travail"),
    ("chomage", "perdu-mon-travail"),
    ("pole emplois", "perdu-mon-travail"),
    ("permi de conduire", "permis-transports"),
    ("aprentissage", "apprentissage"),
    ("mon fils veut arrêter le lycée", "arret-ecole"),
    ("COTOREP", "rqth"),
    ("faire un cv", "cv-et-lettre"),
    ("je ne sais pas quoi faire de ma vie", "choisir-un-metier"),
    ("logment", "logement-formation"),
    ("parcoursup", "apres-le-bac"),
    ("Fongecif", "reconversion-salarie"),
    ("auto entrepreneur", "creer-mon-entreprise"),
    ("apprendre francais", "apprendre-le-francais"),
    ("je comprends rien aux ordinateurs", "numerique"),
    ("validation des acquis de l'experience", "vae"),
    ("bilan de competence", "bilan-de-competences"),
    ("divorces", "droits-des-femmes"),
    ("erasmus", "travail-etranger"),
    ("illetrisme", "lire-ecrire"),
    ("quinquagénaire sans emploi, 50 ans", "seniors"),
    ("payer ma formation", "financer-ma-formation"),
)


@pytest.fixture(scope="module")
def demo() -> Catalogue:
    """The questions of the demonstration, once."""
    return demonstration()


def test_the_demonstration_has_thirty_questions(demo: Catalogue) -> None:
    assert len(demo.questions) >= 30


@pytest.mark.parametrize(("typed", "slug"), PHRASES)
def test_what_people_type_leads_to_the_question(demo: Catalogue, typed: str, slug: str) -> None:
    assert slug in [question.slug for question in demo.find(typed)][:3]


@pytest.mark.parametrize(("typed", "slug"), [(typed, slug) for typed, slug in PHRASES if len(typed.split()) == 1])
def test_a_single_word_puts_it_first_or_second(demo: Catalogue, typed: str, slug: str) -> None:
    assert slug in [question.slug for question in demo.find(typed)][:2]


@pytest.mark.parametrize(
    "typed", ["", "   ", "zzzz", "😀", "'\"()*:^~ OR NOT AND NEAR", "\x00", "%_", "<script>", "x" * 10_000]
)
def test_nonsense_is_answered_calmly(demo: Catalogue, typed: str) -> None:
    assert len(demo.find(typed)) <= question_search.MOST


def test_the_title_comes_before_the_synonyms() -> None:
    titled = QuestionEntry(id="1", slug="titled", moment="emploi", words="Un logement")
    other = QuestionEntry(id="2", slug="other", moment="emploi", words="Autre chose", synonyms=("logement",))
    assert [each.slug for each in Catalogue([other, titled]).find("logements")] == ["titled", "other"]


def test_the_word_being_typed_is_enough() -> None:
    asked = QuestionEntry(id="1", slug="x", moment="emploi", words="Un apprentissage")
    assert Catalogue([asked]).find("apprent") == [asked]


async def test_only_published_questions_are_found(app: Starlette) -> None:
    await make_question("publiee")
    await make_question("brouillon", published=False)
    assert [question.slug for question in (await question_search.catalogue()).find("formation")] == ["publiee"]


async def test_a_change_is_seen_at_once_and_costs_one_query_otherwise(app: Starlette, person: User) -> None:
    question = await make_question()
    await question_search.catalogue()
    with counted() as seen:
        await question_search.catalogue()
    assert len(seen) == 1
    words = QuestionDraft(moment="emploi", words="Où trouver une voiture ?")
    await question_editing.change_question(question, words, version=1, by=person)
    assert [each.slug for each in (await question_search.catalogue()).find("voiture")] == ["financer"]
    await question_editing.unpublish(question, by=person)
    assert (await question_search.catalogue()).questions == ()
