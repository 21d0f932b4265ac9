"""Nine weeks of the year of `python -m tests.days.year`: few messages, at open hours, once, none to the erased."""

from __future__ import annotations

from datetime import date, datetime, time

import boite.routes  # noqa: F401 - says the addresses that mails write
from boite.accounts.models import AccountRole, User
from boite.agenda.models import Registration
from boite.clock import PARIS, midnight
from boite.database.connection import opened
from boite.directory.models import REGION, Coordination
from boite.notifications.kinds_for_people import PAPER_DAMAGED, PAPER_VALIDITY
from boite.notifications.models import Channel, ContactPoint
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.days.year_carriers import Carriers, SentMessage, carriers, has_mail, has_push, has_telephone
from tests.days.year_life import YearLife
from tests.days.year_plan import LINES
from tests.days.year_rules import broken
from tests.days.year_walk import Walk, go_to
from tests.directory.sheets import make_territory
from tests.people import open_account

FIRST, LAST = date(2027, 2, 8), date(2027, 4, 12)
NAMES = ("Inès", "Marc", "Olga", "Sophie", "Lina", "Karim", "Fatou", "Denis", "Samira", "Lise", "Gaël")
WITHOUT = ("corrects", "accepts", "refuses")
"""What needs the directory of the demonstration."""
MORE = (
    ("2027-02-09", "10:00", "asks_to_close", ("Gaël",)),
    ("2027-02-12", "10:00", "spoils", ("Gaël", "Livret.pdf")),
    ("2027-03-01", "09:30", "spoils", ("Lise", "Bulletin.pdf")),
    ("2027-03-01", "10:00", "spoils", ("Lise", "Diplôme.pdf")),
    ("2027-03-03", "09:40", "spoils", ("Lise", "Relevé.pdf")),
    ("2027-03-05", "12:00", "spoils", ("Lise", "Photo.pdf")),
    ("2027-02-10", "10:00", "paper", ("Lise", "Attestation.pdf", "autre", "2027-04-08")),
    ("2027-02-10", "12:00", "spoils", ("Marc", "Lettre.pdf")),
    ("2027-02-12", "12:00", "spoils", ("Marc", "Fiche.pdf")),
    ("2027-02-18", "12:00", "spoils", ("Marc", "Plan.pdf")),
)


async def test_nine_weeks_of_messages(settings: Settings) -> None:
    go_to(datetime.combine(FIRST, time(), PARIS))
    async with carriers(settings) as on, opened(on.settings):
        people = await _enter(on)
        store = MemoryStore()
        lines = [line for line in (*LINES, *MORE) if line[2] not in WITHOUT and line[0] >= FIRST.isoformat()]
        life = YearLife(on.settings, store, people, host="Samira")
        sent = await Walk(store, on, life.plan(lines)).through(FIRST, LAST)
        assert broken(sent, at_work={"Samira"}) == []
        assert {each.channel for each in sent} == {Channel.MAIL, Channel.PUSH, Channel.SMS}
        assert not [each for each in sent if each.who == "Fatou"]
        await _the_erased_are_left_alone(sent, people["Gaël"])
        _nothing_is_lost(sent)


async def _the_erased_are_left_alone(sent: list[SentMessage], erased: User) -> None:
    told = [each.at for each in sent if each.who == "Gaël"]
    assert told
    assert max(told) < midnight(date(2027, 3, 11))
    assert not await User.exists(id=erased.id)
    assert not await ContactPoint.exists(user_id=erased.id)
    assert not await Registration.exists(user_id=erased.id)


def _nothing_is_lost(sent: list[SentMessage]) -> None:
    """What waits because enough was said comes later, with what else waits."""
    spoilt = [mark for each in sent if each.who == "Lise" and PAPER_DAMAGED in each.kinds for mark in each.marks]
    assert len(spoilt) >= 4
    assert any(PAPER_VALIDITY in each.kinds for each in sent if each.who == "Lise")


async def _enter(on: Carriers) -> dict[str, User]:
    await make_territory(REGION)
    people = {name: await open_account(on.settings, name) for name in NAMES}
    await User.filter(id=people["Samira"].id).update(role=AccountRole.COORDINATOR)
    people["Samira"] = await User.get(id=people["Samira"].id)
    await Coordination.create(user_id=people["Samira"].id, territory_id=REGION)
    long_ago = date(2025, 3, 10)
    await User.filter(id=people["Denis"].id).update(seen_on=long_ago, created_at=midnight(long_ago))
    for name in ("Inès", "Marc", "Sophie", "Denis", "Samira", "Lise", "Gaël"):
        await has_mail(on.settings, people[name], f"{people[name].handle}@exemple.fr")
    for name in ("Lina", "Karim"):
        await has_mail(on.settings, people[name], "famille@exemple.fr")
    for name, number in (("Olga", "+33612345678"), ("Denis", "+33712345678")):
        await has_telephone(on.settings, people[name], number)
    await has_push(on, people["Marc"])
    return people
