"""Counted in statistics or not: one tap, a date, the journal, the export; and the traits beside a situation."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from boite.accounts.models import User
from boite.accounts.profile import refuse_statistics
from boite.accounts.situations import TRAITS
from boite.boxes.export_data import _account
from boite.clock import today
from boite.journal.models import Entry
from tests.visitors import Visitor

PROFILE, CHOICE = "/compte/profil", "/compte/statistiques"


async def test_one_tap_says_no_and_another_says_yes(visitor: Visitor, person: User) -> None:
    assert "Ne pas me compter" in (await visitor.get(PROFILE)).text
    for _ in range(2):
        assert (await visitor.submit(CHOICE, compter="non")).headers["location"] == PROFILE
    await person.refresh_from_db()
    assert person.statistics_refused_on == today()
    assert "vous n’êtes plus dans les statistiques" in unescape((await visitor.get(PROFILE)).text).replace("'", "’")
    assert _account(person)["hors_des_statistiques_depuis_le"] == today()
    for _ in range(2):
        await visitor.submit(CHOICE, compter="oui")
    await person.refresh_from_db()
    assert person.statistics_refused_on is None
    told = await Entry.filter(owner_id=person.id, kind__startswith="account.statistics").order_by("id")
    assert [entry.kind for entry in told] == ["account.statistics_refused", "account.statistics_accepted"]


async def test_said_again_the_first_day_holds(person: User) -> None:
    before = today() - timedelta(days=9)
    await User.filter(id=person.id).update(statistics_refused_on=before)
    await refuse_statistics(person)
    await person.refresh_from_db()
    assert person.statistics_refused_on == before


async def test_nonsense_changes_nothing(visitor: Visitor, person: User) -> None:
    assert (await visitor.submit(CHOICE, compter="peut-être")).status_code == 422
    await person.refresh_from_db()
    assert person.statistics_refused_on is None


async def test_a_change_of_profile_leaves_the_choice(visitor: Visitor, person: User) -> None:
    await visitor.submit(CHOICE, compter="non")
    await visitor.submit(PROFILE, situation="salarie")
    await person.refresh_from_db()
    assert (person.situation, person.statistics_refused_on) == ("salarie", today())


async def test_several_traits_go_with_one_situation(visitor: Visitor, person: User) -> None:
    said = ["qpv-frr", "difficulte-francais"]
    assert (await visitor.submit(PROFILE, situation="nsp", aussi=said)).status_code == 303
    await person.refresh_from_db()
    assert (person.situation, person.traits) == ("nsp", "difficulte-francais.qpv-frr")
    page = (await visitor.get(PROFILE)).text
    assert re.findall(r'name="aussi" value="([^"]*)" checked', page) == ["difficulte-francais", "qpv-frr"]
    assert _account(person)["ce_qui_compte_aussi"] == person.traits
    await visitor.submit(PROFILE, situation="nsp", aussi=said[::-1])
    assert await Entry.filter(owner_id=person.id, kind="account.profile_changed").count() == 1, "the same answers"
    await visitor.submit(PROFILE)
    await person.refresh_from_db()
    assert (person.situation, person.traits) == ("", "")


@pytest.mark.parametrize("trait", ["besoin-accueil-adapte", "personnes-en-situation-de-handicap", "femmes", "x-y"])
async def test_a_profile_asks_nothing_of_health_nor_what_is_not_its_own(visitor: Visitor, trait: str) -> None:
    assert trait not in TRAITS
    assert trait not in (await visitor.get(PROFILE)).text
    answer = await visitor.submit(PROFILE, first_name="Zoé", aussi=["qpv-frr", trait])
    assert answer.status_code == 422
    assert re.findall(r'name="aussi" value="([^"]*)" checked', answer.text) == ["qpv-frr"], "given back"
    assert 'href="#champ-aussi"' in answer.text
