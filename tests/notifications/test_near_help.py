"""A paper that ends says who helps with it near its person: in the list and in their own mail, nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from boite.accounts.models import User
from boite.clock import now, today
from boite.directory.models import Ending, Structure
from boite.directory.places.networks import KNOWN
from boite.directory.sheet import needs, publics
from boite.directory.sheet.vocabulary import thematics
from boite.files.document_types import BY_CODE
from boite.notifications import hand_over, inbox, message_letters, near_help, push_words
from boite.notifications.hand_over import Envelope
from boite.notifications.inbox import InboxLine
from boite.notifications.models import Channel, ContactPoint
from boite.settings import Settings
from boite.support import supports
from storage.store import BlobStore
from tests.directory.sheets import make_commune, make_structure
from tests.notifications.reaching import at, contact, due, open_day
from tests.notifications.telling import on, paper

MDPH = "sante--constituer-un-dossier-mdph-invalidite"


async def lives_in_orleans(person: User) -> None:
    commune = await make_commune()
    await User.filter(id=person.id).update(commune_code=commune.code, commune="Orléans (45000)")


async def helping(name: str, latitude: float, **values: Any) -> Structure:
    """A structure that helps with the files of the MDPH, so far north of Orléans."""
    service = {"name": "Dossier", "needs": [MDPH], "publics": ["personnes-en-situation-de-handicap"]}
    return await make_structure(
        name, networks=(), services=[service], latitude=latitude, longitude=1.917, territory=None, **values
    )


async def line(person: User) -> InboxLine:
    return (await inbox.page(person.id)).lines[0]


async def test_a_paper_says_who_helps_near_by_and_is_open(person: User, settings: Settings, store: BlobStore) -> None:
    await lives_in_orleans(person)
    gone = await helping("Fermée pour toujours", 47.883)
    holidays = f"{now().year}-{now().year + 1} Mo-Su off"
    await helping("En vacances", 47.89, hours=holidays)
    near = await helping("Maison du handicap", 47.9, phone="0238010203", hours="Mo-Fr 09:00-17:00")
    await helping("Plus loin", 48.0)
    await make_structure("Autre chose", services=[{"name": "CV", "needs": ["preparer-sa-candidature"]}])
    await Ending.create(structure_id=gone.id, kind="closed", since=today())
    await paper(person, store, today() + timedelta(days=190), "rqth-mdph", "RQTH.pdf")
    await on(today() + timedelta(days=10), settings, store)
    said = (await line(person)).help
    assert said is not None
    assert str(said.body) == "Près de chez vous : Maison du handicap, 02 38 01 02 03."
    assert (said.route, dict(said.values)) == ("directory:sheet", {"slug": near.slug})


async def test_without_anybody_near_it_is_ones_own_structure_then_the_questions(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await helping("À Lille", 50.6)
    await paper(person, store, today() + timedelta(days=190), "rqth-mdph", "RQTH.pdf")
    await on(today() + timedelta(days=10), settings, store)
    nobody = (await line(person)).help
    assert nobody is not None
    assert (nobody.body, str(nobody.action), nobody.route) == ("", "Qui peut m'aider ?", "orientation:home")
    await lives_in_orleans(person)
    mine = await make_structure("Mission locale", city="Orléans")
    await supports.add(mine, by=person)
    said = (await line(person)).help
    assert said is not None
    assert str(said.body) == "Votre structure : Mission locale, Orléans."
    await Ending.create(structure_id=mine.id, kind="closed", since=today())
    assert (await line(person)).help == nobody, "it is no more"


async def test_only_a_mail_to_one_person_alone_says_it(person: User, settings: Settings, store: BlobStore) -> None:
    """Neither a shared mailbox nor a locked screen, were it with the detail."""
    await lives_in_orleans(person)
    await helping("Maison du handicap", 47.9)
    mail = await contact(settings, person, Channel.MAIL)
    await contact(settings, person, Channel.PUSH)
    await ContactPoint.filter(channel=Channel.PUSH).update(detailed=True)
    day = open_day()
    await paper(person, store, day + timedelta(days=30), "rqth-mdph", "RQTH.pdf")
    await on(day, settings, store)
    at(day, 10)
    [delivery] = await due(settings, store)  # the last step is dated: the device takes it
    pushed = await hand_over.opened(settings, delivery)
    assert isinstance(pushed, Envelope)
    shown = push_words.words(pushed, settings, "fr").decode()
    assert "RQTH" in shown
    assert "Maison" not in shown
    envelope = replace(pushed, contact=mail)
    alone = message_letters.letter(settings, envelope)
    for face in (alone.text, alone.html):
        assert "Près de chez vous : Maison du handicap" in face
        assert "/annuaire/" in face
    assert "Maison" not in repr(message_letters.letter(settings, replace(envelope, inside=False)))


def test_the_table_names_types_needs_and_networks_that_exist() -> None:
    assert near_help.HELP.keys() <= BY_CODE.keys()
    for each in near_help.HELP.values():
        assert set(each.needs) <= {*thematics(), *needs.BY_CODE}
        assert set(each.networks) <= {network.code for network in KNOWN}
        assert publics.said(each.public) == each.public
