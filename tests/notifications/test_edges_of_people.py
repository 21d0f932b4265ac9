"""Edges 22 to 25: who people are, and what they look after, changes between what is planned and what leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite.accounts.models import AccountRole, User
from boite.clock import now, today
from boite.directory.keepers import keepers
from boite.directory.maintenance import closure, suggestions
from boite.directory.models import Coordination, EndKind, Structure
from boite.notifications import inbox, planning
from boite.notifications.hand_over import Envelope
from boite.notifications.models import Channel, MessageDelivery, Notice
from boite.settings import Settings
from storage.store import BlobStore
from tests.agenda.events import HERE, make_coordinator
from tests.conftest import OpenAccount
from tests.directory.sheets import make_structure
from tests.notifications.reaching import at, contact, due, leaving, open_day, said
from tests.notifications.telling import ends_soon, on

DAY = timedelta(days=1)
MONDAY = open_day(0)


@pytest.fixture
async def nadia(new_person: OpenAccount, settings: Settings) -> User:
    """Who coordinates, and is told by mail."""
    nadia = await make_coordinator(new_person)
    await contact(settings, nadia, Channel.MAIL, "nadia@exemple.fr")
    return nadia


async def kinds(person: User) -> list[str]:
    """Of what they read in the service."""
    return [line.kind.code for line in (await inbox.page(person.id)).lines]


async def test_once_closing_was_asked_closing_alone_is_told(person: User, settings: Settings, store: BlobStore) -> None:
    at(MONDAY, 10)
    await contact(settings, person, Channel.MAIL)
    await ends_soon(person, store)
    await User.filter(id=person.id).update(closing_at=now() + 30 * DAY)
    for days in range(1, 30):
        await on(MONDAY + days * DAY, settings, store)
        await due(settings, store)
        at(MONDAY + days * DAY, 11)
        for each in await leaving(settings, Channel.MAIL):
            told = [line.kind.code for line in each.lines] if isinstance(each, Envelope) else ["account.closing"]
            assert told == ["account.closing"], days
    assert await Notice.filter(recipient_id=person.id, kind="account.closing", why="").exists()


async def test_somebody_who_begins_to_work_here_keeps_what_was_due(
    person: User, settings: Settings, store: BlobStore
) -> None:
    """Their box is still theirs: only the hours are those of people at work from then on."""
    at(MONDAY, 7)
    await contact(settings, person, Channel.MAIL)
    await ends_soon(person, store)
    [digest] = await due(settings, store)
    await User.filter(id=person.id).update(role=AccountRole.PROFESSIONAL)
    at(MONDAY + (digest.due_at.date() - MONDAY), 11)
    assert said(await leaving(settings, Channel.MAIL)) == [["Un papier arrive à sa fin"]]
    await ends_soon(person, store, "Permis.pdf")
    [following] = [each for each in await due(settings, store) if each.id != digest.id]
    assert following.due_at - digest.due_at < 5 * DAY, "working days, no more the first and third Tuesdays"


async def test_a_coordination_that_lost_its_territory_is_told_nothing_of_it(
    nadia: User, settings: Settings, store: BlobStore
) -> None:
    sheet = await make_structure("CIO", territory=HERE)
    at(MONDAY - DAY, 12)
    await suggestions.suggest(sheet, {}, "Le numéro a changé.", by=None)
    at(MONDAY, 8, 31)
    await planning.sweep_due(settings, store)
    assert await kinds(nadia) == ["desk.waiting"]
    assert await due(settings, store)
    await Coordination.filter(user_id=nadia.id).delete()
    at(MONDAY + 3 * DAY, 11)
    assert said(await leaving(settings, Channel.MAIL)) == []
    assert await kinds(nadia) == []
    assert {each.fate.value for each in await MessageDelivery.all()} == {"withdrawn"}


async def test_a_merged_structure_passes_its_checks_to_the_one_that_follows(
    nadia: User, new_person: OpenAccount, settings: Settings, store: BlobStore
) -> None:
    paul = await new_person("Paul", role=AccountRole.PROFESSIONAL)
    await contact(settings, paul, Channel.MAIL, "paul@exemple.fr")
    old, new = [await make_structure(name, territory=HERE) for name in ("CIO", "Maison de l'orientation")]
    for sheet in (old, new):
        await keepers.add(sheet, paul.handle, by=nadia)
    await Structure.filter(territory_id=HERE).update(next_check_on=today() + DAY)
    await on(today() + DAY, settings, store)
    assert "2\u202ffiches" in (await inbox.page(paul.id)).lines[0].title
    await due(settings, store)
    await closure.end(old, EndKind.MERGED, successor=new.slug, since=today(), by=nadia)
    [line] = [each for each in (await inbox.page(paul.id)).lines if each.kind.code == "sheet.check"]
    assert line.title.replace("\u202f", " ") == "1 fiche à vérifier"
    assert "CIO" not in line.body
    for _ in range(30):
        await on(today() + DAY, settings, store)
    steps = await Notice.filter(recipient_id=paul.id, kind="sheet.check").values_list("step", flat=True)
    assert len(steps) == len(set(steps)) == 3, "as for one sheet"
