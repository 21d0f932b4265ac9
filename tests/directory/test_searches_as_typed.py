"""Searches as people type them, with the structure of the demonstration that must come first."""

from __future__ import annotations

import pytest

from boite.directory.search_engine.search import SearchCriteria, search

TYPED = [
    # names, old names, plurals, cases, accents
    ("pole emplois", "france-travail"),
    ("Pôle Emploi", "france-travail"),
    ("pole emploi tours", "france-travail-tours"),
    ("anpe vierzon", "france-travail-vierzon"),
    ("assedic chartres", "france-travail-chartres"),
    ("FRANCE TRAVAIL Orléans", "france-travail-orleans"),
    ("misson local", "mission-locale"),
    ("missions locales", "mission-locale"),
    ("MISSION-LOCALE", "mission-locale"),
    ("mission locale du pithiverais", "mission-locale-pithiviers"),
    ("la mission locale de blois", "mission-locale-blois"),
    ("fongecif", "cep-actifs-orleans transitions-pro-orleans"),
    ("transition pro", "transitions-pro-orleans"),
    ("cif", "transitions-pro-orleans"),
    ("projet de transition profesionnelle", "transitions-pro-orleans"),
    ("conseil en evolution professionelle", "cep-actifs-orleans"),
    ("direccte", "ddets-orleans"),
    ("inspection du travail", "ddets-orleans"),
    ("opca", "opco-blois"),
    ("cotorep", "mdph-bourges"),
    ("conseil regional", "region-orleans"),
    ("région centre", "region-orleans"),
    ("moip", "suio-tours"),
    ("servies universitaires d'orientation", "suio-tours"),
    # abbreviations, words glued or cut
    ("CIO", "cio"),
    ("C.I.O. Blois", "cio-blois"),
    ("ml pithivier", "mission-locale-pithiviers"),
    ("m.l. orleans", "mission-locale-orleans"),
    ("crij", "info-jeunes"),
    ("pij la chatre", "info-jeunes-la-chatre"),
    ("infojeunes touraine", "info-jeunes-tours"),
    ("info jeune", "info-jeunes"),
    ("francetravail romorantin", "france-travail-romorantin"),
    ("capemploi tours", "cap-emploi-tours"),
    ("cma", "cma-chateauroux"),
    ("cci", "cci-chartres"),
    ("cep", "cep-actifs-orleans"),
    ("carif oref", "carif-oref-orleans"),
    ("gip alfa", "carif-oref-orleans"),
    ("cidff", "cidff-chateaudun"),
    ("vae", "point-vae-tours"),
    ("où faire une VAE ?", "point-vae-tours"),
    ("validation des acquis", "point-vae-tours"),
    # a commune among the words: there is none there, the nearest one comes
    ("CIO joué", "cio-tours"),
    ("cio joue les tours", "cio-tours"),
    ("37300 cio", "cio-tours"),
    ("CIO Tours", "cio-tours"),
    ("mdph tours", "mdph-bourges"),
    ("cap emplois bourge", "cap-emploi-bourges"),
    ("cap emploi loiret", "cap-emploi-orleans"),
    ("cap emploi st amand", "cap-emploi-bourges"),
    ("mission locale romorantin", "mission-locale-blois"),
    ("cio 41", "cio-blois"),
    ("maison de l'emploi nogent", "maison-emploi-nogent-le-rotrou"),
    # what is done, and mistyped words
    ("chambre des metier", "cma-chateauroux"),
    ("chambre de comerce", "cci-chartres"),
    ("maison departementale des personnes handicapées", "mdph-bourges"),
    ("agefip", "agefiph-orleans"),
    ("cadres", "apec-orleans"),
    ("droit des femme", "cidff-chateaudun"),
    ("illetrisme", "cria-tours atelier-francais-orleans"),
    ("cours de francais orleans", "atelier-francais-orleans"),
    ("foyer jeunes travailleurs", "habitat-jeunes-tours"),
    ("permi", "mission-locale-bourges"),
    ("bilan de competance", "apec-orleans"),
    ("creer une entreprise chartres", "cci-chartres"),
    ("orientation université tours", "suio-tours"),
    ("conseiller d'orientation montargis", "cio-montargis"),
    ("handicapé", "mdph-bourges"),
]
"""What is typed, and the addresses that may come first: any that begins so."""


def test_there_are_enough_of_them() -> None:
    assert len({words for words, _ in TYPED}) >= 60


@pytest.mark.parametrize(("words", "first"), TYPED, ids=[words for words, _ in TYPED])
async def test_the_right_structure_comes_first(words: str, first: str, demonstration: None) -> None:
    found = await search(SearchCriteria(words=words))
    addresses = [hit.structure["slug"] for hit in found.hits]
    assert addresses, found
    assert addresses[0].startswith(tuple(first.split())), addresses[:5]


@pytest.mark.parametrize(
    ("words", "corrected"),
    [
        ("misson locale", {"misson": "mission"}),
        ("bilan de competance", {"competance": "compétences"}),
        ("illetrisme", {"illetrisme": "illettrisme"}),
        ("mission locale", {}),
    ],
)
async def test_a_mistyped_word_is_told(words: str, corrected: dict[str, str], demonstration: None) -> None:
    assert (await search(SearchCriteria(words=words))).corrected == corrected


async def test_a_word_that_nothing_knows_is_left_out_and_told(demonstration: None) -> None:
    found = await search(SearchCriteria(words="mission locale xyzzyx"))
    assert found.ignored == ["xyzzyx"]
    assert found.hits[0].structure["networks"] == ["mission-locale"]


async def test_nothing_is_found_where_every_word_is_unknown(demonstration: None) -> None:
    found = await search(SearchCriteria(words="xyzzyx plughq"))
    assert (found.hits, found.total, found.ignored) == ([], 0, ["xyzzyx", "plughq"])


async def test_words_found_apart_are_told_one_by_one(demonstration: None) -> None:
    """No structure is both: the last word is left out rather than all of them."""
    found = await search(SearchCriteria(words="apec mdph"))
    assert found.hits[0].structure["slug"] == "apec-orleans"
    assert found.ignored == ["mdph"]
