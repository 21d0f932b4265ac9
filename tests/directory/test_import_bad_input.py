"""Files that nobody should send: each gives a report in French, and nothing is half-written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.applications import Starlette

from boite.directory.exchange.files import LIMIT
from boite.directory.exchange.imports import import_file
from boite.directory.exchange.report import LineOutcome
from boite.directory.models import Commune, ImportRun, ReceptionPoint, Service, Structure
from tests.directory.data_files import enter, enter_demo, outcomes, service, structure, whys, written

MEGABYTE = "a" * 1_000_000


@pytest.fixture(autouse=True)
async def known_places(app: Starlette) -> None:
    """The territories and communes of the demonstration."""
    await enter_demo()


WHOLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "Ce fichier est vide."),
    "blank": (b" \n ", "Ce fichier est vide."),
    "half a file": (written([structure()])[:-40], "Ce fichier JSON est incomplet ou mal écrit (ligne 1)."),
    "latin-1": ('[{"nom": "Métiers"}]'.encode("latin-1"), "Ce fichier n'est pas écrit en UTF-8."),
    "utf-16": ("[1]".encode("utf-16"), "Ce fichier n'est pas écrit en UTF-8."),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "Ce fichier imbrique trop de listes"),
    "deep object": (b'{"structures":' * 50_000, "Ce fichier imbrique trop de listes"),
    "endless number": (b"[" + b"1" * 10_000 + b"]", "Ce fichier JSON est incomplet ou mal écrit."),
    "a number": (b"[1, 2]", "Ce fichier n'est d'aucune sorte connue"),
    "nothing": (b"[]", "Ce fichier ne contient aucune ligne."),
    "another object": (b'{"hello": 1}', "Ce fichier n'est d'aucune sorte connue"),
    "no lists": (b'{"structures": {}}', "« structures » et « services » doivent être des listes."),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", "Ce fichier n'est pas écrit en UTF-8."),
    "prose": (b"bonjour", "Ce fichier n'est d'aucune sorte connue"),
    "another table": (b"a;b\n1;2\n", "Ce fichier n'est d'aucune sorte connue"),
    "too heavy": (b" " * (LIMIT + 1), "Ce fichier est trop lourd : 50 Mo au plus."),
}


@pytest.mark.parametrize(("content", "why"), WHOLE.values(), ids=WHOLE)
async def test_a_file_that_cannot_be_read_is_one_refusal(content: bytes, why: str) -> None:
    runs = await ImportRun.all().count()
    report = await import_file("étrange.json", content)
    assert outcomes(report) == {"refused": 1}
    assert report.lines[0].why.startswith(why)
    assert (await Structure.all().count(), await ImportRun.all().count()) == (0, runs + 1)


LINES: dict[str, tuple[Any, str]] = {
    "no object": ("texte", "Il faut un objet, et non « texte »."),
    "null": (None, "Il faut un objet, et non rien."),
    "a list": ([], "Il faut un objet"),
    "no id": (structure(id=None), "id : Cette réponse manque."),
    "no name": (structure(nom=None), "nom : Cette réponse manque."),
    "an unseen name": (structure(nom="\u200b\u3164"), "nom : C'est trop court : 3 signes au moins."),
    "number for a text": (structure(nom=12), "nom : Il faut un texte. Ici : « 12 »."),
    "text for a number": (structure(latitude="47.2", longitude=2.0), "latitude : Il faut un nombre. Ici : « 47.2 »."),
    "truth for a number": (structure(latitude=True, longitude=2.0), "latitude : Il faut un nombre."),
    "number for a code": (structure(code_postal=18100), "code_postal : Il faut un texte."),
    "short name": (structure(nom="x"), "nom : C'est trop court : 3 signes au moins."),
    "long name": (structure(nom="x" * 151), "nom : C'est trop long : 150 signes au plus."),
    "long address": (structure(adresse="x" * 201), "adresse : C'est trop long : 200 signes au plus."),
    "a megabyte": (structure(description=MEGABYTE), "description : C'est trop long : 20000 signes au plus."),
    "a megabyte of phone": (structure(telephone=MEGABYTE), "telephone : C'est trop long"),
    "a megabyte elsewhere": (structure(inconnu=MEGABYTE), "inconnu : C'est trop long"),
    "long phone": (structure(telephone="appelez " * 10), "telephone : Écrivez un seul numéro"),
    "a date of another time": (structure(date_maj="2999-01-01"), "date_maj : La date de dernière modification"),
    "no date": (structure(date_maj="hier"), "date_maj : Écrivez une date, comme 2026-11-23. Ici : « hier »."),
    "a number of seconds": (structure(date_maj=1_700_000_000), "date_maj : Écrivez une date"),
    "unknown network": (
        structure(reseaux_porteurs=["sncf"]),
        "reseaux_porteurs : Ce code est inconnu. Ici : « sncf ».",
    ),
    "unknown network of ours": (structure(spro_reseaux=["sncf"]), "spro_reseaux : Ce réseau est inconnu."),
    "unknown territory": (structure(spro_territoire="SPRO-99"), "spro_territoire : Ce territoire est inconnu."),
    "unknown language": (structure(spro_langues=["elfique"]), "spro_langues : Ce code est inconnu. Ici : « elfique »."),
    "unknown appointment": (structure(spro_rdv="peut-être"), "spro_rdv : Ce code est inconnu."),
    "appointment of a wrong type": (structure(spro_rdv=["sans"]), "spro_rdv : Il faut un texte."),
    "languages of a wrong type": (structure(spro_langues="fr"), "spro_langues : Il faut une liste de textes."),
    "access of a wrong type": (structure(spro_accessibilite="oui"), "spro_accessibilite : Il faut un objet."),
    "access with an unknown code": (
        structure(spro_accessibilite={"fauteuil": "bof"}),
        "spro_accessibilite.fauteuil : Ce code est inconnu.",
    ),
    "places of a wrong type": (structure(spro_points=[1]), "spro_points : Il faut une liste d'objets."),
    "too many places": (structure(spro_points=[{}] * 101), "spro_points : Il y a trop de lieux"),
    "a place in the sea": (
        structure(spro_points=[{"nom": "Île", "latitude": 0.0, "longitude": 0.0}]),
        "latitude : Ces coordonnées sont hors de France : 0.0, 0.0.",
    ),
    "swapped": (structure(latitude=2.07, longitude=47.22), "latitude : Ces coordonnées sont hors de France : 2.07"),
    "in the sea": (structure(latitude=0, longitude=0), "latitude : Ces coordonnées sont hors de France : 0, 0."),
    "half coordinates": (structure(latitude=47.0), "longitude : Il faut un nombre. Ici : rien."),
    "a script": (structure(site_web="javascript:alert(1)"), "site_web : Cette adresse de site est mal écrite."),
    "a bad mail": (structure(courriel="chez moi"), "courriel : Cette adresse de courriel est mal écrite."),
    "a bad siret": (structure(siret="123"), "siret : C'est trop court : 14 signes au moins. Ici : « 123 »."),
    "a bad commune": (structure(code_insee="18 279"), "code_insee : C'est trop long : 5 signes au plus."),
    "a zero sign": (structure(nom="CIO\x00"), "nom : Ce texte contient un signe interdit."),
    "an identifier of two lines": (structure("dora--\n1"), "id : Un identifiant a de 1 à 200 signes, sur une ligne."),
    "a long identifier": (structure("x" * 201), "id : Un identifiant a de 1 à 200 signes"),
    "checked tomorrow": (structure(spro_verifiee_le="2999-01-01"), "spro_verifiee_le : Cette date ne peut pas être"),
    "checked some day": (structure(spro_verifiee_le="lundi"), "spro_verifiee_le : Écrivez une date"),
}


REFUSED = {
    *(
        "no object",
        "null",
        "a list",
        "no id",
        "no name",
        "an unseen name",
        "number for a text",
        "short name",
        "long name",
    ),
    *("a date of another time", "no date", "a number of seconds", "a zero sign"),
    *("an identifier of two lines", "a long identifier"),
}
"""What is wrong there is what makes a structure: its name, who says it and when. Anything else is left aside."""


@pytest.mark.parametrize("name", sorted(REFUSED))
async def test_a_bad_line_is_refused_and_the_others_enter(name: str) -> None:
    line, why = LINES[name]
    report = await enter(structure("dora--avant"), line, structure("dora--apres"))
    assert outcomes(report) == {"created": 2, "refused": 1}
    [refused] = [each for each in report.lines if each.outcome == LineOutcome.REFUSED]
    assert refused.number == 2
    assert refused.why.startswith(why)
    assert len(refused.why) < 1200
    assert {row.source_id for row in await Structure.all()} == {"dora--apres", "dora--avant"}


def left(why: str) -> str:
    """« site_web : mal écrit » as a report says it of a line that enters."""
    key, _, sentence = why.partition(" : ")
    return f"{key} laissé de côté. {sentence}"


@pytest.mark.parametrize("name", sorted(LINES.keys() - REFUSED))
async def test_one_bad_field_is_left_aside_and_its_structure_enters(name: str) -> None:
    line, why = LINES[name]
    report = await enter({**line, "id": "dora--2"}, structure("dora--apres"))
    assert outcomes(report) == {"created": 2}
    [told] = [each for each in report.lines if each.number == 1]
    assert any(warning.startswith(left(why)) for warning in told.warnings), told.warnings
    assert await Structure.exists(source_id="dora--2")


async def test_a_bad_field_leaves_what_the_sheet_says() -> None:
    await enter(structure(site_web="https://exemple.fr", spro_langues=["ar"], spro_points=[{"nom": "Permanence"}]))
    bad: dict[str, Any] = {
        "site_web": "Facebook : nous",
        "spro_langues": ["elfique"],
        "code_postal": 18100,
        "telephone": "3949",
    }
    report = await enter(structure(**bad, date_maj="2026-05-05"))
    assert outcomes(report) == {"changed": 1}
    assert report.lines[0].fields == ["téléphone"]
    kept, point = await Structure.get(), await ReceptionPoint.get(rank=0)
    assert (kept.website, kept.languages, point.postal_code) == ("https://exemple.fr", ["ar"], "18100")


SERVICES: dict[str, tuple[Any, str]] = {
    "unknown structure": (service(of="dora--9"), "Sa structure n'est ni dans l'annuaire"),
    "unknown need": (service(thematiques=["voler"]), "thematiques : Ce code est inconnu. Ici : « voler »."),
    "needs in a text": (service(thematiques="numerique"), "thematiques : Il faut une liste."),
    "unknown type": (service(type="magie"), "type : Ce code est inconnu. Ici : « magie »."),
    "unknown public": (service(spro_publics=["elfes"]), "spro_publics : Ce code est inconnu. Ici : « elfes »."),
    "everybody and some": (service(publics=["jeunes", "tous-publics"]), "publics : `tous-publics` ne peut pas"),
    "no description": (service(description=None), "description : Cette réponse manque."),
    "a megabyte": (service(conditions_acces=MEGABYTE), "conditions_acces : C'est trop long"),
    "endless hours": (service(volume_horaire_hebdomadaire=float("inf")), "volume_horaire_hebdomadaire : Ce n'est pas"),
    "half a week": (service(nombre_semaines=0.5), "nombre_semaines : Il faut un nombre entier."),
    "a link of a wrong type": (service(lien_mobilisation=3), "lien_mobilisation : Il faut un texte."),
}


REFUSED_SERVICES = {"unknown structure", "no description"}


@pytest.mark.parametrize("name", sorted(REFUSED_SERVICES))
async def test_a_bad_service_is_refused_and_the_others_enter(name: str) -> None:
    line, why = SERVICES[name]
    report = await enter(structure(), services=[line, service("dora--s2")])
    assert outcomes(report) == {"created": 2, "refused": 1}
    assert whys(report)[0].startswith(why)
    assert [row.source_id for row in await Service.all()] == ["dora--s2"]


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - REFUSED_SERVICES))
async def test_one_bad_field_is_left_aside_and_its_service_enters(name: str) -> None:
    line, why = SERVICES[name]
    report = await enter(structure(), services=[line, service("dora--s2")])
    assert outcomes(report) == {"created": 3}
    warnings = [warning for each in report.lines for warning in each.warnings]
    assert any(warning.startswith(left(why)) for warning in warnings), warnings


async def test_services_of_a_refused_structure_are_refused() -> None:
    report = await enter(structure(nom="x"), services=[service()])
    assert outcomes(report) == {"refused": 2}


async def test_the_second_of_two_lines_with_one_identifier_is_refused() -> None:
    report = await enter(structure(), structure(nom="Une autre"), services=[service(), service(nom="Un autre")])
    assert outcomes(report) == {"created": 2, "refused": 2}
    assert whys(report) == [
        "id : Cet identifiant est déjà celui de la ligne 1.",
        "id : Cet identifiant est déjà celui de la ligne 1.",
    ]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
async def test_what_is_no_number_is_left_aside_in_its_line(number: str) -> None:
    line = json.dumps(structure("dora--2", latitude=0, longitude=2)).replace('"latitude": 0', f'"latitude": {number}')
    content = b'{"structures": [' + json.dumps(structure()).encode() + b"," + line.encode() + b"]}"
    report = await import_file("nombres.json", content)
    assert outcomes(report) == {"created": 2}
    [warnings] = [each.warnings for each in report.lines if each.number == 2]
    assert any(warning.startswith("latitude laissé de côté.") for warning in warnings)


async def test_half_a_sign_is_refused_in_its_line() -> None:
    """A lone surrogate: JSON can say it, no database can keep it."""
    content = written([structure(), structure("dora--2")]).replace(b'"dora--2"', b'"dora--\\ud83d"')
    report = await import_file("signes.json", content)
    assert outcomes(report) == {"created": 1, "refused": 1}
    assert await ImportRun.filter(kind="structures").count() == 1


async def test_a_mark_of_order_and_unknown_keys_are_no_fault() -> None:
    content = b"\xef\xbb\xbf" + written([structure(_di_score=1, spro_couleur="bleu", spro_points=[{"vue": "mer"}])])
    report = await import_file("marque.json", content)
    assert outcomes(report) == {"created": 1}
    assert report.notes == ["Clés que le schéma ne connaît pas, laissées de côté : _di_score."]
    assert report.lines[0].warnings == [
        "Clé inconnue dans un lieu, laissée de côté : vue.",
        "Clé inconnue, laissée de côté : spro_couleur.",
    ]


async def test_deep_lists_in_one_field_are_left_aside() -> None:
    deep: Any = "x"
    for _ in range(300):
        deep = [deep]
    report = await enter(structure(), structure("dora--2", spro_points=deep))
    assert outcomes(report) == {"created": 2}
    [warnings] = [each.warnings for each in report.lines if each.number == 2]
    assert "spro_points laissé de côté. Trop de listes les unes dans les autres." in warnings


async def test_a_bad_place_leaves_every_place_as_it_was() -> None:
    await enter(structure(spro_points=[{"nom": "Permanence"}]))
    report = await enter(structure(telephone="3949", spro_points=[{"nom": "A"}, {"nom": 3}]))
    assert outcomes(report) == {"changed": 1}
    assert report.lines[0].warnings[0].startswith("spro_points[2].nom laissé de côté. Il faut un texte. Ici : « 3 ».")
    assert {row.name for row in await ReceptionPoint.all()} == {"", "Permanence"}


async def test_a_report_of_thousands_of_refusals_stays_bounded() -> None:
    report = await import_file("mauvais.json", written(["x"] * 6000))
    assert outcomes(report) == {"refused": 6000}
    run = await ImportRun.get(file_name="mauvais.json")
    assert (run.counts, len(run.lines)) == ({"refused": 6000}, 5000)


async def test_markup_in_a_file_is_only_text() -> None:
    await enter(structure(nom="<script>alert(1)</script>", adresse="'); DROP TABLE directory_structure; --"))
    assert (await Structure.get(source_id="dora--1")).name == "<script>alert(1)</script>"
    assert await Commune.exists()
