"""`boite user IDENTIFIANT`: an account is mended by its identifier, and its person reads it in their journal."""

from __future__ import annotations

import asyncio
import json
from argparse import ArgumentTypeError, Namespace
from typing import Any

import pytest

from boite.accounts import sessions, throttle
from boite.accounts.models import AccountRole, Session, User
from boite.accounts.throttle import ThrottledForm
from boite.administration import people
from boite.administration.posts import Posts
from boite.boxes import erasing
from boite.clock import now
from boite.commands import user as command
from boite.database.rows import column
from boite.directory.models import Coordination, Membership
from boite.errors import Conflict, Forbidden, NotFound, TooMany
from boite.journal.models import Entry
from boite.notifications.dispatch import reachable
from boite.notifications.models import Channel
from boite.settings import Settings
from storage.store import BlobStore
from tests.boxes.papers import put
from tests.conftest import OpenAccount
from tests.news.desks import agent, coordinator
from tests.notifications.reaching import contact
from tests.people import PASSPHRASE
from tests.visitors import Visitor


def asked(**given: Any) -> Namespace:
    """The options of a command line."""
    nothing = {"quota": None, "unlock": False, "close_sessions": False, "disable": None, "enable": False}
    return Namespace(**(nothing | {"new_passphrase": False, "json": True} | given))


@pytest.mark.each_engine
async def test_an_account_is_mended_and_its_person_reads_it(
    person: User,
    visitor: Visitor,
    new_person: OpenAccount,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = await new_person("Nadia")
    for _ in range(settings.account_tries):
        await throttle.count_try(settings, ThrottledForm.ACCOUNT, person.handle)
        await throttle.count_try(settings, ThrottledForm.ACCOUNT, other.handle)
    await command.mend(
        await people.somebody(person.handle.upper()), asked(quota=command.room("2 Go"), unlock=True), settings
    )
    await throttle.count_try(settings, ThrottledForm.ACCOUNT, person.handle)
    with pytest.raises(TooMany):
        await throttle.count_try(settings, ThrottledForm.ACCOUNT, other.handle)
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "handle": person.handle,
        "role": "person",
        "quota_bytes": 2_000_000_000,
        "used_bytes": 0,
        "sessions": 1,
        "closing": False,
        "disabled": False,
    }
    await command.change(person.handle, Posts(role=AccountRole.OBSERVER))
    page = (await visitor.get("/journal/")).text.replace("\u202f", " ").replace("\xa0", " ")
    for sentence in ("la place de votre boîte : 2 Go", "oublié les essais ratés", "a changé votre rôle : observation"):
        assert sentence in page, sentence
    assert "Quelqu'un" not in page
    capsys.readouterr()
    await command.mend(person, asked(close_sessions=True, json=False), settings)
    assert f"{person.handle} : observation, " in capsys.readouterr().out
    assert await Session.filter(user_id=person.id).count() == 0
    assert (await visitor.get("/journal/")).status_code == 303


@pytest.mark.each_engine
async def test_a_closed_account_lets_nobody_in_and_loses_nothing(
    person: User, visitor: Visitor, client: Visitor, settings: Settings, store: BlobStore
) -> None:
    await put(person, store, "CV.txt", b"mardi")
    await contact(settings, person, Channel.MAIL)
    assert person.id in await reachable([person.id])
    await User.filter(id=person.id).update(closing_at=now())
    await command.mend(person, asked(disable="Prêt d'identifiant."), settings)

    # Their devices are out, even one that came in at that very instant; nothing is sent; nothing is erased.
    assert await Session.filter(user_id=person.id).count() == 0
    visitor.session, token = await sessions.begin(person, settings, device="Tests", shared=False)
    visitor.cookies.set("boite", token)
    assert (await visitor.get("/espace/")).status_code == 303
    assert not await reachable([person.id])
    assert await erasing.erase_due(settings, store) == 0

    # Whoever knows the passphrase is told why, and whom to call; nobody else learns anything.
    said = await client.submit("/compte/connexion", handle=person.handle, passphrase=PASSPHRASE)
    assert said.status_code == 422
    for words in ("Votre boîte est suspendue", "Motif : Prêt d'identifiant.", "Vos papiers sont gardés"):
        assert words in said.text.replace("’", "'").replace("\xa0", " ").replace("&#39;", "'"), words
    wrong = await client.submit("/compte/connexion", handle=person.handle, passphrase="une autre phrase que celle-là")
    assert "suspendue" not in wrong.text

    with pytest.raises(Conflict):
        await people.disable(person, "Encore")
    await command.mend(person, asked(enable=True), settings)
    row = await User.get(id=person.id)
    assert row.closing_at is not None
    assert row.closing_at > now()  # they have their days again to change their mind
    await visitor.get("/espace/")
    assert "CV" in (await visitor.get("/espace/")).text
    page = (await visitor.get("/journal/")).text
    assert "a suspendu votre boîte" in page
    assert "a rouvert votre boîte" in page


@pytest.mark.each_engine
async def test_somebody_always_administers(new_person: OpenAccount) -> None:
    one, two = [await new_person(name, AccountRole.ADMINISTRATOR) for name in ("Ana", "Bo")]
    for gesture in (people.disable(one, "", one), people.set_role(one, AccountRole.PERSON, one)):
        with pytest.raises(Conflict, match="votre propre compte"):
            await gesture
    done = await asyncio.gather(
        people.disable(one, "", two), people.set_role(two, AccountRole.OBSERVER, one), return_exceptions=True
    )
    assert [type(each) for each in done if each is not None] == [Forbidden]
    last = one if done[0] is not None else two
    for gesture in (people.disable(last, ""), people.set_role(last, AccountRole.PERSON)):
        with pytest.raises(Conflict, match="dernier compte d'administration"):
            await gesture
    assert len(await column(str, people.OPEN_ADMINISTRATORS)) == 1


async def test_who_works_for_structures_no_more_keeps_nothing(new_person: OpenAccount) -> None:
    paul, nadia = await agent(new_person), await coordinator(new_person)
    for who in (paul, nadia):
        await people.set_role(who, AccountRole.PERSON)
        await people.set_role(who, AccountRole.COORDINATOR)
    assert not await Membership.exists()
    assert not await Coordination.exists()
    assert await Entry.filter(owner_id=paul.id, kind="directory.keeper_removed").count() == 1


async def test_a_new_passphrase_replaces_the_former_and_is_told(
    person: User, visitor: Visitor, client: Visitor, settings: Settings
) -> None:
    passphrase = await people.give_passphrase(person, settings)
    assert (await visitor.get("/espace/")).status_code == 303
    for tried, status in ((PASSPHRASE, 422), (passphrase, 303)):
        answer = await client.submit("/compte/connexion", handle=person.handle, passphrase=tried)
        assert answer.status_code == status
    assert await Entry.filter(owner_id=person.id, kind="account.passphrase_changed", told_at__not_isnull=True).exists()


async def test_looking_at_somebody_changes_nothing(new_person: OpenAccount, settings: Settings) -> None:
    paul = await new_person("Paul", AccountRole.PROFESSIONAL)
    await command.mend(await people.somebody(paul.handle), asked(), settings)
    assert (await User.get(id=paul.id)).role == AccountRole.PROFESSIONAL
    with pytest.raises(NotFound, match="Personne n'a l'identifiant"):
        await people.somebody("personne-000")


@pytest.mark.parametrize(
    ("text", "quota"), [("1Mo", 10**6), ("500 mo", 5 * 10**8), ("2000000000", 2 * 10**9), ("10To", 10**13)]
)
def test_a_room_is_written_as_people_say_it(text: str, quota: int) -> None:
    assert command.room(text) == quota


@pytest.mark.parametrize("text", ["", "0", "999ko", "11To", "-2Go", "beaucoup"])
def test_an_arguable_room_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        command.room(text)
