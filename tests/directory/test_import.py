"""Structures and services enter from a data·inclusion file: what each line becomes, and what is said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from tortoise.exceptions import OperationalError

from boite.accounts.models import AccountRole
from boite.database.connection import execute
from boite.directory.exchange.imports import import_file
from boite.directory.maintenance import points, service_editing, structure_editing
from boite.directory.models import (
    Ending,
    EndKind,
    ImportRun,
    Network,
    ReceptionPoint,
    Revision,
    Service,
    Structure,
    What,
)
from boite.directory.search_engine import search
from boite.directory.search_engine.search import SearchCriteria
from boite.journal.models import Entry
from tests.conftest import OpenAccount
from tests.directory.data_files import enter, enter_demo, outcomes, service, structure, whys, written

EXTENSION: dict[str, Any] = {
    "spro_reseaux": ["cio", "partenaire"],
    "spro_territoire": "SPRO-18",
    "spro_rdv": "possible",
    "spro_en_ligne": "https://exemple.fr/rdv",
    "spro_langues": ["fr", "fsl", "en"],
    "spro_accessibilite": {"fauteuil": "partiel", "precisions": "Une marche."},
    "spro_horaires_precisions": "Fermé en août.",
    "spro_verifiee_le": "2026-05-01",
    "spro_points": [{"nom": "Permanence", "adresse": "2 rue du Lavoir", "code_insee": "18197", "spro_rdv": "sans"}],
}


@pytest.fixture(autouse=True)
async def known_places(app: Starlette) -> None:
    """The territories and communes of the demonstration."""
    await enter_demo()


async def test_a_file_creates_sheets_that_are_found() -> None:
    report = await enter(structure(code_insee="18279"), services=[service()])
    assert outcomes(report) == {"created": 2}
    row = await Structure.get(source_id="dora--1")
    assert (row.slug, row.territory_id, row.source_date) == (
        "mission-locale-de-vierzon",
        "SPRO-18",
        date(2026, 5, 4),
    )
    point = await ReceptionPoint.get(structure_id=row.id)
    assert (point.rank, point.address, point.commune_id) == (0, "5 place de la Fontaine", "18279")
    found = await search.search(SearchCriteria(words="mission locale vierzon"))
    assert [hit.structure["slug"] for hit in found.hits] == [row.slug]


async def test_our_own_keys_fill_what_the_schema_lacks() -> None:
    await enter(structure(**EXTENSION), services=[service(spro_publics=["scolaire"], spro_point="Permanence")])
    row = await Structure.get(source_id="dora--1")
    assert (row.networks, row.languages, row.online) == (
        ["cio", "partenaire"],
        ["en", "fr", "lsf"],
        "https://exemple.fr/rdv",
    )
    assert (row.checked_on, row.next_check_on) == (date(2026, 5, 1), date(2026, 11, 1))
    main, other = await ReceptionPoint.filter(structure_id=row.id).order_by("rank")
    assert (main.appointment, main.wheelchair, main.hours_note) == ("possible", "partiel", "Fermé en août.")
    assert (other.name, other.commune_id, other.appointment) == ("Permanence", "18197", "sans")
    given = await Service.get(source_id="dora--s1")
    assert (given.publics, given.point_id) == (["scolaire"], other.id)


async def test_twice_is_once() -> None:
    content = written([structure(**EXTENSION), structure("dora--2")], [service()])
    await import_file("un.json", content)
    before = await Revision.all().count()
    assert outcomes(await import_file("un.json", content)) == {"unchanged": 3}
    assert await Revision.all().count() == before == 2


async def test_a_change_says_which_fields_and_enters_history() -> None:
    await enter(structure(), services=[service()])
    report = await enter(
        structure(telephone="02 48 11 11 11", site_web="https://exemple.fr"), services=[service(frais="gratuit")]
    )
    assert outcomes(report) == {"changed": 2}
    assert [line.fields for line in report.lines] == [["téléphone", "site"], ["prix"]]
    last = await Revision.all().order_by("-id").first()
    assert last is not None
    assert (last.what, last.author) == (What.IMPORTED, "un import data·inclusion (dora)")
    told = {(change["kind"], change["field"]): (change["before"], change["after"]) for change in last.changes}
    assert told == {
        ("structure", "website"): ("", "https://exemple.fr"),
        ("structure", "phone"): ("+33248000000", "+33248111111"),
        ("service", "fees"): ("", "gratuit"),
    }


async def test_what_the_file_empties_is_emptied_and_said() -> None:
    await enter(structure())
    report = await enter(structure(telephone=None))
    assert report.lines[0].fields == ["téléphone"]
    assert (await Structure.get(source_id="dora--1")).phone == ""


async def test_our_keys_that_are_absent_leave_what_is_there() -> None:
    await enter(structure(**EXTENSION))
    assert outcomes(await enter(structure())) == {"unchanged": 1}
    assert await ReceptionPoint.filter(structure__source_id="dora--1").count() == 2
    emptied = await enter(structure(spro_points=[], spro_langues=[]))
    assert emptied.lines[0].fields == ["langues parlées", "lieu retiré (Permanence)"]


async def test_a_person_s_newer_edit_is_kept_and_said(new_person: OpenAccount) -> None:
    await enter(structure(), services=[service()])
    by = await new_person("Nadia", role=AccountRole.COORDINATOR)
    row = await Structure.get(source_id="dora--1")
    await structure_editing.change(row, {"phone": "02 48 99 99 99"}, by=by)
    given = await Service.get(source_id="dora--s1")
    await service_editing.change(given, {"name": "Atelier lettre"}, by=by)
    report = await enter(structure(site_web="https://exemple.fr"), services=[service()])
    assert outcomes(report) == {"kept": 2}
    why = whys(report)[0]
    assert why.startswith("Tenue par une personne depuis le ")
    assert "téléphone « +33248000000 »" in why
    assert "site « https://exemple.fr »" in why
    await row.refresh_from_db()
    assert (row.phone, row.website) == ("+33248999999", "")


async def test_what_agrees_with_a_person_is_unchanged(new_person: OpenAccount) -> None:
    await enter(structure())
    by = await new_person("Nadia", role=AccountRole.COORDINATOR)
    await structure_editing.change(await Structure.get(source_id="dora--1"), {"website": "https://exemple.fr"}, by=by)
    assert outcomes(await enter(structure(site_web="https://exemple.fr"))) == {"unchanged": 1}


async def test_a_file_newer_than_the_person_wins_and_says_so() -> None:
    await enter(structure())
    await Structure.filter(source_id="dora--1").update(
        edited_at=datetime(2026, 5, 10, tzinfo=UTC), phone="+33100000000"
    )
    report = await enter(structure(date_maj="2026-05-11"))
    assert outcomes(report) == {"changed": 1}
    assert report.lines[0].warnings == [
        "Une personne avait modifié cette fiche le 10 mai 2026 : le fichier est plus récent."
    ]
    assert (await Structure.get(source_id="dora--1")).phone == "+33248000000"


async def test_on_the_same_day_the_person_stays() -> None:
    await enter(structure())
    await Structure.filter(source_id="dora--1").update(edited_at=datetime(2026, 5, 11, 9, tzinfo=UTC), phone="3949")
    assert outcomes(await enter(structure(date_maj="2026-05-11"))) == {"kept": 1}


async def test_an_older_file_does_not_undo_a_newer_one() -> None:
    await enter(structure(date_maj="2026-05-20", telephone="3949"))
    report = await enter(structure())
    assert outcomes(report) == {"kept": 1}
    assert "un fichier plus récent, du 20 mai 2026, est déjà passé" in whys(report)[0]


async def test_a_date_alone_is_no_change() -> None:
    await enter(structure())
    assert outcomes(await enter(structure(date_maj="2026-06-01"))) == {"unchanged": 1}
    assert (await Structure.get(source_id="dora--1")).source_date == date(2026, 6, 1)
    assert await Revision.all().count() == 1


async def test_a_service_that_somebody_took_away_does_not_come_back(new_person: OpenAccount) -> None:
    await enter(structure(), services=[service()])
    by = await new_person("Nadia", role=AccountRole.COORDINATOR)
    await service_editing.remove(await Service.get(source_id="dora--s1"), by=by)
    report = await enter(structure(), services=[service()])
    assert outcomes(report) == {"unchanged": 1, "kept": 1}
    assert "il n'est pas ajouté" in whys(report)[0]


async def test_a_place_moved_by_hand_keeps_its_services(new_person: OpenAccount) -> None:
    await enter(structure(**EXTENSION), services=[service(spro_point="Permanence")])
    row = await Structure.get(source_id="dora--1")
    other = await ReceptionPoint.get(structure_id=row.id, rank=1)
    await points.put_at(other, 0, by=await new_person("Nadia", role=AccountRole.COORDINATOR))
    assert outcomes(await enter(structure(**EXTENSION), services=[service(spro_point="Permanence")])) == {
        "kept": 1,
        "unchanged": 1,
    }


async def test_absent_lines_stay_and_are_counted() -> None:
    await enter(structure(), structure("dora--2"), services=[service(), service("dora--s2")])
    report = await enter(structure(), services=[service()])
    assert report.notes == [
        "Source « dora » : 1\u202fstructure n'est pas dans ce fichier. Rien n'en est retiré.",
        "1\u202fservice n'est pas dans ce fichier, alors que leur structure y est. Rien n'en est retiré.",
    ]
    assert (await Structure.all().count(), await Service.all().count()) == (2, 2)


async def test_an_address_never_changes_and_is_never_shared() -> None:
    await enter(structure(), structure("dora--2"), structure("demo--cio-tours", nom="CIO"))
    await enter(structure(nom="Un tout autre nom", date_maj="2026-05-05"))
    slugs = dict(await Structure.all().values_list("source_id", "slug"))
    assert slugs == {
        "dora--1": "mission-locale-de-vierzon",
        "dora--2": "mission-locale-de-vierzon-2",
        "demo--cio-tours": "cio-tours",
    }


@pytest.mark.parametrize(
    ("name", "network"),
    [
        ("CCI Touraine", "cci"),
        ("Chambre de commerce et d'industrie du Loiret", "cci"),
        ("CMA Formation Blois", "cma"),
        ("Chambre de Métiers et de l’Artisanat du Cher", "cma"),
        ("Chambre d'agriculture de l'Indre", "chambres-consulaires"),
    ],
)
async def test_the_name_decides_between_two_networks(name: str, network: str) -> None:
    await enter(structure(nom=name, reseaux_porteurs=["chambres-consulaires"]))
    assert (await Structure.get(source_id="dora--1")).networks == [network]


async def test_a_network_of_the_schema_that_we_lack_is_added() -> None:
    await enter(structure(reseaux_porteurs=["caf", "mission-locale"]))
    assert (await Structure.get(source_id="dora--1")).networks == ["caf", "mission-locale"]
    network = await Network.get(code="caf")
    assert (network.name, network.di_code, network.rank) == ("Caisse d’Allocations Familiales", "caf", 200)


async def test_the_schema_s_networks_never_take_away_ours() -> None:
    """It knows no CIO: a file that says nothing of it must not undo what somebody said here."""
    await enter(structure(spro_reseaux=["cio"]))
    assert outcomes(await enter(structure())) == {"unchanged": 1}
    await enter(structure(reseaux_porteurs=["mission-locale"]))
    assert (await Structure.get(source_id="dora--1")).networks == ["cio", "mission-locale"]


async def test_coordinates_far_from_their_commune_are_not_kept() -> None:
    report = await enter(structure(code_insee="18279", latitude=46.0, longitude=-4.0))
    assert report.lines[0].warnings == ["Les coordonnées sont à 484 km de Vierzon : elles ne sont pas gardées."]
    point = await ReceptionPoint.get(structure__source_id="dora--1")
    assert point.latitude is not None
    assert point.latitude > 47, "the centre of the commune instead"


async def test_hours_that_no_program_reads_are_kept_for_people() -> None:
    for _ in range(2):
        report = await enter(structure(horaires_accueil="du lundi au jeudi, 9h-12h"))
    assert outcomes(report) == {"unchanged": 1}
    point = await ReceptionPoint.get(structure__source_id="dora--1")
    assert (point.opening_hours, point.hours_note) == ("", "du lundi au jeudi, 9h-12h")


async def test_the_name_of_a_person_is_not_kept() -> None:
    report = await enter(structure(), services=[service(contact_nom_prenom="Camille Durand")])
    [line] = [line for line in report.lines if line.what == "service"]
    assert line.warnings == ["Le nom de la personne à joindre n'est pas gardé : l'annuaire est public."]
    assert "Camille" not in str((await Service.get(source_id="dora--s1")).extra)


async def test_a_structure_that_ended_is_said() -> None:
    await enter(structure())
    row = await Structure.get(source_id="dora--1")
    await Ending.create(structure_id=row.id, kind=EndKind.CLOSED)
    report = await enter(structure(telephone="3949"))
    assert "n'étant plus là" in report.lines[0].warnings[-1]


async def test_a_dry_run_changes_nothing_and_says_the_same() -> None:
    tried = await enter(structure(), structure("dora--2", nom="x"), services=[service()], dry_run=True)
    assert (await Structure.all().count(), await ImportRun.filter(kind="structures").count()) == (0, 0)
    done = await enter(structure(), structure("dora--2", nom="x"), services=[service()])
    assert outcomes(tried) == outcomes(done) == {"created": 2, "refused": 1}


async def test_an_import_leaves_its_trace(new_person: OpenAccount) -> None:
    by = await new_person("Nadia", role=AccountRole.COORDINATOR)
    await enter(structure(), structure("dora--2", nom="x"), name="mai.json", by=by)
    run = await ImportRun.get(kind="structures")
    assert (run.file_name, run.counts, run.by_id) == ("mai.json", {"created": 1, "refused": 1}, by.id)
    assert [line["outcome"] for line in run.lines] == ["created", "refused"]
    entry = await Entry.get(kind="directory.imported")
    assert (entry.owner_id, entry.details) == (by.id, {"name": "mai.json", "count": 2})


async def test_an_unexpected_error_leaves_nothing() -> None:
    """History cannot be written: the structures, written just before it, are not there either."""
    await execute("ALTER TABLE directory_revision RENAME TO directory_revision_away")
    with pytest.raises(OperationalError):
        await enter(structure(), structure("dora--2", reseaux_porteurs=["caf"]), services=[service()])
    assert (await Structure.all().count(), await Network.filter(code="caf").count()) == (0, 0)
    assert await ImportRun.filter(kind="structures").count() == 0
