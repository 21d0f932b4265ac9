"""`boite user IDENTIFIANT`: an account is mended by its identifier, and its person reads it in their journal."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError, Namespace
from typing import Any

import pytest

from boite.accounts import throttle
from boite.accounts.models import AccountRole, Session, User
from boite.accounts.throttle import ThrottledForm
from boite.commands import user as command
from boite.errors import TooMany
from boite.settings import Settings
from tests.conftest import OpenAccount
from tests.visitors import Visitor


def asked(**given: Any) -> Namespace:
    """The options of a command line."""
    return Namespace(**({"quota": None, "unlock": False, "close_sessions": False, "json": True} | given))


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
        await command.somebody(person.handle.upper()), asked(quota=command.room("2 Go"), unlock=True), settings
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
    }
    await command.change(person.handle, command.Posts(role=AccountRole.OBSERVER))
    page = (await visitor.get("/journal/")).text.replace("\u202f", " ").replace("\xa0", " ")
    for sentence in ("la place de votre boîte : 2 Go", "oublié les essais ratés", "a changé votre rôle : observation"):
        assert sentence in page, sentence
    assert "Quelqu'un" not in page
    capsys.readouterr()
    await command.mend(person, asked(close_sessions=True, json=False), settings)
    assert f"{person.handle} : observation, " in capsys.readouterr().out
    assert await Session.filter(user_id=person.id).count() == 0
    assert (await visitor.get("/journal/")).status_code == 303


async def test_looking_at_somebody_changes_nothing(new_person: OpenAccount, settings: Settings) -> None:
    paul = await new_person("Paul", AccountRole.PROFESSIONAL)
    await command.mend(await command.somebody(paul.handle), asked(), settings)
    assert (await User.get(id=paul.id)).role == AccountRole.PROFESSIONAL
    with pytest.raises(command.CommandRefused, match="Personne n'a l'identifiant"):
        await command.somebody("personne-000")


@pytest.mark.parametrize(
    ("text", "quota"), [("1Mo", 10**6), ("500 mo", 5 * 10**8), ("2000000000", 2 * 10**9), ("10To", 10**13)]
)
def test_a_room_is_written_as_people_say_it(text: str, quota: int) -> None:
    assert command.room(text) == quota


@pytest.mark.parametrize("text", ["", "0", "999ko", "11To", "-2Go", "beaucoup"])
def test_an_arguable_room_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        command.room(text)
